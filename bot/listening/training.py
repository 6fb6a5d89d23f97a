"""Trains all that the listener learns: seconds, the same data giving the same numbers, nothing in a pickle."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

from bot.knowledge.signals import read_signals
from bot.listening.classifier import Classifier
from bot.listening.evidence import evidence_features, find_judging
from bot.listening.features import features
from bot.listening.fitting import fit
from bot.listening.gate import LONGEST, plain
from bot.listening.labelled import read_labelled, read_listed, read_nlu
from bot.listening.pipeline import make_pipeline
from bot.listening.stances import labels_in
from bot.model import COMMANDS, LANGUAGES, SAFETY, STORY, SignalRule

LEARNED_FROM = ("data/nlu", "data/listening", "data/coaching/signals", "bot/listening")
LIBRARIES = ("spacy", "spacy-lookups-data", "scikit-learn", "numpy")
FOLDERS = {"dangers": "safety", "openers": "opener"}
"""Model -> the folder of its labelled sentences, where a text and its label are all that is needed."""

Labelled = list[tuple[str, str]]


def fingerprint(root: Path) -> str:
    """Return the hash of everything that the trained models depend on, twelve characters.

    `root` is the folder that holds `data` and `bot`. The models of this hash live in `models/listening-<hash>/`.
    """
    digest = hashlib.sha256()
    for folder in LEARNED_FROM:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".yml", ".py"):
                digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    digest.update(" ".join(version(library) for library in LIBRARIES).encode())
    return digest.hexdigest()[:12]


def train(data: Path, out: Path, say: Callable[[str], None]) -> None:
    """Train every model from the folder `data` and write them into the folder `out`, saying the name of each.

    Raises `ValueError` when a model has too few labels to learn from, `yaml.YAMLError` on an unreadable file.
    """
    out.mkdir(parents=True, exist_ok=True)
    rules, _ = read_signals(data / "coaching" / "signals")
    _save(_language_model(data), out, "languages", say)
    forms: dict[str, str] = {}
    for language in LANGUAGES:
        stances = _stance_model(data, language, rules)
        _save(stances, out, f"stances-{language}", say)
        _save(_evidence_model(data, language, rules, stances), out, f"evidence-{language}", say)
        for name, folder in FOLDERS.items():
            _save(_text_model(_labelled(data, language, folder)), out, f"{name}-{language}", say)
        commands = [*read_nlu(data / "nlu" / language), *read_labelled(data / "listening" / language / "command")]
        _save(_gate_model(commands), out, f"gate-{language}", say)
        forms |= _sure_forms(read_nlu(data / "nlu" / language), commands)
    (out / "forms.json").write_text(json.dumps(forms, ensure_ascii=False, indent=0, sort_keys=True), encoding="utf-8")


def _save(model: Classifier, out: Path, name: str, say: Callable[[str], None]) -> None:
    model.save(out / f"{name}.npz")
    say(name)


def _text_model(labelled: Iterable[tuple[str, str]]) -> Classifier:
    texts, labels = zip(*labelled)
    return fit([features(text) for text in texts], labels)


def _labelled(data: Path, language: str, folder: str) -> Labelled:
    found = list(read_labelled(data / "listening" / language / folder))
    if folder != "safety":
        return found
    intents = read_nlu(data / "nlu" / language)
    return found + [(text, intent if intent in SAFETY else "none") for text, intent in intents]


def _language_model(data: Path) -> Classifier:
    texts: Labelled = []
    for language in LANGUAGES:
        listening = data / "listening" / language
        found = [text for folder in ("stance", "opener", "command") for text, _ in read_labelled(listening / folder)]
        found += [text for text, _ in read_nlu(data / "nlu" / language)]
        texts += [(text, language) for text in found]
    return _text_model(texts)


def _stance_model(data: Path, language: str, rules: Iterable[SignalRule]) -> Classifier:
    pipeline = make_pipeline(language, list(rules))
    labelled = list(read_labelled(data / "listening" / language / "stance"))
    docs = list(pipeline.pipe(text for text, _ in labelled))
    seen = [features(doc.text, sorted({label for sentence in doc.sents for label in labels_in(sentence)})) for doc in docs]
    return fit(seen, [label for _, label in labelled])


def _evidence_model(data: Path, language: str, rules: Iterable[SignalRule], stances: Classifier) -> Classifier:
    pipeline = make_pipeline(language, list(rules))
    seen, labels = [], []
    for example in read_listed(data / "listening" / language / "evidence"):
        doc = pipeline(str(example["text"]))
        seen.append(evidence_features(doc.text, doc, find_judging(doc, stances)))
        labels.append("ask" if example["ask"] else "none")
    return fit(seen, labels)


def _gate_model(commands: Labelled) -> Classifier:
    known = {*COMMANDS, STORY}
    return _text_model((text, label if label in known else STORY) for text, label in commands)


def _sure_forms(examples: Iterable[tuple[str, str]], commands: Labelled) -> dict[str, str]:
    """Return the short examples of commands that nobody gives as a story."""
    stories = {plain(text) for text, label in commands if label not in COMMANDS}
    forms = {plain(text): label for text, label in examples if label in COMMANDS}
    return {form: label for form, label in forms.items() if form not in stories and len(form.split()) <= LONGEST}
