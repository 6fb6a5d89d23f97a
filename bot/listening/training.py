"""Trains all that the listener learns: two minutes, the same data giving the same numbers, nothing in a pickle."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from bot.knowledge.concepts import read_concepts
from bot.knowledge.signals import read_signals
from bot.listening.classifier import Classifier
from bot.listening.concepts import load_concepts, save_concepts
from bot.listening.ears import SHARED
from bot.listening.features import features
from bot.listening.fingerprints import fingerprint as fingerprint
from bot.listening.fitting import fit
from bot.listening.labelled import read_labelled, read_nlu
from bot.listening.lessons import STACKED, Lesson, hear_apart, learn, learn_second
from bot.listening.matching import Matches, learn_pairs
from bot.listening.pipeline import make_pipeline
from bot.listening.schooling import Labelled, School
from bot.listening.stacking import HALVES
from bot.model import LANGUAGES, SignalRule

EVERY = 2
"""Languages are told apart by one text in so many: all of them tell no more."""
Own = tuple[dict[str, str], list[tuple[str, Lesson]], Matches]
"""Of one language: the forms that surely steer, what the shared models learn from, the pairs of all stories."""


def train(data: Path, out: Path, say: Callable[[str], None]) -> None:
    """Train every model from the folder `data` and write them into the folder `out`, saying the name of each.

    Each language is learned in a process of its own, so that two cores take half as long; then what they share.
    Takes some five gigabytes of memory at its height.
    Raises `ValueError` when a model has too few labels to learn from, `yaml.YAMLError` on an unreadable file.
    """
    out.mkdir(parents=True, exist_ok=True)
    save_concepts(read_concepts(data / "listening")[0], out)
    with ProcessPoolExecutor(len(LANGUAGES), get_context("spawn")) as processes:
        schools = processes.map(partial(_learn_own, data, out), LANGUAGES)
        _language_model(data).save(out / "languages.npz")
        say("languages")
        forms, lessons, matches = _gathered(schools)
        _write_forms(out, forms)
        for name, model in _learn_shared(processes, lessons, say):
            model.save(out / f"{name}.npz")
            say(name)
        learn_pairs(matches).save(out)
        say("pairs")


def _gathered(schools: Iterable[Own]) -> tuple[dict[str, str], dict[str, list[Lesson]], list[Matches]]:
    forms: dict[str, str] = {}
    lessons: dict[str, list[Lesson]] = {}
    matches: list[Matches] = []
    for sure, learned, matched in schools:
        forms |= sure
        matches.append(matched)
        for name, lesson in learned:
            lessons.setdefault(name, []).append(lesson)
    return forms, lessons, matches


def _learn_shared(
    processes: Executor, lessons: Mapping[str, list[Lesson]], say: Callable[[str], None]
) -> Iterator[tuple[str, Classifier]]:
    """Yield each model that languages share, with its name.

    Second models are fitted in this process, while others still learn the first: so no core waits. `say` gets the name
    of each when its second model is there, as "dangers 1/2".
    """
    alone = [name for name in SHARED if name not in STACKED]
    firsts = {name: processes.submit(learn, name, lessons[name]) for name in alone}
    halves = {name: [processes.submit(hear_apart, name, lessons[name], half) for half in HALVES] for name in STACKED}
    firsts |= {name: processes.submit(learn, name, lessons[name]) for name in STACKED}
    yield from ((name, firsts[name].result()) for name in alone)
    seconds = {}
    for name, heard in halves.items():
        seconds[name] = learn_second(name, lessons[name], [half.result() for half in heard])
        say(f"{name} 1/2")
    yield from ((name, replace(firsts[name].result(), second=seconds[name])) for name in STACKED)


def _learn_own(data: Path, out: Path, language: str) -> Own:
    """Write the models of one language; return the forms that surely steer, and what the shared models learn from."""
    school = School(data, language, make_pipeline(language, _rules(data), load_concepts(out)))
    for name, model in school.models():
        model.save(out / f"{name}-{language}.npz")
    return school.sure_forms(), list(school.lessons()), school.matches()


def _rules(data: Path) -> tuple[SignalRule, ...]:
    return tuple(read_signals(data / "coaching" / "signals")[0])


def _write_forms(out: Path, forms: dict[str, str]) -> None:
    (out / "forms.json").write_text(json.dumps(forms, ensure_ascii=False, indent=0, sort_keys=True), encoding="utf-8")


def _language_model(data: Path) -> Classifier:
    texts: Labelled = []
    for language in LANGUAGES:
        listening = data / "listening" / language
        found = [
            text for folder in ("stance", "opener", "shelf", "command") for text, _ in read_labelled(listening / folder)
        ]
        found += [text for text, _ in read_nlu(data / "nlu" / language)]
        texts += [(text, language) for text in found]
    heard = texts[::EVERY]
    return fit([features(text) for text, _ in heard], [language for _, language in heard])
