"""Whether all processes keep their size over very many messages, of words that nobody ever wrote before."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

from bench.checkout import RunningBlijk
from bench.processes import family_of, memory_of
from bench.samples import Tick

WEIGHED = 20
"""How often they are weighed."""
AT_ONCE = 2
"""People who talk at the same time."""
FEW, WORDS = 10, 12
"""Messages of one person, and words in one message."""
LETTERS = "aaabcdeeeeefghiijklmnnooprrsstttuvwz"


def keep_talking(blijk: RunningBlijk, messages: int, tick: Tick) -> list[tuple[int, float]]:
    """Return the memory in MB of all processes together after so many messages."""
    weights, chance = [], random.Random(7)  # noqa: S311 - the same words each time
    with ThreadPoolExecutor(AT_ONCE) as people:
        for number in range(1, WEIGHED + 1):
            talks = [_some_words(chance) for _ in range(messages // WEIGHED // FEW)]
            for _ in people.map(lambda lines: _talk(blijk, lines), talks):
                tick()
            weights.append((number * messages // WEIGHED, memory_of(family_of(blijk.pid))))
    return weights


def _talk(blijk: RunningBlijk, lines: list[str]) -> None:
    say = blijk.at_connector()
    for line in lines:
        say(line, None)


def _some_words(chance: random.Random) -> list[str]:
    return [" ".join(_word(chance) for _ in range(WORDS)) for _ in range(FEW)]


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(LETTERS, k=chance.randint(3, 11)))
