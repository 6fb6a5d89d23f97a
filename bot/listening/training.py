"""Trains all that the listener learns: seconds, the same data giving the same numbers, nothing in a pickle."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from bot.knowledge.signals import read_signals
from bot.listening.classifier import Classifier
from bot.listening.features import features
from bot.listening.fingerprints import fingerprint as fingerprint
from bot.listening.fitting import fit
from bot.listening.labelled import read_labelled, read_nlu
from bot.listening.listener import Listener
from bot.listening.matching import learn_pairs
from bot.listening.pairs import Pairs
from bot.listening.pipeline import make_pipeline
from bot.listening.schooling import Labelled, School
from bot.model import LANGUAGES


def train(data: Path, out: Path, say: Callable[[str], None]) -> None:
    """Train every model from the folder `data` and write them into the folder `out`, saying the name of each.

    Raises `ValueError` when a model has too few labels to learn from, `yaml.YAMLError` on an unreadable file.
    """
    out.mkdir(parents=True, exist_ok=True)
    rules, _ = read_signals(data / "coaching" / "signals")
    models = {"languages": _language_model(data)}
    forms: dict[str, str] = {}
    for language in LANGUAGES:
        school = School(data, language, make_pipeline(language, rules))
        models |= {f"{name}-{language}": model for name, model in school.models()}
        forms |= school.sure_forms()
    for name, model in models.items():
        model.save(out / f"{name}.npz")
        say(name)
    _write_forms(out, forms)
    Pairs({}).save(out)
    learn_pairs(data, Listener(out, rules)).save(out)
    say("pairs")


def _write_forms(out: Path, forms: dict[str, str]) -> None:
    (out / "forms.json").write_text(json.dumps(forms, ensure_ascii=False, indent=0, sort_keys=True), encoding="utf-8")


def _language_model(data: Path) -> Classifier:
    texts: Labelled = []
    for language in LANGUAGES:
        listening = data / "listening" / language
        found = [text for folder in ("stance", "opener", "command") for text, _ in read_labelled(listening / folder)]
        found += [text for text, _ in read_nlu(data / "nlu" / language)]
        texts += [(text, language) for text in found]
    return fit([features(text) for text, _ in texts], [language for _, language in texts])
