"""How well two sentences stand against each other, learned from stories. Works without spaCy and scikit-learn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from math import exp
from pathlib import Path

from bot.errors import ModelMissing
from bot.listening.parts import Part, whole_of
from bot.model import Heard, Sentence

MOST = 14
"""How many sentences of one message are held beside others."""
FILE = "pairs.json"
FAR = 3
"""Further apart than so many messages makes no difference."""
Features = Mapping[str, float]


@dataclass(frozen=True)
class Side:
    """One sentence of a message, with what it brings to a pair."""

    sentence: Sentence
    part: Part
    features: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Pairs:
    """The weight of each feature of a pair of sentences."""

    weights: Mapping[str, float]

    def score(self, one: Side, two: Side, apart: int) -> float:
        """Return from 0 to 1 how well two sentences, the first said so many messages earlier, stand apart."""
        weights = self.weights
        total = sum(weights.get(name, 0.0) * value for name, value in features_of(one, two, apart).items())
        return 1 / (1 + exp(-max(-50.0, min(50.0, total))))

    def save(self, folder: Path) -> None:
        """Write the weights to a file in a folder."""
        kept = {name: round(weight, 4) for name, weight in self.weights.items() if abs(weight) >= 1e-4}
        (folder / FILE).write_text(json.dumps(kept, ensure_ascii=False, sort_keys=True), encoding="utf-8")


def load_pairs(folder: Path) -> Pairs:
    """Read what `save` wrote; raises `ModelMissing` if it is not there or cannot be read."""
    try:
        return Pairs(json.loads((folder / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise ModelMissing(
            f"{FILE}: cannot be read ({type(error).__name__}); expected trained models; run: make train"
        ) from error


def sides_of(heard: Heard) -> list[Side]:
    """Return the sentences of a message as sides of a pair."""
    return [_side(heard, sentence) for sentence in islice(heard.sentences, MOST)]


def features_of(one: Side, two: Side, apart: int) -> Features:
    """Return what is seen of a pair: each side, which roles and stances meet, what is shared, what is denied."""
    found: dict[str, float] = {"always": 1.0}
    for name, value in one.features:
        found[f"1 {name}"] = value
    for name, value in two.features:
        found[f"2 {name}"] = value
    for name in _meetings(one, two):
        found[name] = 1.0
    shared = len(one.part.content & two.part.content)
    denied = one.part.denied != two.part.denied
    found |= {"shared": min(FAR, shared), "denied": float(denied), "shared denied": float(denied and shared > 0)}
    found |= {"apart": min(FAR, apart), "uneven": min(3.0, abs(len(one.part.text) - len(two.part.text)) / 80)}
    return found


def _meetings(one: Side, two: Side) -> Iterator[str]:
    yield f"stances {one.sentence.stance} {two.sentence.stance}"
    yield from (f"roles {a} {b}" for a in one.part.roles for b in two.part.roles)
    if any(_other(side) in two.part.sides for side in one.part.sides):
        yield "opposites"


def _other(side: str) -> str:
    topic, _, which = side.rpartition(".")
    return f"{topic}.{'2' if which == '1' else '1'}"


def _side(heard: Heard, sentence: Sentence) -> Side:
    part = whole_of(heard, sentence)
    return Side(sentence, part, tuple(_brings(heard, sentence, part.roles)))


def _brings(heard: Heard, sentence: Sentence, roles: Iterable[str]) -> Iterator[tuple[str, float]]:
    end = sentence.start + len(sentence.text)
    yield f"stance {sentence.stance}", 1.0
    yield from ((f"signal {name}", 1.0) for name in sorted({signal.name for signal in sentence.signals}))
    yield from ((f"role {role}", 1.0) for role in sorted(roles))
    shades = {feeling.shade for feeling in heard.feelings if sentence.start <= feeling.start < end}
    yield from ((f"feeling {shade}", 1.0) for shade in sorted(shades))
    yield from ((f"word {lemma}", 0.5) for lemma in sorted(set(sentence.lemmas)))
