"""Turns what the journal keeps of a talk into the lines that a page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.model import Button, Entry
from bot.web.dates import name_day
from bot.web.words import Words

REMINDER = "reminder_"
"""How the moves begin that come by themselves."""


@dataclass(frozen=True)
class Line:
    """One thing that was said, ready to be shown."""

    id: str
    who: str
    """`person` or `coach`; a class in the page's style."""
    kind: str
    """What kind of turn it is; `said` where it is the person's."""
    card: tuple[str, ...]
    """The lines of a card, where the turn gives one."""
    parts: tuple[str, ...]
    """What else was said: each line of a turn; a person's text always whole."""
    day: str | None
    """The day's name where a new day begins."""


def lines_of(entries: Sequence[Entry], words: Words, zone: ZoneInfo, now: datetime) -> tuple[Line, ...]:
    """Make a line of each entry; the first of a day names that day."""
    lines, day = [], None
    for entry in entries:
        named = name_day(entry.at, words, zone, now)
        lines.append(_line(entry, named if named != day else None))
        day = named
    return tuple(lines)


def _line(entry: Entry, day: str | None) -> Line:
    if entry.turn is None:
        return Line(entry.id, "person", "said", (), (entry.text,), day)
    parts = tuple(part for part in entry.text.split("\n") if part.strip())
    # the coach quotes for a card, and says one thing after it
    end = len(parts) - 1 if any(signal == "card" for _, signal in entry.turn.quotes) else 0
    return Line(entry.id, "coach", entry.turn.kind, parts[:end], parts[end:], day)


def buttons_of(entries: Sequence[Entry]) -> tuple[Button, ...]:
    """Return what the last turn offers; nothing once somebody spoke after it.

    A reminder that came in between takes nothing away of what was offered before it.
    """
    offered: dict[str, Button] = {}
    for entry in reversed(entries):
        if entry.turn is None:
            break
        offered = {**{each.payload: each for each in entry.turn.buttons}, **offered}
        if not entry.turn.move.startswith(REMINDER):
            break
    return tuple(offered.values())


def title_of(payload: str, entries: Sequence[Entry]) -> str | None:
    """Return what stood on the button with this payload when it was offered last; `None` if it never was."""
    for entry in reversed(entries):
        for button in entry.turn.buttons if entry.turn else ():
            if button.payload == payload:
                return button.title
    return None
