"""Half a year of somebody's journal, month by month: which one an address asks for, and how it is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.web.words import Words

MONTHS = 6
FIRST_YEAR, LAST_YEAR = 2000, 9000
"""Nobody wrote before, and nobody will look further ahead."""


@dataclass(frozen=True)
class Period:
    """Whole months up to and including a last one."""

    year: int
    month: int
    """The last month, 1 to 12."""

    @property
    def begin(self) -> date:
        """The first day."""
        return _months_after(self.year, self.month, 1 - MONTHS)

    @property
    def end(self) -> date:
        """The first day that is not in it any more."""
        return _months_after(self.year, self.month, 1)

    def moments(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return when it begins and ends there."""
        return datetime.combine(self.begin, time.min, zone), datetime.combine(self.end, time.min, zone)

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month."""
        return tuple(_months_after(self.year, self.month, after) for after in range(1 - MONTHS, 1))

    def shifted(self, periods: int) -> str:
        """Return how an address asks for a period before or after this one: `"2026-05"`."""
        return _months_after(self.year, self.month, periods * MONTHS).strftime("%Y-%m")

    def named(self, words: Words) -> str:
        """Name it: "juni 2026 tot en met november 2026"."""
        names, first = words["dates"]["months"], self.begin
        return str(
            words["patterns"]["period"].format(
                begin=f"{names[first.month - 1]} {first.year}", end=f"{names[self.month - 1]} {self.year}"
            )
        )


def read_period(typed: str, today: date) -> Period:
    """Read the last month of a period: `"2026-05"`; what is none, or is still to come, gives the present one."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", typed, re.ASCII)
    year, month = (int(found[1]), int(found[2])) if found else (0, 0)
    if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and (year, month) <= (today.year, today.month):
        return Period(year, month)
    return Period(today.year, today.month)


def _months_after(year: int, month: int, count: int) -> date:
    years, months = divmod(month - 1 + count, 12)
    return date(year + years, months + 1, 1)
