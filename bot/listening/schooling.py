"""What there is to learn in one language: for each model its own labelled sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from spacy.language import Language

from bot.listening.classifier import Classifier
from bot.listening.features import VOICES, Seen, Voices
from bot.listening.fitting import COUNTING, STRICTNESS, fit
from bot.listening.gate import LONGEST, STEERS, plain
from bot.listening.labelled import read_labelled, read_listed, read_nlu
from bot.listening.quoted import NONE, quoted_clauses, told_clauses
from bot.listening.safety import DANGER
from bot.listening.stances import see_pairs
from bot.model import COMMANDS, SAFETY, STORY

Labelled = list[tuple[str, str]]
SHORT = 3
"""Stories of more words need no form of their own."""
WORDS: Voices = (1.0, 1.0, 1.0, 0.3, 0.0, 0.0)
CONCEPTS: Voices = (1.0, 1.0, 1.0, 0.3, 1.0, 0.0)
PAIRS: Voices = (1.0, 1.0, 1.0, 0.3, 1.0, 1.0)
AROUND: Voices = (1.0, 1.0, 1.0, 0.5, 0.4, 1.0, 0.5)
"""Of a clause: its five groups, what stands around it, its measures."""
VOICES_OF = {
    "stances": WORDS, "commands": CONCEPTS, "kinds": CONCEPTS, "shelf": CONCEPTS, "dangers": PAIRS, "evidence": AROUND,
}  # fmt: skip
"""Model -> what counts in it, where concepts tell more or less than they do elsewhere (measured)."""
STRICTNESS_OF = {"dangers": 1.0}
COUNTING_OF = {"dangers": 0.0, "evidence": 0.0, "gate": 0.6, "stances": 0.6}
"""Model -> how much counting weighs in it, where it is less than elsewhere (measured)."""
OPENING = ("opener", "shelf")
"""Folders with what people come with: what many need, and what few do."""


@dataclass(frozen=True)
class Lesson:
    """Examples to learn one model from."""

    seen: list[Seen]
    labels: list[str]


def learn(name: str, lessons: Iterable[Lesson]) -> Classifier:
    """Fit the model of this name to the lessons of all languages."""
    seen, labels = [], []
    for lesson in lessons:
        seen += lesson.seen
        labels += lesson.labels
    voices, strictness = VOICES_OF.get(name, VOICES), STRICTNESS_OF.get(name, STRICTNESS)
    return fit(seen, labels, voices, strictness, COUNTING_OF.get(name, COUNTING))


class School:
    """Reads the labelled sentences of one language."""

    def __init__(self, data: Path, language: str, pipeline: Language) -> None:
        """Take the folder `data`, one of `LANGUAGES`, and its pipeline."""
        self._listening, self._pipeline = data / "listening" / language, pipeline
        self._examples = list(read_nlu(data / "nlu" / language))
        self._told = list(read_labelled(self._listening / "stance"))
        self._seen: dict[str, Seen] = {}

    def models(self) -> Iterator[tuple[str, Classifier]]:
        """Yield each model that this language has for itself, with its name."""
        yield "stances", self._stances

    def lessons(self) -> Iterator[tuple[str, Lesson]]:
        """Yield what each model that languages share learns from this one, with its name."""
        yield "openers", self._lesson(read_labelled(self._listening / "opener"))
        yield "shelf", self._lesson(read_labelled(self._listening / "shelf"))
        ordinary = [(text, NONE) for text in self._ordinary()]
        safety = [*read_labelled(self._listening / "safety"), *_only(self._examples, SAFETY, NONE), *ordinary]
        yield from zip(("dangers", "kinds"), self._both(safety, SAFETY, DANGER, NONE))
        yield from zip(("gate", "commands"), self._both(self._steering(), COMMANDS, STEERS, STORY))
        yield "evidence", self._lesson_of_evidence()

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
        openers = [text for each in OPENING for text, _ in read_labelled(self._listening / each)]
        answers = [str(example["text"]) for example in read_listed(self._listening / "evidence")]
        return [*(text for text, _ in self._told), *openers, *answers]

    def _lesson(self, labelled: Iterable[tuple[str, str]]) -> Lesson:
        pairs = list(labelled)
        self._see(text for text, _ in pairs)
        return Lesson([self._seen[text] for text, _ in pairs], [label for _, label in pairs])

    def _see(self, texts: Iterable[str]) -> None:
        """Work out what a classifier sees of each text, once per text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._seen]
        self._seen |= {text: see_pairs(doc[:]) for text, doc in zip(new, self._pipeline.pipe(new))}

    def _both(self, labelled: Labelled, kinds: Iterable[str], one: str, other: str) -> tuple[Lesson, Lesson]:
        """Return what tells whether it is one of some kinds, and what tells which."""
        known = frozenset(kinds)
        whether = self._lesson((text, one if label in known else other) for text, label in labelled)
        return whether, self._lesson((text, label) for text, label in labelled if label in known)

    @cached_property
    def _stances(self) -> Classifier:
        return learn("stances", [self._lesson(self._told)])

    def _lesson_of_evidence(self) -> Lesson:
        answers = read_listed(self._listening / "evidence")
        examples = [
            *told_clauses(self._told, self._pipeline, self._stances),
            *quoted_clauses(answers, self._pipeline, self._stances),
        ]
        return Lesson([seen for seen, _ in examples], [label for _, label in examples])


def _only(examples: Labelled, kept: Iterable[str], other: str) -> Labelled:
    known = frozenset(kept)
    return [(text, label if label in known else other) for text, label in examples]
