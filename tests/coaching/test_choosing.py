"""What was chosen of what was offered: in words that mean it, or by a button that still leads somewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.coaching import commands
from bot.model import FOLLOW_UP, Command, Knowledge
from tests.coaching.hand_made import Play, hear


@pytest.fixture
def resting(knowledge: Knowledge) -> Play:
    play = Play(knowledge)
    play.say(hear("vier woorden"))
    play.say(hear("Ik ben haar leidinggevende", "fact", signals=["position_self"]))
    play.command(commands.stop, hear("stop"))
    return play


def test_a_reflection_that_rests_goes_on(resting: Play) -> None:
    assert resting.press("resume:r").resumes == "r"


@pytest.mark.parametrize("payload", ["resume:erased", f"{FOLLOW_UP}:erased"])
def test_a_button_to_a_reflection_that_is_gone_opens_no_other(resting: Play, payload: str) -> None:
    turn = resting.press(payload)
    assert (turn.move, turn.resumes, turn.state) == ("button_gone", None, None)


@pytest.mark.parametrize("payload", ["resume:erased", f"{FOLLOW_UP}:erased"])
def test_nor_does_it_without_any_reflection(knowledge: Knowledge, payload: str) -> None:
    assert Play(knowledge).press(payload).move == "button_gone"


def test_a_reflection_that_is_closed_does_not_go_on(resting: Play) -> None:
    reflection = resting.thread.reflection
    assert reflection is not None
    resting.thread = replace(resting.thread, reflection=replace(reflection, state="done"))
    assert resting.press("resume:r").move == "button_gone"


def test_but_one_looks_back_at_it(resting: Play) -> None:
    reflection = resting.thread.reflection
    assert reflection is not None
    resting.thread = replace(resting.thread, reflection=replace(reflection, state="done"))
    turn = resting.press(f"{FOLLOW_UP}:r")
    assert (turn.exercise, turn.resumes) == (FOLLOW_UP, "r")


@pytest.mark.parametrize(
    ("said", "signals"),
    [("meteen een oefening", ["exercise_now"]), ("mag ik een oefening", ["exercise_request"]), ("vier woorden", [])],
)
def test_who_asks_for_the_exercise_that_is_offered_gets_it_though_it_sounds_like_a_command(
    knowledge: Knowledge, said: str, signals: list[str]
) -> None:
    play = Play(knowledge)
    play.say(hear("Ik heb vrijdag een gesprek met mijn duo", opener=("four_words",)))
    turn = play.say(hear(said, signals=signals, command=Command("help", 0.8, ask_back=True)))
    assert (turn.exercise, turn.step) == ("four_words", "position")


def test_who_asks_for_an_exercise_where_none_is_offered_sees_the_shelf(knowledge: Knowledge) -> None:
    assert Play(knowledge).say(hear("doe maar een oefening", signals=["exercise_request"])).move == "browse"


def test_naming_an_exercise_where_none_is_offered_is_no_wish_for_the_shelf(knowledge: Knowledge) -> None:
    assert Play(knowledge).say(hear("de oefening", signals=["exercise_now"])).move != "browse"
