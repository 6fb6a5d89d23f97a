"""Pictures of what comes back over time, as places on a line from the first day of a period to its last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.web.period import Period
from bot.web.words import Words

EDGE = 2.0
"""Percent of the width that is kept free on either side, so that no dot is cut."""


@dataclass(frozen=True)
class Strip:
    """One line of a picture: what it is called, and where its dots are."""

    label: str
    dots: tuple[str, ...]
    """Places, in percent of the width: `("2.00%", "51.30%")`."""
    open: bool = False
    """Whether the dots are open: something that waits to be looked back on."""
    last: str = ""
    """Where the line ends that begins at the first dot, in a closed one; empty where there is none."""


@dataclass(frozen=True)
class Axis:
    """The days of a period as places from left to right."""

    begin: datetime
    end: datetime

    def place(self, at: datetime) -> str:
        """Return where a moment is; what lies outside the period stands at its edge."""
        share = (at - self.begin) / (self.end - self.begin)
        return f"{EDGE + min(max(share, 0.0), 1.0) * (100 - 2 * EDGE):.2f}%"

    def places(self, moments: Iterable[datetime]) -> tuple[str, ...]:
        """Return where some moments are, one place for each day: how often is not what a picture tells."""
        zone = self.begin.tzinfo
        days = dict.fromkeys(moment.astimezone(zone).replace(hour=12, minute=0, second=0) for moment in moments)
        return tuple(dict.fromkeys(self.place(day.replace(microsecond=0)) for day in days))

    def ticks(self, period: Period, words: Words) -> Sequence[tuple[str, str]]:
        """Return where each month begins, and its short name."""
        names = words["dates"]["short_months"]
        zone = self.begin.tzinfo
        firsts = [datetime(month.year, month.month, 1, tzinfo=zone) for month in period.months]
        return [(self.place(first), str(names[first.month - 1])) for first in firsts]
