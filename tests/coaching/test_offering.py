"""What is offered: what fits, among that what is for this person and fits in the time there is."""

from __future__ import annotations

import pytest

from bot.coaching.offering import best_exercise, ranked
from bot.coaching.talk import Talk
from bot.model import Heard, Knowledge, Message, Person, Thread
from tests.coaching.hand_made import NOW, Play, hear


def coming_with(knowledge: Knowledge, heard: Heard) -> Talk:
    return Talk(Message("m", "p", heard.text), heard, None, Thread(Person("p", "nl", met=True), NOW), knowledge)


def test_what_fits_best_comes_first(knowledge: Knowledge) -> None:
    talk = coming_with(knowledge, hear("Alles loopt door elkaar", opener=("focus_choice", "facts_first")))
    assert [each.id for each in ranked(talk)][:2] == ["focus_choice", "facts_first"]


@pytest.mark.parametrize(
    ("signals", "best"),
    [((), "focus_choice"), (("role_leader",), "focus_choice"), (("role_teacher",), "facts_first")],
)
def test_who_says_to_be_a_teacher_is_not_first_offered_what_is_for_leaders(
    knowledge: Knowledge, signals: tuple[str, ...], best: str
) -> None:
    heard = hear("Als docent loop ik vast", signals=signals, opener=("focus_choice", "facts_first"))
    found = best_exercise(coming_with(knowledge, heard))
    assert found is not None and found.id == best


@pytest.mark.parametrize(("minutes", "best"), [(None, "change_strategy"), (20, "change_strategy"), (8, "facts_first")])
def test_what_takes_longer_than_there_is_time_comes_last(knowledge: Knowledge, minutes: int | None, best: str) -> None:
    heard = hear("Ik heb even", minutes=minutes, opener=("change_strategy", "facts_first"))
    found = best_exercise(coming_with(knowledge, heard))
    assert found is not None and found.id == best
    assert len(ranked(coming_with(knowledge, heard))) == len(
        {each.id for each in knowledge.exercises.values() if each.listed}
    )


def test_the_message_that_tells_most_says_what_fits(knowledge: Knowledge) -> None:
    play = Play(knowledge)
    told = "Morgen spreek ik mijn directeur, ze heeft zonder overleg mijn groep gesplitst en dat zit me hoog"
    play.say(hear(told, opener=("equal_conversation", "four_words")))
    heard = hear("Vorig jaar ook al", opener=("change_strategy", "own_share"))
    talk = Talk(Message("m", "p", heard.text), heard, None, play.thread, knowledge)
    assert [each.id for each in ranked(talk)][:2] == ["equal_conversation", "four_words"]
