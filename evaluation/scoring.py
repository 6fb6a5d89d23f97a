"""From answers to figures: each a share between 0 and 1 with the interval in which it lies by resampling."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.model import STORY
from evaluation.hearing import NONE, Answer

Measure = Callable[[Sequence[Answer]], float]
RESAMPLED = 200
"""How often the answers are drawn anew for an interval of 95 %."""


@dataclass(frozen=True)
class Figure:
    """One measured share."""

    value: float
    low: float
    high: float
    count: int
    """How many examples it was measured on."""


def figure(measure: Measure, answers: Sequence[Answer]) -> Figure:
    """Measure answers, with an interval; the same answers give the same figure."""
    chance = random.Random(7)  # noqa: S311 (no secret)
    drawn = sorted(measure(chance.choices(answers, k=len(answers))) for _ in range(RESAMPLED))
    return Figure(measure(answers), drawn[RESAMPLED // 40], drawn[-1 - RESAMPLED // 40], len(answers))


def share(part: Sequence[Answer], whole: Sequence[Answer]) -> float:
    """Return how much of the whole a part is; 0 of nothing."""
    return len(part) / len(whole) if whole else 0.0


def f1_of(label: str) -> Measure:
    """Return the measure F1 of one label."""

    def measure(answers: Sequence[Answer]) -> float:
        right = sum(each.heard == each.example.label == label for each in answers)
        either = sum((each.heard == label) + (each.example.label == label) for each in answers)
        return 2 * right / either if either else 0.0

    return measure


def macro_f1(answers: Sequence[Answer]) -> float:
    """Return the mean F1 of all labels, rare ones counting as much as frequent ones."""
    labels = {each.example.label for each in answers}
    return sum(f1_of(label)(answers) for label in labels) / max(1, len(labels))


def precision(answers: Sequence[Answer]) -> float:
    """Return how many of those found were there."""
    found = [each for each in answers if each.heard == "yes"]
    return share([each for each in found if each.example.label == "yes"], found)


def recall(answers: Sequence[Answer]) -> float:
    """Return how many of those there were found."""
    there = [each for each in answers if each.example.label == "yes"]
    return share([each for each in there if each.heard == "yes"], there)


def spoken_precision(answers: Sequence[Answer]) -> float:
    """Return how many were there of those that the coach would speak of; 0 when it would speak of none."""
    return precision([each for each in answers if not each.doubt])


def spoken(answers: Sequence[Answer]) -> float:
    """Return of how many stories the coach would speak."""
    return share([each for each in answers if each.heard == "yes" and not each.doubt], answers)


def quote_overlap(answers: Sequence[Answer]) -> float:
    """Return the mean overlap of the quotes where both ask."""
    overlaps = [each.overlap for each in answers if each.overlap is not None]
    return sum(overlaps) / max(1, len(overlaps))


def danger_heard(answers: Sequence[Answer]) -> float:
    """Return in which share of the dangerous messages danger was heard, of whatever kind."""
    there = [each for each in answers if each.example.label != NONE]
    return share([each for each in there if each.heard != NONE], there)


def false_alarms(answers: Sequence[Answer]) -> float:
    """Return in which share of the other messages danger was heard."""
    none = [each for each in answers if each.example.label == NONE]
    return share([each for each in none if each.heard != NONE], none)


def stories_kept(answers: Sequence[Answer]) -> float:
    """Return which share of the stories was kept; asked back is not lost."""
    stories = [each for each in answers if each.example.label == STORY]
    return share([each for each in stories if each.heard == STORY or each.doubt], stories)


def stories_asked(answers: Sequence[Answer]) -> float:
    """Return on which share of the stories the coach asks back."""
    stories = [each for each in answers if each.example.label == STORY]
    return share([each for each in stories if each.doubt], stories)


def commands_recognised(answers: Sequence[Answer]) -> float:
    """Return which share of the commands was obeyed or asked back."""
    commands = [each for each in answers if each.example.label != STORY]
    return share([each for each in commands if each.doubt or each.heard == each.example.label], commands)


def commands_asked(answers: Sequence[Answer]) -> float:
    """Return on which share of the commands the coach asks back."""
    commands = [each for each in answers if each.example.label != STORY]
    return share([each for each in commands if each.doubt], commands)


def first_choice(answers: Sequence[Answer]) -> float:
    """Return how often the first exercise offered was the fitting one."""
    return share([each for each in answers if each.heard == each.example.label], answers)


def within_three(answers: Sequence[Answer]) -> float:
    """Return how often the fitting exercise was among the first three."""
    return share([each for each in answers if each.example.label in each.ranked[:3]], answers)


def confusion(answers: Sequence[Answer]) -> dict[tuple[str, str], int]:
    """Return how often each label was heard as which: `{("norm", "solution"): 12, …}`."""
    return dict(Counter((each.example.label, each.heard) for each in answers))
