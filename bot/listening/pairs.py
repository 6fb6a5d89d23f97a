"""How well two sentences stand against each other, learned from stories. Works without spaCy and scikit-learn.

Which two of a telling stand against each other, the pair says; whether any do, all that is told says better.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import exp
from pathlib import Path

from bot.errors import ModelMissing
from bot.listening.classifier import Classifier, load_classifier
from bot.listening.features import Seen
from bot.listening.parts import Cut, Part
from bot.listening.tellings import see_together
from bot.model import Heard, Sentence

MOST = 14
"""How many sentences of one message are held beside others."""
FILE, TOLD = "pairs.json", "tellings.npz"
CLASH, NONE = "clash", "none"
"""The labels of what is told: something in it stands against something else, or nothing does."""
LOUD = 6.0
"""How much all that is told counts beside the pair (measured, each writer left out in turn)."""
MOST_AROUND = 3.6
"""It adds no more than this, so that pairs that are far from a finding need not be held beside it."""
FAR = 3
"""Further apart than so many messages makes no difference."""
WORD = "word "
"""How the name of a word begins among the features."""
Features = Mapping[str, float]


@dataclass(frozen=True)
class Side:
    """One sentence of a message, with what it brings to a pair."""

    sentence: Sentence
    part: Part
    features: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Pairs:
    """The weight of each feature of a pair of sentences, and what hears whether a telling holds such a pair."""

    weights: Mapping[str, float]
    told: Classifier | None = None

    def first(self, side: Side) -> float:
        """Return what a sentence adds to each pair in which it was said first."""
        return self._weigh(_as("1", side))

    def second(self, side: Side) -> float:
        """Return what a sentence adds to each pair in which it was said later."""
        return self._weigh(_as("2", side))

    def together(self, one: Side, two: Side, apart: int) -> float:
        """Return what it adds that just these two stand beside each other."""
        return self._weigh(_joint(one, two, apart))

    def around(self, tellings: Sequence[Seen]) -> float:
        """Return what it adds to each pair of sentences that just this is told in the messages that hold them."""
        if self.told is None:
            return 0.0
        lead = self.told.leads(see_together(tellings))
        return min(MOST_AROUND, LOUD * (lead[CLASH] - lead[NONE]))

    def _weigh(self, features: Iterable[tuple[str, float]]) -> float:
        weights = self.weights
        return sum(weights.get(name, 0.0) * value for name, value in features)

    def save(self, folder: Path) -> None:
        """Write the weights, and what hears whether there is a pair, to files in a folder."""
        kept = {name: round(weight, 4) for name, weight in self.weights.items() if abs(weight) >= 1e-4}
        (folder / FILE).write_text(json.dumps(kept, ensure_ascii=False, sort_keys=True), encoding="utf-8")
        if self.told is not None:
            self.told.save(folder / TOLD)


def load_pairs(folder: Path) -> Pairs:
    """Read what `save` wrote; raises `ModelMissing` if the weights are not there or something cannot be read."""
    told = load_classifier(folder / TOLD) if (folder / TOLD).is_file() else None
    try:
        return Pairs(json.loads((folder / FILE).read_text(encoding="utf-8")), told)
    except (OSError, ValueError) as error:
        raise ModelMissing(
            f"{FILE}: cannot be read ({type(error).__name__}); expected trained models; run: make train"
        ) from error


def sides_of(heard: Heard, cuts: Iterable[Cut]) -> list[Side]:
    """Return the sentences of a message, as they were cut, as sides of a pair."""
    return [_side(heard, cut) for cut in islice(cuts, MOST)]


def features_of(one: Side, two: Side, apart: int) -> Features:
    """Return what is seen of a pair: each side, which roles and stances meet, what is shared, what is denied."""
    found: dict[str, float] = {}
    for name, value in (*_as("1", one), *_as("2", two), *_joint(one, two, apart)):
        found[name] = found.get(name, 0.0) + value
    return found


def share(total: float) -> float:
    """Return a sum of weights as a score from 0 to 1."""
    return 1 / (1 + exp(-max(-50.0, min(50.0, total))))


def _as(place: str, side: Side) -> list[tuple[str, float]]:
    """Return what a side brings in its place; its words also as such, wherever they stand in the pair."""
    words = [(name, value) for name, value in side.features if name.startswith(WORD)]
    return [*((f"{place} {name}", value) for name, value in side.features), *words]


def _joint(one: Side, two: Side, apart: int) -> Iterator[tuple[str, float]]:
    """Yield what is seen of two sentences only when they stand beside each other."""
    shared, denied = len(one.part.content & two.part.content), one.part.denied != two.part.denied
    yield "always", 1.0
    yield from ((name, 1.0) for name in _meetings(one, two))
    yield from (("shared", float(min(FAR, shared))), ("denied", float(denied)), ("apart", float(min(FAR, apart))))
    yield "shared denied", float(denied and shared > 0)
    yield "uneven", min(3.0, abs(len(one.part.text) - len(two.part.text)) / 80)


def _meetings(one: Side, two: Side) -> Iterator[str]:
    yield f"stances {one.sentence.stance} {two.sentence.stance}"
    yield from (f"roles {a} {b}" for a in one.part.roles for b in two.part.roles)
    if any(_other(side) in two.part.sides for side in one.part.sides):
        yield "opposites"


def _other(side: str) -> str:
    topic, _, which = side.rpartition(".")
    return f"{topic}.{'2' if which == '1' else '1'}"


def _side(heard: Heard, cut: Cut) -> Side:
    return Side(cut.sentence, cut.whole, tuple(_brings(heard, cut.sentence, cut.whole.roles)))


def _brings(heard: Heard, sentence: Sentence, roles: Iterable[str]) -> Iterator[tuple[str, float]]:
    end = sentence.start + len(sentence.text)
    yield f"stance {sentence.stance}", 1.0
    yield from ((f"signal {name}", 1.0) for name in sorted({signal.name for signal in sentence.signals}))
    yield from ((f"role {role}", 1.0) for role in sorted(roles))
    shades = {feeling.shade for feeling in heard.feelings if sentence.start <= feeling.start < end}
    yield from ((f"feeling {shade}", 1.0) for shade in sorted(shades))
    yield from ((f"{WORD}{lemma}", 0.5) for lemma in sorted(set(sentence.lemmas)))
