"""Days to find something back by."""

from __future__ import annotations

from datetime import date

import pytest

from bot.settings import ROOT
from bot.web.months import make_month, read_month, this_day_before
from bot.web.words import read_words

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("2026-03", date(2026, 3, 1)),
        ("2031-12", date(2031, 12, 1)),
        ("", date(2026, 11, 1)),
        ("2026-13", date(2026, 11, 1)),
        ("0000-01", date(2026, 11, 1)),
        ("9999-12", date(2026, 11, 1)),
        ("२०२६-०३", date(2026, 11, 1)),
        ("2026-03-01", date(2026, 11, 1)),
    ],
)
def test_a_month_is_read_and_what_is_none_is_this_one(typed: str, first: date) -> None:
    assert read_month(typed, TODAY) == first


def test_a_month_begins_on_a_monday_and_marks_the_days_on_which_something_was_written() -> None:
    words = read_words(ROOT / "data" / "web")["nl"]
    month = make_month(date(2026, 3, 1), [date(2026, 3, 5), date(2026, 3, 5), date(2026, 4, 1)], words)
    assert (month.name, month.before, month.after) == ("maart 2026", "2026-02", "2026-04")
    assert [week[6][0].day for week in month.weeks if week[6]] == [1, 8, 15, 22, 29]
    assert [day[0].day for week in month.weeks for day in week if day and day[1]] == [5]
    assert month.weeks[0][:6] == (None,) * 6


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ([("a", date(2025, 11, 21)), ("b", date(2026, 10, 21))], ("a",)),
        ([("a", date(2026, 10, 21)), ("b", date(2026, 8, 21)), ("c", date(2026, 8, 20))], ("a", "b")),
        ([("a", TODAY), ("b", date(2027, 11, 21))], ()),
        ([("a", date(2024, 10, 21))], ()),
        ([(name, date(2025, 11, 21)) for name in "abcd"], ("a", "b", "c")),
    ],
)
def test_this_day_is_offered_from_earlier_years_else_from_earlier_months(
    written: list[tuple[str, date]], offered: tuple[str, ...]
) -> None:
    assert this_day_before(TODAY, written) == offered
