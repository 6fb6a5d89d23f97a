from __future__ import annotations

import html
import re
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.knowledge import read_knowledge
from bot.model import LANGUAGES, Knowledge
from bot.settings import ROOT
from bot.web.drawing import Axis
from bot.web.period import Period, read_period

from .conftest import Door
from .looking_back import half_a_year, tell

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """All that the coach knows, so that there are exercises with a scale."""
    return read_knowledge(ROOT / "data" / "coaching")


@pytest.fixture
def asked_for(door: Door, knowledge: Knowledge) -> Door:
    """Somebody with half a year of reflections, some of them with a scale, who asked for the patterns."""
    person = door.journal.person("local", door.settings.person).id
    steps = tuple(step for step in knowledge.exercises["five_dimensions"].steps if step.scale)
    half_a_year(door.journal, person, "five_dimensions", steps)
    door.journal.preferences.keep(person, "patterns", "yes")
    return door


def show(door: Door, value: str) -> str:
    return door.browser.post("/patterns", data={**door.form("/patterns"), "show": value}).text


def test_nothing_is_shown_until_somebody_asks_and_nothing_after_they_ask_no_more(door: Door) -> None:
    person = door.journal.person("local", door.settings.person).id
    tell(door.journal, person, datetime.now(timezone.utc), "four_words", {"question": "Wat mis ik?"})
    assert "Wat mis ik?" not in door.browser.get("/patterns").text
    assert "Wat mis ik?" in show(door, "yes")
    assert "Wat mis ik?" not in show(door, "no")


def test_who_never_wrote_can_ask_for_it_and_is_told_that_there_is_nothing_yet(door: Door) -> None:
    assert "In deze tijd is er geen gevoel gehoord." in show(door, "yes")


def test_another_value_or_a_foreign_form_changes_nothing(door: Door) -> None:
    assert door.browser.post("/patterns", data={**door.form("/patterns"), "show": "maybe"}).status_code == 403
    assert door.browser.post("/patterns", data={"show": "yes"}).status_code == 403
    assert door.journal.find_person("local", door.settings.person) is None


@pytest.mark.parametrize(
    "words", ["pisnig", "Zeggen dat ik het ook niet weet.", "Ik zei het, en toen", "Waar ben je bang voor?", "Visie"]
)
def test_every_picture_has_the_words_behind_it(asked_for: Door, words: str) -> None:
    assert html.escape(words) in asked_for.browser.get("/patterns").text


def test_every_picture_says_what_it_was_counted_from_and_has_a_table(asked_for: Door) -> None:
    page = asked_for.browser.get("/patterns").text
    pictures = len(re.findall(r'role="img" aria-label="[^"]+"', page))
    assert pictures == page.count("<figcaption>") == page.count("<table") == 4


def test_how_often_is_not_told_a_day_has_one_dot(door: Door) -> None:
    person = door.journal.person("local", door.settings.person).id
    door.journal.preferences.keep(person, "patterns", "yes")
    noon = datetime.now(AMSTERDAM).replace(hour=12)
    for minutes in (0, 5, 9):
        tell(door.journal, person, noon + timedelta(minutes=minutes), "four_words", {"x": "Moe."}, tired="Moe")
    assert door.browser.get("/patterns").text.count("<circle") == 1


def test_an_earlier_period_is_one_press_away(asked_for: Door) -> None:
    earlier = re.findall(r'href="(/patterns\?until=[\d-]+)"', asked_for.browser.get("/patterns").text)
    page = asked_for.browser.get(earlier[0]).text
    assert "pisnig" not in page
    assert "Een halfjaar later" in page


@pytest.mark.parametrize("typed", ["", "0000-00", "9999-12", "2026-13", "2026-1", "x", "٢٠٢٦-٠١", "1999-12"])
def test_what_is_no_period_gives_the_present_one(typed: str) -> None:
    assert read_period(typed, date(2026, 11, 21)) == Period(2026, 11)


def test_a_period_is_six_whole_months_and_its_neighbours_touch_it() -> None:
    period = Period(2026, 3)
    assert (period.begin, period.end) == (date(2025, 10, 1), date(2026, 4, 1))
    assert (period.shifted(-1), period.shifted(1)) == ("2025-09", "2026-09")


def test_the_first_and_last_moment_are_within_the_picture() -> None:
    begin, end = Period(2026, 3).moments(AMSTERDAM)
    axis = Axis(begin, end)
    assert [axis.place(at) for at in (begin - timedelta(9), begin, end)] == ["2.00%", "2.00%", "98.00%"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shade_that_can_be_heard_has_a_name(language: str) -> None:
    heard = yaml.safe_load((ROOT / "data/coaching/signals" / language / "feelings.yml").read_text(encoding="utf-8"))
    named = yaml.safe_load((ROOT / "data/web" / f"{language}.yml").read_text(encoding="utf-8"))
    assert {group.rstrip("?") for group in heard["groups"]} == set(named["patterns"]["shades"])
