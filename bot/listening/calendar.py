"""Which day a form of words means, seen from now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.listening.forms import Forms


@dataclass(frozen=True)
class Day:
    """A day, or the first day of a week or month."""

    date: date
    grain: str = "day"
    sure: bool = True


Reading = Callable[[date, Callable[[str], int]], Day]
"""From today and what the words at the places of the form mean, the day."""


def find_day(action: str, words: Mapping[str, str], forms: Forms, now: datetime) -> Day | None:
    """Return the day that a form means; `None` when there is no such day ("30 februari")."""
    try:
        return DAYS[action](now.date(), lambda name: forms.value(name, words[name]))
    except (ValueError, OverflowError):
        return None


def _after(today: date, days: int) -> Day:
    return Day(today + timedelta(days=days))


def _monday(today: date, weeks: int = 0) -> date:
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)


def _coming(today: date, weekday: int) -> Day:
    """The next such weekday; said on that very weekday it may also mean today, so that is not sure."""
    ahead = (weekday - today.weekday()) % 7
    return Day(today + timedelta(days=ahead or 7), sure=ahead != 0)


def _in_week(today: date, weeks: int, weekday: int) -> Day:
    return Day(_monday(today, weeks) + timedelta(days=weekday))


def _last(today: date, weekday: int) -> Day:
    return Day(today - timedelta(days=(today.weekday() - weekday) % 7 or 7))


def _in_months(today: date, months: int) -> date:
    years, month = divmod(today.month - 1 + months, 12)
    return date(today.year + years, month + 1, 1)


def _date(today: date, day: int, month: int, year: int | None = None) -> Day:
    """The next such date when no year is said."""
    if year is not None:
        return Day(date(year, month, day))
    this = date(today.year, month, day)
    return Day(this if this >= today else date(today.year + 1, month, day))


def _day_of_month(today: date, day: int) -> Day:
    first = today.replace(day=1) if day >= today.day else _in_months(today, 1)
    return Day(first.replace(day=day))


def _same_day_in_months(today: date, months: int) -> Day:
    first = _in_months(today, months)
    last = (_in_months(first, 1) - timedelta(days=1)).day
    return Day(first.replace(day=min(today.day, last)))


DAYS: Mapping[str, Reading] = {
    "today": lambda today, value: _after(today, 0),
    "tomorrow": lambda today, value: _after(today, 1),
    "day_after_tomorrow": lambda today, value: _after(today, 2),
    "yesterday": lambda today, value: _after(today, -1),
    "day_before_yesterday": lambda today, value: _after(today, -2),
    "in_days": lambda today, value: _after(today, value("n")),
    "days_ago": lambda today, value: _after(today, -value("n")),
    "in_weeks": lambda today, value: _after(today, 7 * value("n")),
    "in_a_week": lambda today, value: _after(today, 7),
    "weeks_ago": lambda today, value: Day(_monday(today, -value("n")), "week"),
    "in_months": lambda today, value: _same_day_in_months(today, value("n")),
    "in_a_month": lambda today, value: _same_day_in_months(today, 1),
    "weekday": lambda today, value: _coming(today, value("weekday")),
    "weekday_this_week": lambda today, value: _in_week(today, 0, value("weekday")),
    "weekday_next_week": lambda today, value: _in_week(today, 1, value("weekday")),
    "weekday_plus_week": lambda today, value: Day(_coming(today, value("weekday")).date + timedelta(weeks=1)),
    "weekday_plus_weeks": lambda today, value: Day(_coming(today, value("weekday")).date + timedelta(weeks=value("n"))),
    "last_weekday": lambda today, value: _last(today, value("weekday")),
    "weekday_last_week": lambda today, value: _in_week(today, -1, value("weekday")),
    "this_week": lambda today, value: Day(_monday(today), "week"),
    "next_week": lambda today, value: Day(_monday(today, 1), "week"),
    "week_after_next": lambda today, value: Day(_monday(today, 2), "week"),
    "last_week": lambda today, value: Day(_monday(today, -1), "week"),
    "weekend": lambda today, value: _in_week(today, 0, 5),
    "next_weekend": lambda today, value: _in_week(today, 1, 5),
    "after_weekend": lambda today, value: Day(_monday(today, 1)),
    "this_month": lambda today, value: Day(today.replace(day=1), "month"),
    "next_month": lambda today, value: Day(_in_months(today, 1), "month"),
    "last_month": lambda today, value: Day(_in_months(today, -1), "month"),
    "in_month": lambda today, value: Day(_date(today.replace(day=1), 1, value("month")).date, "month"),
    "date": lambda today, value: _date(today, value("d"), value("month")),
    "date_year": lambda today, value: _date(today, value("d"), value("month"), value("y")),
    "date_digits": lambda today, value: _date(today, value("d"), value("m")),
    "date_digits_year": lambda today, value: _date(today, value("d"), value("m"), value("y")),
    "day_of_month": lambda today, value: _day_of_month(today, value("d")),
}
"""What the forms in a group `day.<action>` mean."""
