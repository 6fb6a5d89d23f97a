"""What is learned in one language: each model from its own labelled sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.language import Language

from bot.listening.classifier import Classifier
from bot.listening.evidence import ASK, evidence_features, find_judging
from bot.listening.features import Seen
from bot.listening.fitting import fit
from bot.listening.gate import LONGEST, STEERS, plain
from bot.listening.labelled import read_labelled, read_listed, read_nlu
from bot.listening.safety import DANGER
from bot.listening.stances import see
from bot.model import COMMANDS, SAFETY, STORY

Labelled = list[tuple[str, str]]
SHORT = 3
"""Stories of more words need no form of their own."""
NONE = "none"
"""The label of whatever is not looked for."""


class School:
    """Reads the labelled sentences of one language and fits the models."""

    def __init__(self, data: Path, language: str, pipeline: Language) -> None:
        """Take the folder `data`, one of `LANGUAGES`, and its pipeline."""
        self._listening, self._pipeline = data / "listening" / language, pipeline
        self._examples = list(read_nlu(data / "nlu" / language))
        self._told = list(read_labelled(self._listening / "stance"))
        self._seen: dict[str, Seen] = {}

    def models(self) -> Iterator[tuple[str, Classifier]]:
        """Yield every model of `bot.listening.ears.MODELS` with its name."""
        stances = self._fit(self._told)
        yield "stances", stances
        yield "evidence", self._fit_evidence(stances)
        yield "openers", self._fit(read_labelled(self._listening / "opener"))
        ordinary = [(text, NONE) for text in self._ordinary()]
        safety = [*read_labelled(self._listening / "safety"), *_only(self._examples, SAFETY, NONE), *ordinary]
        yield from zip(("dangers", "kinds"), self._fit_both(safety, SAFETY, DANGER, NONE))
        yield from zip(("gate", "commands"), self._fit_both(self._steering(), COMMANDS, STEERS, STORY))

    def sure_forms(self) -> dict[str, str]:
        """Return the short examples, as plain words with their labels; what anybody gave as a story is one."""
        stories = {plain(text) for text, label in self._steering() if label == STORY}
        forms = {plain(text): label for text, label in self._examples if label in COMMANDS}
        both = forms | {form: STORY for form in stories}
        return {form: label for form, label in both.items() if 0 < len(form.split()) <= SHORT or form in forms}

    def _steering(self) -> Labelled:
        """Return what steers and what does not; whatever was told elsewhere is a story too, if it is as short."""
        told = [(text, STORY) for text in self._ordinary() if len(plain(text).split()) <= LONGEST]
        return [*_only(self._examples, COMMANDS, STORY), *read_labelled(self._listening / "command"), *told]

    def _ordinary(self) -> list[str]:
        """Return what is told about work as usual: it neither steers nor is anybody in danger."""
        openers = [text for text, _ in read_labelled(self._listening / "opener")]
        answers = [str(example["text"]) for example in read_listed(self._listening / "evidence")]
        return [*(text for text, _ in self._told), *openers, *answers]

    def _fit(self, labelled: Iterable[tuple[str, str]]) -> Classifier:
        texts, labels = zip(*labelled)
        self._see(texts)
        return fit([self._seen[text] for text in texts], labels)

    def _see(self, texts: Iterable[str]) -> None:
        """Work out what a classifier sees of each text, once per text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._seen]
        self._seen |= {text: see(doc[:]) for text, doc in zip(new, self._pipeline.pipe(new))}

    def _fit_both(
        self, labelled: Labelled, kinds: Iterable[str], one: str, other: str
    ) -> tuple[Classifier, Classifier]:
        """Fit the model that tells whether it is one of some kinds, and the model that tells which."""
        known = frozenset(kinds)
        whether = self._fit((text, one if label in known else other) for text, label in labelled)
        return whether, self._fit((text, label) for text, label in labelled if label in known)

    def _fit_evidence(self, stances: Classifier) -> Classifier:
        seen, labels = [], []
        for example in read_listed(self._listening / "evidence"):
            doc = self._pipeline(str(example["text"]))
            seen.append(evidence_features(doc, find_judging(doc, stances)))
            labels.append(ASK if example["ask"] else NONE)
        return fit(seen, labels)


def _only(examples: Labelled, kept: Iterable[str], other: str) -> Labelled:
    known = frozenset(kept)
    return [(text, label if label in known else other) for text, label in examples]
