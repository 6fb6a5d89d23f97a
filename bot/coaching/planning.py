"""When the coach comes back: shortly before the talk that was prepared, after it, a week after a visit."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone

from bot.coaching.talk import Talk
from bot.model import FOLLOW_UP, Intention, Reminder

BEFORE, AFTER = timedelta(minutes=30), timedelta(minutes=90)
"""How long before a talk of which the hour is known the card returns, and how long after it the coach does."""
MORNING, AFTERNOON = time(8), time(16)
"""When the card returns, and when the coach does, on a day of which the hour is not known."""
WEEK = timedelta(days=7)
MOST_ROUNDS = 3
"""So many times the coach comes back to one reflection."""


def plans_for(intention: Intention | None, now: datetime) -> tuple[Reminder, ...]:
    """Return what to be reminded of for a talk that is coming: the card before it, how it was after it.

    Friday 15:30, asked on Wednesday -> `(Reminder("before", Friday 15:00), Reminder("after", Friday 17:00))`
    """
    if intention is None or intention.at is None or intention.at <= now:
        return ()
    at = intention.at.astimezone(now.tzinfo)
    if intention.grain == "time":
        # minutes are counted in UTC, so that a night in which the clock changes has as many as it has
        start = at.astimezone(timezone.utc)
        before, after = (start - BEFORE).astimezone(now.tzinfo), (start + AFTER).astimezone(now.tzinfo)
    elif intention.grain in {"day", "part"}:
        before, after = datetime.combine(at, MORNING, at.tzinfo), datetime.combine(at, AFTERNOON, at.tzinfo)
    else:
        before, after = at, at + WEEK
    planned = (Reminder("before", before), Reminder("after", after))
    return tuple(each for each in planned if each.at > now)


def next_visit(now: datetime) -> tuple[Reminder, ...]:
    """Return when an exercise of several visits comes back by itself: after a week."""
    return (Reminder("visit", now + WEEK),)


def may_plan(talk: Talk) -> bool:
    """Whether the coach may come back once more to this reflection."""
    return sum(each.move == f"{FOLLOW_UP}.how" for each in talk.turns) < MOST_ROUNDS
