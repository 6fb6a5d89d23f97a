"""What somebody looks for in their journal: reads the search form, refuses nothing, says what it could not use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Search:
    """A search as it was typed; an empty field does not narrow."""

    q: str = ""
    begin: str = ""
    end: str = ""
    exercise: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words that all have to occur."""
        return tuple(self.q.split())

    @property
    def narrows(self) -> bool:
        """Whether anything was looked for at all."""
        return any((self.words, self.begin, self.end, self.exercise))

    @property
    def wrong_day(self) -> bool:
        """Whether one of the days is none."""
        return any(typed and _day(typed) is None for typed in (self.begin, self.end))

    def since(self, zone: ZoneInfo) -> datetime | None:
        """Return when the first day begins there."""
        day = _day(self.begin)
        return datetime.combine(day, time.min, zone) if day else None

    def until(self, zone: ZoneInfo) -> datetime | None:
        """Return when the last day ends there."""
        day = _day(self.end)
        return datetime.combine(day + timedelta(days=1), time.min, zone) if day and day < date.max else None


def read_search(query: Mapping[str, str]) -> Search:
    """Read the fields of an address: `q`, `from`, `until`, `exercise`."""
    return Search(*(query.get(name, "").strip() for name in ("q", "from", "until", "exercise")))


def _day(typed: str) -> date | None:
    """`_day("2026-03-31")` -> 31 March 2026; `None` for what is no day."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
