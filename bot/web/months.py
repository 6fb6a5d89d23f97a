"""Days to find something back by: a month as a calendar, and this day in earlier months and years."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.web.words import Words

FIRST_YEAR, LAST_YEAR = 2000, 9000
"""Nobody wrote before, and nobody will look further ahead."""
MOST = 3
"""So much is offered of this day in earlier times."""


@dataclass(frozen=True)
class Month:
    """One month as a calendar shows it."""

    name: str
    weeks: tuple[tuple[tuple[date, bool] | None, ...], ...]
    """Monday first; of each day whether something was written. `None` where the week is in another month."""
    before: str
    """How an address asks for the month before: `"2026-02"`."""
    after: str


def read_month(typed: str, today: date) -> date:
    """Read the month that an address asks for: `"2026-03"` -> 1 March 2026; what is none gives the present one."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", typed, re.ASCII)
    year, month = (int(found[1]), int(found[2])) if found else (0, 0)
    known = FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12
    return date(year, month, 1) if known else today.replace(day=1)


def make_month(first: date, days: Iterable[date], words: Words) -> Month:
    """Lay out the month that begins at `first`; `days` are those on which something was written."""
    written = set(days)
    weeks = tuple(
        tuple((each, each in written) if each.month == first.month else None for each in week)
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    )
    named = f"{words['dates']['months'][first.month - 1]} {first.year}"
    return Month(named, weeks, _shifted(first, -1), _shifted(first, 1))


def this_day_before(today: date, written: Iterable[tuple[str, date]]) -> tuple[str, ...]:
    """Return which of what was written is of this day in earlier years, else of this day of the month, newest first.

    On 21 November 2026: `(("a", 21 November 2025), ("b", 21 October 2026), ("c", 20 November 2025))` -> `("a",)`
    """
    earlier = [(each, day) for each, day in written if day < today]
    years = [each for each, day in earlier if (day.month, day.day) == (today.month, today.day)]
    months = [each for each, day in earlier if day.day == today.day and (today - day).days < 365]
    return tuple((years or months)[:MOST])


def weekdays(words: Words) -> list[dict[str, Any]]:
    """Return the days of the week as a calendar heads its columns: short, and whole for who hears it."""
    return [{"short": name[:2], "whole": name} for name in words["dates"]["weekdays"]]


def _shifted(first: date, months: int) -> str:
    years, month = divmod(first.month - 1 + months, 12)
    return f"{first.year + years:04}-{month + 1:02}"
