"""What somebody looks for in their journal: reads the search form, refuses nothing, says what it could not use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bot.journal.exporting import Part
from bot.journal.finding import Wanted

FIELDS = {
    "q": "q",
    "who": "who",
    "begin": "from",
    "end": "until",
    "exercise": "exercise",
    "feeling": "feeling",
    "tag": "tag",
}
"""What each is called in an address."""
LAST_PAGE = 100_000


@dataclass(frozen=True)
class Search:
    """A search as it was typed; an empty field does not narrow."""

    q: str = ""
    who: str = ""
    begin: str = ""
    end: str = ""
    exercise: str = ""
    feeling: str = ""
    tag: str = ""

    @property
    def narrows(self) -> bool:
        """Whether anything was looked for at all."""
        return any(asdict(self).values())

    @property
    def is_deep(self) -> bool:
        """Whether more was looked for than words."""
        return any(value for name, value in asdict(self).items() if name != "q")

    @property
    def wrong_day(self) -> bool:
        """Whether one of the days is none."""
        return any(typed and _day(typed) is None for typed in (self.begin, self.end))

    def wanted(self, zone: ZoneInfo) -> Wanted:
        """Return what the journal is to look for, its days those of a time zone."""
        days = {"since": _since(self.begin, zone), "until": _until(self.end, zone)}
        words, who = tuple(self.q.split()), tuple(self.who.split())
        return Wanted(words, who, self.feeling, self.exercise, self.tag, **days)

    def part(self, zone: ZoneInfo) -> Part:
        """Return which part of the journal is to be taken along: period and exercise only."""
        return Part(_since(self.begin, zone), _until(self.end, zone), self.exercise)

    def query(self, **more: str | int) -> str:
        """Return the part of an address that asks for this again, with `more`: `"?q=renee&page=2"`."""
        asked = {FIELDS[name]: value for name, value in asdict(self).items() if value} | more
        return f"?{urlencode(asked, errors='replace')}" if asked else ""


def read_search(query: Mapping[str, str]) -> Search:
    """Read the fields of an address: `q`, `who`, `from`, `until`, `exercise`, `feeling`, `tag`."""
    return Search(*(query.get(name, "").strip() for name in FIELDS.values()))


def read_page(query: Mapping[str, str]) -> int:
    """Read which page of a list is asked for, the first being 1; what is no number gives the first."""
    typed = query.get("page", "")
    return min(max(int(typed), 1), LAST_PAGE) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 1


def _since(typed: str, zone: ZoneInfo) -> datetime | None:
    day = _day(typed)
    return datetime.combine(day, time.min, zone) if day else None


def _until(typed: str, zone: ZoneInfo) -> datetime | None:
    day = _day(typed)
    return datetime.combine(day + timedelta(days=1), time.min, zone) if day and day < date.max else None


def _day(typed: str) -> date | None:
    """`_day("2026-03-31")` -> 31 March 2026; `None` for what is no day, or one so long ago that no zone knows it."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day.year > 1 else None
