from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.web.pages import HERE

from .conftest import Door

HEAVIEST = 100_000
"""Bytes of the chat page with everything it loads."""


@pytest.mark.parametrize(
    ("language", "line"), [("nl", "Jij schrijft, Blijk vraagt."), ("en", "You write, Blijk asks.")]
)
def test_who_is_here_for_the_first_time_is_told_in_three_lines_what_this_is(
    open_door: Callable[..., Door], language: str, line: str
) -> None:
    assert line in open_door(language=language).browser.get("/").text


def test_put_away_it_stays_away_without_a_word_having_been_written(door: Door) -> None:
    answer = door.browser.post("/tour", data=door.form())
    assert 'class="tour' not in answer.text
    assert 'class="tour' not in door.browser.get("/").text
    person = door.journal.find_person("local", door.settings.person)
    assert person is not None and door.journal.preferences.of(person.id) == {"tour": "seen"}


def test_who_wrote_something_is_not_told_again(door: Door) -> None:
    door.say("Begonnen.")
    assert 'class="tour' not in door.browser.get("/").text


def test_a_foreign_form_puts_nothing_away(door: Door) -> None:
    assert door.browser.post("/tour", data={}).status_code == 403
    assert 'class="tour' in door.browser.get("/").text


def test_the_chat_page_is_light_with_a_long_talk_on_it(door: Door) -> None:
    for number in range(12):
        door.say(f"Een antwoord van gewone lengte, nummer {number}, zoals iemand dat tussen twee lessen door typt.")
    page = len(door.browser.get("/").content)
    assert page + sum(file.stat().st_size for file in (HERE / "static").iterdir()) < HEAVIEST
