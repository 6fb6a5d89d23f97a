"""Which hour a form of words means, in the sense of a school day: half 4 is 15:30, 9 uur is 9:00."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.listening.forms import Forms

AFTERNOON = range(1, 8)
"""Hours that without a part of the day are meant after noon."""


class Found(Protocol):
    """A piece of a moment, as found in a text."""

    @property
    def action(self) -> str:
        """What the piece means."""

    @property
    def words(self) -> dict[str, str]:
        """The words at its places."""


@dataclass(frozen=True)
class Hour:
    """A time on the clock, or the hour at which a part of the day begins."""

    hour: int
    minute: int
    grain: str = "time"
    today: bool = False
    """Said together with today ("vanmiddag")."""
    sure: bool = True


Value = Callable[[str], int]

CLOCKS: Mapping[str, Callable[[Value], tuple[int, int]]] = {
    "exact": lambda value: (value("h"), 0),
    "bare": lambda value: (value("h"), 0),
    "minutes": lambda value: (value("h"), value("mm")),
    "half_to": lambda value: (value("h"), -30),
    "half_past": lambda value: (value("h"), 30),
    "quarter_past": lambda value: (value("h"), 15),
    "quarter_to": lambda value: (value("h"), -15),
    "past": lambda value: (value("h"), value("n")),
    "to": lambda value: (value("h"), -value("n")),
    "past_half": lambda value: (value("h"), -30 + value("n")),
    "to_half": lambda value: (value("h"), -30 - value("n")),
    "noon": lambda value: (12, 0),
    "am": lambda value: (value("h"), 0),
    "pm": lambda value: (value("h"), 0),
    "am_minutes": lambda value: (value("h"), value("mm")),
    "pm_minutes": lambda value: (value("h"), value("mm")),
}
"""What the forms in a group `clock.<action>` mean: the hour that is named, and the minutes from there."""


def find_hour(clock: Found | None, part: Found | None, forms: Forms) -> Hour | None:
    """Return the hour of a clock time and a part of the day, either of which may be absent.

    A part is named by the hour it begins at, `today_` before it when it means today: `part.14`, `part.today_19`.
    """
    begins = int(part.action.removeprefix("today_")) if part else None
    today = bool(part and part.action.startswith("today_"))
    if clock is None:
        return None if begins is None else Hour(begins, 0, "part", today)
    named, minutes = CLOCKS[clock.action](lambda name: forms.value(name, clock.words[name]))
    written_out = clock.action == "minutes" and clock.words["h"].startswith("0")
    total = (_hour_of_day(named, clock.action, begins, written_out) * 60 + minutes) % (24 * 60)
    return Hour(total // 60, total % 60, today=today)


def _hour_of_day(named: int, action: str, part: int | None, written_out: bool) -> int:
    if action.startswith("am") or named > 12 or written_out:
        return named % 24
    if action.startswith("pm") or (part is not None and part >= 12):
        return named if named == 12 else named + 12
    if part is None and named in AFTERNOON:
        return named + 12
    return named
