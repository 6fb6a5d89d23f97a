"""Who was spoken of before: an earlier passage is offered once, and on a third time in a day another ear."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.coaching import whom_to_look_for
from bot.model import Earlier, Knowledge, Mention
from tests.coaching.hand_made import NOW, Play, hear

PIETER = (Mention("Pieter", "name", 0),)
MARCH = Earlier("r0", "Pieter", NOW - timedelta(days=20))


def spoken_of(play: Play, *earlier: Earlier) -> Play:
    play.thread = replace(play.thread, earlier=earlier)
    return play


@pytest.mark.parametrize(
    ("people", "found"),
    [
        (PIETER, ("Pieter",)),
        ((Mention("mijn duo", "colleague", 0),), ("mijn duo",)),
        ((Mention("de ouders", "parent", 0),), ()),
        ((), ()),
    ],
)
def test_names_and_ones_own_people_are_looked_for(
    play: Play, people: tuple[Mention, ...], found: tuple[str, ...]
) -> None:
    assert whom_to_look_for(hear("Pieter zei nee", people=people), play.thread, play.knowledge) == found


def test_an_earlier_passage_is_offered_not_quoted_and_the_question_still_waits(play: Play) -> None:
    turn = spoken_of(play, MARCH).say(hear("Pieter schoof het stuk weg", "fact", people=PIETER))
    assert "Hier schreef je donderdag 12 februari ook over." in turn.text and not turn.quotes
    assert [each.payload for each in turn.buttons] == ["review:r0"]
    assert (turn.answers, turn.awaits) == ("beleven", "answer")


def test_it_is_offered_at_most_once_in_a_reflection(play: Play) -> None:
    play = spoken_of(play, MARCH)
    offered = [play.say(hear("Pieter schoof het stuk weg", "fact", people=PIETER)) for _ in range(3)]
    assert [bool(each.buttons) for each in offered][:1] == [True]
    assert whom_to_look_for(hear("Pieter", people=PIETER), play.thread, play.knowledge) == ()


def test_what_was_written_this_week_is_not_offered(play: Play) -> None:
    lately = replace(MARCH, begun=NOW - timedelta(days=3))
    assert not spoken_of(play, lately).say(hear("Pieter schoof het stuk weg", "fact", people=PIETER)).buttons


def test_who_is_in_tears_is_left_in_peace(play: Play) -> None:
    crying = hear("Pieter liet me huilend staan", "fact", signals=["tears"], people=PIETER)
    assert "februari" not in spoken_of(play, MARCH).say(crying).text


def morning(hours: int, id: str) -> Earlier:
    return Earlier(id, "Pieter", NOW - timedelta(hours=hours))


def test_a_third_time_the_same_person_in_one_day_the_coach_asks_who_can_think_along(knowledge: Knowledge) -> None:
    play = spoken_of(Play(knowledge), morning(1, "b"), morning(2, "a"))
    turn = play.say(hear("Pieter heeft het weer gedaan", "interpretation", people=PIETER))
    assert (turn.move, turn.exercise, turn.step, turn.answers) == ("third_today", "ally", "who", "tell")
    assert "Met wie kun je dit bespreken?" in turn.text


@pytest.mark.parametrize(
    "before",
    [
        (morning(1, "b"),),
        (morning(1, "b"), morning(20, "yesterday")),
        (morning(1, "b"), Earlier("a", "Karin", NOW - timedelta(hours=2))),
    ],
)
def test_twice_or_another_day_or_somebody_else_is_no_third_time(
    knowledge: Knowledge, before: tuple[Earlier, ...]
) -> None:
    play = spoken_of(Play(knowledge), *before)
    assert play.say(hear("Pieter heeft het weer gedaan", "interpretation", people=PIETER)).move != "third_today"
