"""Runs the measuring: on the sentences held apart, and on the training sentences of writers left out in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.knowledge.signals import read_signals
from bot.listening.listener import Listener
from bot.listening.training import train
from bot.model import LANGUAGES, STORY
from evaluation.examples import KINDS, Example, among_others, read_examples, set_apart
from evaluation.figures import WANTED, Wanted
from evaluation.hearing import NONE, Answer, hear
from evaluation.scoring import Figure, figure

Answers = dict[tuple[str, str], list[Answer]]
"""Language and kind -> what was heard."""
ORDINARY = "ordinary"
"""The kind for messages of all other kinds, in which nobody is in danger."""
BESIDE = {"between": 1, "long": 2}
"""The kinds for what is danger or sounds like it told among ordinary messages, so many before it and so many after.

The same with `_ordinary` behind it: what is neither, told in the same way.
"""


def held_apart(root: Path) -> Answers:
    """Train on all of `<root>/data`, listen to the sentences under `tests`."""
    with TemporaryDirectory() as folder:
        listener = _trained(root / "data", Path(folder) / "models")
        return _answers(listener, root / "tests" / "listening" / "sentences")


def cross_validated(root: Path, folds: int) -> Answers:
    """Train on the training sentences of all writers but some, listen to those; so for each part of the writers."""
    together: Answers = {}
    for fold in range(folds):
        with TemporaryDirectory() as folder:
            kept, apart = Path(folder) / "data", Path(folder) / "apart"
            set_apart(root / "data", kept, apart, fold, folds)
            chosen = _answers(_trained(kept, Path(folder) / "models"), apart)
        for key, answers in chosen.items():
            together.setdefault(key, []).extend(answers)
    return together


def figures_of(answers: Answers) -> dict[tuple[str, str], Figure]:
    """Return the figures by language and name."""
    return {
        (language, wanted.name): figure(wanted.measure, heard)
        for language in LANGUAGES
        for wanted in WANTED
        if (heard := [each for each in answers.get((language, wanted.kind), ()) if _of(wanted, each)])
    }


def _of(wanted: Wanted, answer: Answer) -> bool:
    return answer.example.voice.startswith(wanted.voices)


def _trained(data: Path, models: Path) -> Listener:
    train(data, models, lambda name: None)
    return Listener(models, read_signals(data / "coaching" / "signals")[0])


def _answers(listener: Listener, sentences: Path) -> Answers:
    found: Answers = {}
    for language in LANGUAGES:
        for kind in KINDS:
            examples = read_examples(sentences / language, kind)
            found[language, kind] = [hear(listener, each, language) for each in examples]
        ordinary = list(_ordinary(found[language, kind] for kind in ("stance", "opener", "shelf", "command")))
        dangers = [answer.example for answer in found[language, "safety"]]
        for kind, listed in _made_of(dangers, ordinary).items():
            found[language, kind] = [hear(listener, each, language) for each in listed]
    return found


def _made_of(dangers: list[Example], ordinary: list[Example]) -> dict[str, list[Example]]:
    texts = [each.messages[0] for each in ordinary]
    made = {kind: among_others(dangers, texts, beside) for kind, beside in BESIDE.items()}
    made |= {f"{kind}_{ORDINARY}": among_others(ordinary, texts, beside) for kind, beside in BESIDE.items()}
    return {ORDINARY: ordinary, **made}


def _ordinary(heard: Iterator[list[Answer]]) -> Iterator[Example]:
    for answers in heard:
        for answer in answers:
            if answer.example.kind != "command" or answer.example.label == STORY:
                yield replace(answer.example, kind="safety", label=NONE)
