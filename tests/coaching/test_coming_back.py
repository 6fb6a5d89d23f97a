"""Coming back: when the card returns and the coach does, and what is said then."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from bot.coaching.coming_back import remind
from bot.coaching.planning import WEEK, next_visit, plans_for
from bot.model import FOLLOW_UP, Entry, Intention, Knowledge, Person, Reflection, Thread, Turn

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 3, 4, 10, 40, tzinfo=ZONE)
FRIDAY = datetime(2026, 3, 6, 15, 30, tzinfo=ZONE)


def days(at: datetime, grain: str, now: datetime = NOW) -> list[tuple[str, str]]:
    planned = plans_for(Intention("Eerst luisteren", at, grain), now)
    return [(each.kind, f"{each.at.astimezone(ZONE):%d %H:%M}") for each in planned]


@pytest.mark.parametrize(
    ("at", "grain", "planned"),
    [
        (FRIDAY, "time", [("before", "06 15:00"), ("after", "06 17:00")]),
        (FRIDAY, "part", [("before", "06 08:00"), ("after", "06 16:00")]),
        (FRIDAY, "day", [("before", "06 08:00"), ("after", "06 16:00")]),
        (FRIDAY, "week", [("before", "06 15:30"), ("after", "13 15:30")]),
        (NOW + timedelta(minutes=10), "time", [("after", "04 12:20")]),
        (NOW - timedelta(days=1), "time", []),
    ],
)
def test_the_card_returns_before_the_talk_and_the_coach_after_it(
    at: datetime, grain: str, planned: list[tuple[str, str]]
) -> None:
    assert days(at, grain) == planned


def test_without_a_moment_nothing_is_planned() -> None:
    assert plans_for(Intention("Eerst luisteren"), NOW) == ()
    assert plans_for(None, NOW) == ()


def test_in_a_night_in_which_the_clock_changes_an_hour_is_an_hour() -> None:
    half_past_two = datetime(2026, 3, 29, 3, 15, tzinfo=ZONE)
    before, _ = plans_for(Intention("Bellen", half_past_two, "time"), NOW)
    assert half_past_two.astimezone(timezone.utc) - before.at.astimezone(timezone.utc) == timedelta(minutes=30)


def test_a_visit_comes_back_after_a_week() -> None:
    (visit,) = next_visit(NOW)
    assert (visit.kind, visit.at) == ("visit", NOW + WEEK)


def prepared(state: str = "done") -> Thread:
    """A thread whose reflection has one answer on its card."""
    answer = Entry("1", "answer", "Ik was kwaad.", NOW, "four_words", "uitleven", seq=1)
    last = Turn("Tot hier.", "close", "close", exercise="four_words", step="inleven")
    said = Entry("2", "turn", last.text, NOW, "four_words", "inleven", turn=last, seq=2)
    reflection = Reflection(
        "r1", "four_words", state, NOW, NOW, (answer, said), intention=Intention("Luisteren", FRIDAY)
    )
    return Thread(Person("p1", "nl", met=True, reminds="yes"), FRIDAY, reflection)


def test_before_the_talk_the_card_is_shown_and_nothing_is_asked(knowledge: Knowledge) -> None:
    turn = remind("before", prepared(), knowledge)
    assert 'Uitleven: "Ik was kwaad."' in turn.text
    assert "?" not in turn.text
    assert (turn.state, turn.step) == (None, None)


def test_a_card_that_returns_while_its_reflection_is_open_leaves_the_question_waiting(knowledge: Knowledge) -> None:
    thread = prepared("open")
    asked = Turn("Wat zou je willen vragen?", "ask", "core", exercise="four_words", step="inleven", awaits="answer")
    assert thread.reflection is not None
    *said, last = thread.reflection.entries
    waiting = replace(thread.reflection, entries=(*said, replace(last, text=asked.text, turn=asked)))
    turn = remind("before", replace(thread, reflection=waiting), knowledge)
    assert (turn.awaits, turn.step, turn.state) == ("answer", "inleven", "open")


def test_after_the_talk_the_coach_asks_openly_and_shows_no_card_yet(knowledge: Knowledge) -> None:
    turn = remind("after", prepared(), knowledge)
    assert (turn.exercise, turn.step, turn.state) == (FOLLOW_UP, "how", "open")
    assert "Uitleven" not in turn.text
    assert [each.payload for each in turn.buttons] == ["rest"]


def test_who_is_in_the_middle_of_something_else_is_only_offered_to_look_back(knowledge: Knowledge) -> None:
    turn = remind("after", prepared(), knowledge, busy=True)
    assert (turn.exercise, turn.state) == (None, None)
    assert [each.payload for each in turn.buttons] == [f"{FOLLOW_UP}:r1"]


def test_a_visit_waits_with_its_next_question(knowledge: Knowledge) -> None:
    turn = remind("visit", prepared("paused"), knowledge)
    assert (turn.exercise, turn.step, turn.state) == ("four_words", "inleven", "paused")
    assert [each.payload for each in turn.buttons] == ["resume:r1", "rest"]


def test_the_coach_comes_back_in_the_language_of_the_person(knowledge: Knowledge) -> None:
    thread = prepared()
    english = replace(thread, person=replace(thread.person, language="en"))
    assert "That's how you wrote it down." in remind("before", english, knowledge).text
