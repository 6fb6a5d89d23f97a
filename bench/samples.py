"""Times that were taken, what is said of them, and how they are taken fairly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

Turn = Callable[[], float]
"""Does one thing and returns how many seconds it took."""
Tick = Callable[[], None]
"""Is called after each step, so that progress can be shown."""


@dataclass(frozen=True)
class Sample:
    """Several times of the same thing, in seconds."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The time in the middle, in milliseconds."""
        return 1000 * median(self.seconds)

    @property
    def p95(self) -> float:
        """What 95 of 100 stay below, in milliseconds."""
        return 1000 * (quantiles(self.seconds, n=20)[-1] if len(self.seconds) > 1 else self.seconds[0])


def in_rotation(turns: Mapping[str, Turn], count: int, warm_up: int, tick: Tick) -> dict[str, Sample]:
    """Take `count` times of each, in rotation (A B A B), so that a slow moment of the machine hits all alike.

    The first `warm_up` rounds are not counted.
    """
    taken: dict[str, list[float]] = {name: [] for name in turns}
    for number in range(warm_up + count):
        for name, turn in turns.items():
            seconds = turn()
            if number >= warm_up:
                taken[name].append(seconds)
        tick()
    return {name: Sample(tuple(seconds)) for name, seconds in taken.items()}


def windows(seconds: Sequence[float], width: int) -> list[tuple[int, float]]:
    """Return the median in milliseconds of each stretch of `width` times, with the number of times before its end."""
    ends = range(width, len(seconds) + 1, width)
    return [(end, 1000 * median(seconds[end - width : end])) for end in ends]
