"""What a model learns from, and how each model learns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.listening.classifier import Classifier
from bot.listening.features import VOICES, Numbers, Seen, Voices
from bot.listening.fitting import COUNTING, FEWEST, NEAR, STRICTNESS, fit
from bot.listening.perceptron import Perceptron, Reals
from bot.listening.safety import ORDINARY, SAFE
from bot.listening.stacking import Fit, hear_half, weigh

WORDS: Voices = (1.0, 1.0, 1.0, 0.3, 0.0, 0.0, 0.0)
CONCEPTS: Voices = (1.0, 1.0, 1.0, 0.3, 1.0, 0.0, 0.0)
PAIRS: Voices = (1.0, 1.0, 1.0, 0.3, 1.0, 1.0, 1.0)
APART: Voices = (1.0, 1.0, 1.0, 0.3, 0.4, 0.0, 0.5)
TOLD: Voices = (1.0, 1.0, 1.0, 0.3, 0.4, 0.5)
"""Of a whole answer: its five groups, the stances of its sentences."""
AROUND: Voices = (1.0, 1.0, 1.0, 0.5, 0.4, 1.0, 0.5)
"""Of a clause: its five groups, what stands around it, its measures."""
VOICES_OF = {
    "stances": WORDS,
    "tellings": WORDS,
    "shelf": CONCEPTS,
    "dangers": PAIRS,
    "commands": APART,
    "openers": APART,
    "evidence": AROUND,
    "answers": TOLD,
}
"""Model -> what counts in it, where concepts or lemmas apart tell more or less than they do elsewhere (measured)."""
STRICTNESS_OF = {"dangers": 1.0, "commands": 1.0}
"""Model -> how closely it follows its examples, where that is more than elsewhere (measured)."""
COUNTING_OF = {"dangers": 0.6, "evidence": 0.5, "commands": 0.6, "stances": 0.6}
"""Model -> how much counting weighs in it, where it is less than elsewhere (measured)."""
FEWEST_OF = {"dangers": 2, "commands": 2}
"""Model -> in how many texts a feature must occur; elsewhere one will do (measured: as good, half the memory)."""
NEAR_OF = {"dangers": 2.0, "commands": 2.0}
"""Model -> how near the best separation is near enough where learning takes long (measured: .003 fewer dangers)."""
STACKED = ("dangers", "commands", "openers")
"""Models with a second above them (measured: evidence and stances, with fewer lines, gain next to nothing)."""
ALIKE_OF = {"dangers": (SAFE, ORDINARY)}
"""Model -> labels that are also told from the others together; two to three in a hundred more dangers (measured)."""


@dataclass(frozen=True)
class Lesson:
    """Examples to learn one model from: what is seen of each, all in as many groups, and its label."""

    seen: list[Seen]
    labels: list[str]

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """Go to another process as two long arrays, not as hundreds of thousands of short ones: a tenth of the time."""
        groups = [group for each in self.seen for group in each]
        sizes = np.array([len(group) for group in groups], dtype=np.int32)
        numbers = np.concatenate(groups) if groups else np.array([], dtype=np.int32)
        return _unpacked, (numbers, sizes, self.labels)


def _unpacked(numbers: Numbers, sizes: npt.NDArray[np.int32], labels: list[str]) -> Lesson:
    ends = np.cumsum(sizes).tolist()
    groups = [numbers[end - size : end] for end, size in zip(ends, sizes.tolist())]
    width = len(groups) // max(1, len(labels))
    return Lesson([tuple(groups[at : at + width]) for at in range(0, len(groups), width or 1)], labels)


def learn(name: str, lessons: Iterable[Lesson]) -> Classifier:
    """Fit the model of this name to the lessons of all languages; one of `STACKED` still lacks its second model."""
    return _way(name)(*_together(lessons))


def hear_apart(name: str, lessons: Iterable[Lesson], half: int) -> Reals:
    """Return what one of `STACKED` says of half of the texts when it has learned from the other half only."""
    return hear_half(_way(name), *_together(lessons), half)


def learn_second(name: str, lessons: Iterable[Lesson], halves: Sequence[Reals]) -> Perceptron:
    """Fit the second model of one of `STACKED` to what `hear_apart` returned for both halves."""
    return weigh(halves, _together(lessons)[1])


def _together(lessons: Iterable[Lesson]) -> tuple[list[Seen], list[str]]:
    seen: list[Seen] = []
    labels: list[str] = []
    for lesson in lessons:
        seen += lesson.seen
        labels += lesson.labels
    return seen, labels


def _way(name: str) -> Fit:
    """Return the way in which the model of this name is fitted."""
    return partial(
        fit,
        voices=VOICES_OF.get(name, VOICES),
        strictness=STRICTNESS_OF.get(name, STRICTNESS),
        counting=COUNTING_OF.get(name, COUNTING),
        alike=ALIKE_OF.get(name, ()),
        fewest=FEWEST_OF.get(name, FEWEST),
        near=NEAR_OF.get(name, NEAR),
    )
