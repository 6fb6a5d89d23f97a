"""Two passages that stand against each other, from what was heard. Works without spaCy, on what the journal keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from bot.listening.features import Seen
from bot.listening.pairs import MOST_AROUND, Pairs, Side, share, sides_of
from bot.listening.parts import Cut, Part, cuts_of, parts_in
from bot.listening.tellings import see_telling
from bot.model import Discrepancy, Heard

FOUND, SPEAK = 0.6, 0.9
"""From which score on two passages are a finding, and from which the coach may speak of it."""
SAME_TOPIC, FLIPPED, OPPOSITE = 0.2, 0.3, 0.4
"""What it adds that two parts share words, that one of them denies the shared, that they name opposites."""
LEARNED_FOUND, LEARNED_SPEAK = 0.93, 0.9995
"""From which score on a learned pair is a finding, and from which the coach may speak of it: of those that high, 98
(nl) and 96 (en) in a hundred are right with new writers, and four or five stories in a hundred hold one (measured)."""
NEAR = 4
"""What is learned from are stories of five messages; of two that are further apart the coach does not speak."""
LEARNED = "pair model"
"""What is given as the cause of a learned finding."""
MOST = 40
"""How many parts of one message are compared with each other at most."""
Weighed = tuple[float, Side, Side]
"""What speaks for a pair of sentences, and the two."""


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


def compare(earlier: Sequence[Heard], now: Heard, pairs: Pairs | None = None) -> Discrepancy | None:
    """Return the clearest discrepancy within a message, or between it and earlier ones; `None` if there is none.

    `"ik neem me voor eerst te luisteren"`, then `"ik heb een uur zelf gepraat"` -> both, kind `within`
    """
    found = [now.discrepancy] if now.discrepancy else []
    new = cuts_of(now)
    parts, later, told = list(islice(parts_in(new), MOST)), _later(now, new, pairs), see_telling(now)
    for apart, heard in enumerate(reversed(earlier), 1):
        cuts = cuts_of(heard)
        found.extend(_findings(list(islice(parts_in(cuts), MOST)), parts))
        if pairs is not None and later:
            weighed = _weighed(sides_of(heard, cuts), later, pairs, apart)
            found.extend(_learned(weighed, pairs, heard, apart, told))
    return clearest(found)


def within(heard: Heard, pairs: Pairs | None = None) -> Discrepancy | None:
    """Return the clearest discrepancy within one message, `None` if there is none.

    `"Het was een geslaagde dag en ik voelde me leeg"` -> both halves, kind `within`
    """
    cuts = cuts_of(heard)
    parts = list(islice(parts_in(cuts), MOST))
    found = [each for at, part in enumerate(parts) for each in _findings([part], parts[at + 1 :])]
    if pairs is not None:
        found.extend(_learned(_weighed_within(sides_of(heard, cuts), pairs), pairs, heard, 0))
    return clearest(found)


def clearest(found: Sequence[Discrepancy]) -> Discrepancy | None:
    """Return what may be spoken of before what may not, and of each the highest score."""
    return max(found, key=lambda each: (each.speak, each.score), default=None)


def _findings(first: Sequence[Part], second: Sequence[Part]) -> Iterator[Discrepancy]:
    for one in first:
        for two in second:
            for pairing in PAIRINGS:
                score = _score(pairing, one, two)
                if score >= FOUND:
                    cause = f"{pairing.a} / {pairing.b}"
                    yield Discrepancy(one.text, two.text, pairing.kind, round(score, 3), score >= SPEAK, cause)


def _later(now: Heard, cuts: Sequence[Cut], pairs: Pairs | None) -> list[tuple[Side, float]]:
    """Return the sentences of the newest message, each with what it adds to every pair."""
    return [(side, pairs.second(side)) for side in sides_of(now, cuts)] if pairs is not None else []


def _weighed(
    earlier: Sequence[Side], later: Sequence[tuple[Side, float]], pairs: Pairs, apart: int
) -> Iterator[Weighed]:
    for one in earlier:
        first = pairs.first(one)
        yield from ((first + second + pairs.together(one, two, apart), one, two) for two, second in later)


def _weighed_within(sides: Sequence[Side], pairs: Pairs) -> Iterator[Weighed]:
    firsts, seconds = list(map(pairs.first, sides)), list(map(pairs.second, sides))
    for (at, one), (later, two) in combinations(enumerate(sides), 2):
        yield firsts[at] + seconds[later] + pairs.together(one, two, 0), one, two


def _learned(weighed: Iterable[Weighed], pairs: Pairs, heard: Heard, apart: int, *told: Seen) -> Iterator[Discrepancy]:
    """Yield the findings among weighed pairs of a message with itself, or with a later one of which `told` is seen.

    `apart` is how many messages later that was. All that the message tells is seen only where it may make a finding.
    """
    close = [each for each in weighed if share(each[0] + MOST_AROUND) >= LEARNED_FOUND]
    around = pairs.around((see_telling(heard), *told)) if close else 0.0
    for total, one, two in close:
        score = share(total + around)
        if score >= LEARNED_FOUND:
            yield _finding(one, two, score, speak=score >= LEARNED_SPEAK and apart <= NEAR)


def _finding(one: Side, two: Side, score: float, *, speak: bool) -> Discrepancy:
    kind = _kind(one.part.roles | two.part.roles)
    return Discrepancy(one.sentence.text, two.sentence.text, kind, round(score, 3), speak, LEARNED)


def _kind(roles: frozenset[str]) -> str:
    """Return the kind of a discrepancy by what its sides are: a vision makes it wider, another's view between."""
    if roles & {"wider", "practice"}:
        return "wider"
    return "between" if "other_view" in roles else "within"


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
