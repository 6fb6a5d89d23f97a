"""How fast one person or one address may ask for something: a jar of turns that fills again with time.

A guard against loops and guessing, not against people.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from ipaddress import ip_network

BURST = 120
"""Messages at once."""

PER_SECOND = 2.0
"""Messages that come back each second."""

JARS = 10_000
"""Of how many a jar is kept; the one not seen for longest goes first."""


class Pace:
    """Counts turns by whose they are; kept in memory only."""

    def __init__(
        self, burst: float = BURST, per_second: float = PER_SECOND, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Take the size of the jar, how fast it fills, and the clock in seconds."""
        self._burst, self._per_second, self._clock = burst, per_second, clock
        self._jars: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def allows(self, whose: Hashable) -> bool:
        """Take one turn from this jar; false when it is empty."""
        now = self._clock()
        left, seen = self._jars.pop(whose, (self._burst, now))
        left = min(self._burst, left + (now - seen) * self._per_second)
        self._jars[whose] = (left - 1 if left >= 1 else left, now)
        if len(self._jars) > JARS:
            self._jars.popitem(last=False)
        return left >= 1


def jar_of(address: str) -> str:
    """Return whose jar an address takes from: of IPv6 its network, since one machine has as many as it likes.

    `jar_of("2001:db8:1:2:3:4:5:6")` -> `"2001:db8:1:2::/64"`, `jar_of("192.0.2.7")` -> `"192.0.2.7"`
    """
    try:
        return str(ip_network(f"{address}/64", strict=False)) if ":" in address else address
    except ValueError:
        return address


@dataclass(frozen=True)
class Paces:
    """How fast each thing may be asked for. A whole school may share one address, so those jars are large."""

    messages: Pace = field(default_factory=Pace)
    """By person: what they send to the coach."""
    pages: Pace = field(default_factory=lambda: Pace(240, 4))
    """By person, of a served gateway: the pages, each of which opens sealed text."""
    addresses: Pace = field(default_factory=lambda: Pace(1200, 50))
    """By address, of a served gateway: whatever is asked for."""
    sign_ins: Pace = field(default_factory=lambda: Pace(120, 0.5))
    """By address: attempts to sign in."""
