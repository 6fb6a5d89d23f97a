"""What comes back over time, from a person's own answers: nothing is added, and nobody else is counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.coaching.card import gist
from bot.coaching.choices import value_among
from bot.model import FOLLOW_UP, OWN, Entry, Exercise, Reflection, Step

WANTED, CARRIED, OTHER = "intention", "question", "other"
"""What a step is about that asks for an intention, for a question, and for how it is to somebody else."""
HAPPENED = ("how", "differently")
"""The steps of the follow-up that say what happened."""

Exercises = Mapping[str, Exercise]


@dataclass(frozen=True)
class Felt:
    """A feeling that was heard in one answer."""

    shade: str
    """The family that it belongs to: `angry`, `sad`, …"""
    words: str
    """As it was written."""
    at: datetime
    reflection: str


@dataclass(frozen=True)
class Wanted:
    """What was intended, and what was told afterwards."""

    wanted: str
    at: datetime
    happened: tuple[str, ...]
    """Empty as long as nobody looked back."""
    back: datetime | None
    """When they first looked back."""
    reflection: str


@dataclass(frozen=True)
class Carried:
    """A question that somebody wrote down for themselves or for another."""

    question: str
    at: datetime
    reflection: str


@dataclass(frozen=True)
class Scan:
    """One time that an exercise with a scale was done."""

    exercise: str
    at: datetime
    values: Mapping[str, int]
    """Step -> how strong, 1 to 5; only those that were answered."""
    reflection: str


def steps_read(exercises: Exercises) -> frozenset[tuple[str, str]]:
    """Return the steps whose answers are needed with their words: those that are given back, and those that measure."""
    told = {(FOLLOW_UP, step) for step in HAPPENED}
    asking = {(name, step.id) for name, step in _asking(exercises, (WANTED, CARRIED))}
    measuring = {(name, step.id) for name, each in exercises.items() for step in each.steps if step.scale}
    return frozenset(told | asking | measuring)


def feelings(reflections: Iterable[Reflection], exercises: Exercises) -> tuple[Felt, ...]:
    """Return every feeling that was heard, oldest first; none from what was asked about another.

    An answer "Ik was pisnig" -> `(Felt("angry", "pisnig", at, reflection),)`
    """
    of_others = {(name, step.id) for name, each in exercises.items() for step in each.steps if step.about == OTHER}
    found = (
        Felt(feeling.shade, feeling.text, entry.at, reflection.id)
        for reflection in reflections
        for entry in reflection.entries
        if (entry.exercise, entry.step) not in of_others
        for feeling in (entry.heard.feelings if entry.heard else ())
    )
    return tuple(sorted(found, key=lambda felt: felt.at))


def wanted(reflections: Iterable[Reflection], exercises: Exercises) -> tuple[Wanted, ...]:
    """Return what was intended beside what was told afterwards, oldest first."""
    steps = [(name, step) for name, step in _asking(exercises, (WANTED,)) if name != FOLLOW_UP]
    found = []
    for reflection in reflections:
        said = list(_all_said(reflection, steps))
        back = [entry.at for entry in reflection.entries if (entry.exercise, entry.step) == (FOLLOW_UP, HAPPENED[0])]
        told = tuple(_told(reflection, exercises))
        found += [Wanted(text, at, told, min(back, default=None), reflection.id) for text, at in said[:1]]
    return tuple(sorted(found, key=lambda each: each.at))


def questions(reflections: Iterable[Reflection], exercises: Exercises) -> tuple[Carried, ...]:
    """Return the questions that were carried, oldest first."""
    steps = list(_asking(exercises, (CARRIED,)))
    found = (
        Carried(text, at, reflection.id) for reflection in reflections for text, at in _all_said(reflection, steps)
    )
    return tuple(sorted(found, key=lambda each: each.at))


def scans(reflections: Iterable[Reflection], exercises: Exercises) -> tuple[Scan, ...]:
    """Return every time that an exercise with a scale was answered, oldest first."""
    found = []
    for reflection in reflections:
        for name in dict.fromkeys(entry.exercise or "" for entry in reflection.entries):
            steps = [step for step in exercises[name].steps if step.scale] if name in exercises else []
            values = {step.id: value for step in steps if (value := _value(reflection, name, step))}
            if values:
                found.append(Scan(name, reflection.begun, values, reflection.id))
    return tuple(sorted(found, key=lambda scan: scan.at))


def _asking(exercises: Exercises, about: tuple[str, ...]) -> Iterator[tuple[str, Step]]:
    """Give the steps that ask for it; of exercises that are on the shelf or were one's own, and of the follow-up."""
    for name, exercise in exercises.items():
        if exercise.listed or exercise.group == OWN or name == FOLLOW_UP:
            yield from ((name, step) for step in exercise.steps if step.about in about and not step.scale)


def _all_said(reflection: Reflection, steps: Iterable[tuple[str, Step]]) -> Iterator[tuple[str, datetime]]:
    here = {entry.exercise for entry in reflection.entries}
    for name, step in steps:
        if name in here:
            yield from _said(reflection, name, step)


def _said(reflection: Reflection, exercise: str, step: Step) -> Iterator[tuple[str, datetime]]:
    answers = _answers(reflection, exercise, step)
    text = gist(step, answers)
    if text:
        yield text, answers[0].at


def _told(reflection: Reflection, exercises: Exercises) -> Iterator[str]:
    steps = exercises[FOLLOW_UP].steps if FOLLOW_UP in exercises else ()
    for step in (each for each in steps if each.id in HAPPENED):
        yield from (text for text, _ in _said(reflection, FOLLOW_UP, step))


def _value(reflection: Reflection, exercise: str, step: Step) -> int | None:
    return value_among(step, [entry.text for entry in _answers(reflection, exercise, step)])


def _answers(reflection: Reflection, exercise: str, step: Step) -> list[Entry]:
    return [entry for entry in reflection.entries if (entry.exercise, entry.step) == (exercise, step.id)]
