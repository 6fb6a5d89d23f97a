"""What there is to learn in one language: for each model its own labelled sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from bot.listening.classifier import Classifier
from bot.listening.evidence import ASK, NONE, see_answer
from bot.listening.features import Seen
from bot.listening.gate import LONGEST, plain
from bot.listening.labelled import read_labelled, read_listed, read_nlu
from bot.listening.lessons import Lesson, learn
from bot.listening.matching import Matches, read_matches
from bot.listening.quoted import quoted_clauses, told_alone, told_clauses
from bot.listening.safety import ORDINARY
from bot.listening.stances import see_pairs
from bot.model import COMMANDS, SAFETY, STORY

Labelled = list[tuple[str, str]]
SHORT = 3
"""Stories of more words need no form of their own."""
OPENING = ("opener", "shelf")
"""Folders with what people come with: what many need, and what few do."""


class School:
    """Reads the labelled sentences of one language."""

    def __init__(self, data: Path, language: str, pipeline: Language) -> None:
        """Take the folder `data`, one of `LANGUAGES`, and its pipeline."""
        self._listening, self._language, self._pipeline = data / "listening" / language, language, pipeline
        self._examples = list(read_nlu(data / "nlu" / language))
        self._told = list(read_labelled(self._listening / "stance"))
        self._answers = list(read_listed(self._listening / "evidence"))
        self._stories = list(read_listed(self._listening / "discrepancy"))
        self._seen: dict[str, Seen] = {}
        self._docs: dict[str, Doc] = {}

    def models(self) -> Iterator[tuple[str, Classifier]]:
        """Yield each model that this language has for itself, with its name."""
        yield "stances", self._stances

    def lessons(self) -> Iterator[tuple[str, Lesson]]:
        """Yield what each model that languages share learns from this one, with its name."""
        yield "openers", self._lesson(read_labelled(self._listening / "opener"))
        yield "shelf", self._lesson(read_labelled(self._listening / "shelf"))
        ordinary = [(text, ORDINARY) for text in (*self._ordinary, *self._sounding)]
        typed = _only(self._examples, SAFETY, ORDINARY)
        yield "dangers", self._lesson([*typed, *read_labelled(self._listening / "safety"), *ordinary])
        yield "commands", self._lesson(self._steering())
        yield "evidence", self._lesson_of_evidence()
        yield "answers", self._lesson_of_answers()

    def matches(self) -> Matches:
        """Return the pairs of sentences of all stories, to learn from which stand against each other."""
        return read_matches(self._stories, self._doc, self._stances, self._language)

    def sure_forms(self) -> dict[str, str]:
        """Return the short examples, as plain words with their labels; what anybody gave as a story is one."""
        stories = {plain(text) for text, label in self._steering() if label == STORY}
        forms = {plain(text): label for text, label in self._examples if label in COMMANDS}
        both = forms | {form: STORY for form in stories}
        return {form: label for form, label in both.items() if 0 < len(form.split()) <= SHORT or form in forms}

    def _steering(self) -> Labelled:
        """Return what steers and what does not; whatever was told elsewhere is a story too, if it is as short."""
        told = [(text, STORY) for text in self._ordinary if len(plain(text).split()) <= LONGEST]
        typed = [*self._examples, *read_labelled(self._listening / "command")]
        return [*_only(typed, COMMANDS, STORY), *told]

    @cached_property
    def _ordinary(self) -> list[str]:
        """Return what is told about work as usual: it neither steers nor is anybody in danger."""
        openers = [text for each in OPENING for text, _ in read_labelled(self._listening / each)]
        return [*openers, *self._several]

    @property
    def _several(self) -> list[str]:
        """Return what several models learn from, each in its own way."""
        answers = [str(answer["text"]) for answer in self._answers]
        stories = [str(said) for story in self._stories for said in story["messages"]]
        return [*(text for text, _ in self._told), *answers, *stories]

    @cached_property
    def _sounding(self) -> list[str]:
        """Return what only sounds like a command."""
        return [text for text, label in read_labelled(self._listening / "command") if label == STORY]

    def _lesson(self, labelled: Iterable[tuple[str, str]]) -> Lesson:
        pairs = list(labelled)
        self._see(text for text, _ in pairs)
        return Lesson([self._seen[text] for text, _ in pairs], [label for _, label in pairs])

    def _see(self, texts: Iterable[str]) -> None:
        """Work out what a classifier sees of each text, once per text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._seen]
        several = frozenset(self._several)
        for text, doc in zip(new, self._pipeline.pipe(new)):
            self._seen[text] = see_pairs(doc[:])
            if text in several:
                self._docs[text] = doc

    def _doc(self, text: str) -> Doc:
        """Return the doc of a text that several models learn from, made but once."""
        if text not in self._docs:
            self._docs[text] = self._pipeline(text)
        return self._docs[text]

    @cached_property
    def _stances(self) -> Classifier:
        return learn("stances", [self._lesson(self._told)])

    def _lesson_of_evidence(self) -> Lesson:
        examples = [
            *told_clauses(self._told, self._doc, self._stances),
            *quoted_clauses(self._answers, self._doc, self._stances),
        ]
        return Lesson([seen for seen, _ in examples], [label for _, label in examples])

    def _lesson_of_answers(self) -> Lesson:
        answers = [(str(each["text"]), ASK if each["ask"] else NONE) for each in self._answers]
        examples = [*answers, *told_alone(self._told)]
        seen = [see_answer(self._doc(text), self._stances) for text, _ in examples]
        return Lesson(seen, [label for _, label in examples])


def _only(examples: Labelled, kept: Iterable[str], other: str) -> Labelled:
    known = frozenset(kept)
    return [(text, label if label in known else other) for text, label in examples]
