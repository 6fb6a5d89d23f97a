"""How fast one person may send: a jar of turns that fills again with time.

A guard against loops, not against people.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

BURST = 120
"""Messages at once."""

PER_SECOND = 2.0
"""Messages that come back each second."""

PEOPLE = 10_000
"""Of how many people a jar is kept; the one not seen for longest goes first."""


class Pace:
    """Counts messages per person; kept in memory only."""

    def __init__(
        self, burst: float = BURST, per_second: float = PER_SECOND, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Take the size of the jar, how fast it fills, and the clock in seconds."""
        self._burst, self._per_second, self._clock = burst, per_second, clock
        self._jars: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def allows(self, who: Hashable) -> bool:
        """Take one turn from this person's jar; false when it is empty."""
        now = self._clock()
        left, seen = self._jars.pop(who, (self._burst, now))
        left = min(self._burst, left + (now - seen) * self._per_second)
        self._jars[who] = (left - 1 if left >= 1 else left, now)
        if len(self._jars) > PEOPLE:
            self._jars.popitem(last=False)
        return left >= 1
