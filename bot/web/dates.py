"""Days and moments in words, from the lists in `data/web`."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.web.words import Words


def name_day(at: datetime, words: Words, zone: ZoneInfo, now: datetime) -> str:
    """Name the day of a moment in a person's time zone; the year only where it is not this one.

    2026-11-20T23:30Z, asked on that day in Amsterdam -> "Zaterdag 21 november"
    """
    day, today = at.astimezone(zone).date(), now.astimezone(zone).date()
    dates = words["dates"]
    if day == today:
        return str(dates["today"])
    if day == today - timedelta(days=1):
        return str(dates["yesterday"])
    form = dates["this_year"] if day.year == today.year else dates["day"]
    named = form.format(
        weekday=dates["weekdays"][day.weekday()], day=day.day, month=dates["months"][day.month - 1], year=day.year
    )
    return str(named[:1].upper() + named[1:])


def name_short(at: datetime, words: Words, zone: ZoneInfo, now: datetime) -> str:
    """Name a day shortly, the year only where it is not this one: "3 mrt", "3 mrt 2025"."""
    day, dates = at.astimezone(zone).date(), words["dates"]
    form = dates["short"] if day.year == now.astimezone(zone).year else dates["short_day"]
    return str(form.format(day=day.day, month=dates["short_months"][day.month - 1], year=day.year))


def name_date(at: datetime, words: Words, zone: ZoneInfo) -> str:
    """Name a day as it stays true on paper, always with its year: "Zaterdag 21 november 2026"."""
    day, dates = at.astimezone(zone).date(), words["dates"]
    month, weekday = dates["months"][day.month - 1], dates["weekdays"][day.weekday()]
    named = dates["day"].format(weekday=weekday, day=day.day, month=month, year=day.year)
    return str(named[:1].upper() + named[1:])


def name_time(at: datetime, words: Words, zone: ZoneInfo) -> str:
    """Name the time of day: 15:30 in Amsterdam -> "15.30" in Dutch, "15:30" in English."""
    return at.astimezone(zone).strftime(words["dates"]["time"])


def name_moment(at: datetime, grain: str | None, words: Words, zone: ZoneInfo, now: datetime) -> str:
    """Name a moment as precisely as it is known: its day, and the time only where the grain is `time`."""
    day = name_day(at, words, zone, now)
    if grain != "time":
        return day
    return str(words["dates"]["and_time"].format(day=day, time=name_time(at, words, zone)))


def group(number: int, words: Words) -> str:
    """Write a number with its thousands apart: 20000 -> "20.000" in Dutch, "20,000" in English."""
    return f"{number:,}".replace(",", words["dates"]["thousands"])
