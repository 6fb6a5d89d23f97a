"""Two passages that stand against each other, from what was heard. Works without spaCy, on what the journal keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.listening.parts import Part, parts_of
from bot.model import Discrepancy, Heard

FOUND, SPEAK = 0.6, 0.9
"""From which score on two passages are a finding, and from which the coach may speak of it."""
SAME_TOPIC, FLIPPED, OPPOSITE = 0.2, 0.3, 0.4
"""What it adds that two parts share words, that one of them denies the shared, that they name opposites."""


MOST = 40
"""How many parts of one message are compared with each other at most."""


@dataclass(frozen=True)
class Pairing:
    """Two roles that stand against each other."""

    a: str
    b: str
    kind: str
    base: float
    """The score of two parts with these roles that share nothing."""


PAIRINGS = (
    Pairing("wanted", "happened", "within", 0.3),
    Pairing("intended", "happened", "within", 0.35),
    Pairing("success", "felt_bad", "within", 0.65),
    Pairing("own_view", "other_view", "between", 0.3),
    Pairing("wanted", "other_view", "between", 0.3),
    Pairing("wider", "happened", "wider", 0.35),
    Pairing("wider", "practice", "wider", 0.6),
)
"""Contrast words are in none of them: "maar" makes no discrepancy."""


def compare(earlier: Sequence[Heard], now: Heard) -> Discrepancy | None:
    """Return the clearest discrepancy within a message, or between it and earlier ones; `None` if there is none.

    `"ik neem me voor eerst te luisteren"`, then `"ik heb een uur zelf gepraat"` -> both, kind `within`
    """
    found = [now.discrepancy] if now.discrepancy else []
    new = list(islice(parts_of(now), MOST))
    for heard in earlier:
        found.extend(_findings(list(islice(parts_of(heard), MOST)), new))
    return max(found, key=lambda each: each.score, default=None)


def within(heard: Heard) -> Discrepancy | None:
    """Return the clearest discrepancy within one message, `None` if there is none.

    `"Het was een geslaagde dag en ik voelde me leeg"` -> both halves, kind `within`
    """
    parts = list(islice((part for part in parts_of(heard) if part.roles), MOST))
    found = [each for at, part in enumerate(parts) for each in _findings([part], parts[at + 1 :])]
    return max(found, key=lambda each: each.score, default=None)


def _findings(first: Sequence[Part], second: Sequence[Part]) -> Iterator[Discrepancy]:
    for one in first:
        for two in second:
            for pairing in PAIRINGS:
                score = _score(pairing, one, two)
                if score >= FOUND:
                    cause = f"{pairing.a} / {pairing.b}"
                    yield Discrepancy(one.text, two.text, pairing.kind, round(score, 3), score >= SPEAK, cause)


def _score(pairing: Pairing, one: Part, two: Part) -> float:
    straight = pairing.a in one.roles and pairing.b in two.roles
    crossed = pairing.b in one.roles and pairing.a in two.roles
    if not (straight or crossed):
        return 0.0
    shared = one.content & two.content
    flipped = bool(shared) and one.denied != two.denied
    opposite = bool(one.sides & {_other_side(side) for side in two.sides})
    score = pairing.base + OPPOSITE * opposite + (SAME_TOPIC + FLIPPED * flipped if shared else 0.0)
    return min(0.99, score + 0.05 * max(0, len(shared) - 1))


def _other_side(side: str) -> str:
    """`opposites.listening.1` -> `opposites.listening.2`."""
    topic, _, which = side.rpartition(".")
    return f"{topic}.{'2' if which == '1' else '1'}"
