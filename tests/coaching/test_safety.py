from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.coaching import commands, safety
from bot.model import SAFETY, Knowledge, Turn
from tests.coaching.hand_made import Play, hear

NUMBERS = {"suicide": "113", "child_safety": "0800-2000", "sexual_misconduct": "0900 111 3 111", "violence": "112"}


@pytest.fixture
def play(knowledge: Knowledge) -> Play:
    play = Play(knowledge)
    play.say(hear("vier woorden"))
    return play


@pytest.mark.parametrize("kind", SAFETY)
def test_where_it_is_unclear_it_asks_plainly_and_keeps_the_answer(play: Play, kind: str) -> None:
    turn = play.command(safety.refer, hear("Ze vroeg wie er voor haar konijn zorgt", safety=kind))
    assert turn.move == f"danger_ask_{kind}" and turn.text.endswith("?") and turn.answers == "position"


@pytest.mark.parametrize("kind", SAFETY)
def test_yes_shows_where_a_human_is_and_the_exercise_rests(play: Play, kind: str) -> None:
    play.command(safety.refer, hear("Ze zei iets vreemds", safety=kind))
    turn = play.press("danger_yes")
    assert turn.move == f"danger_refer_{kind}" and NUMBERS[kind] in turn.text
    assert {button.payload for button in turn.buttons} == {"danger_go_on", "danger_rest"}


@pytest.mark.parametrize("kind", SAFETY)
def test_one_no_does_not_close_the_door(play: Play, kind: str) -> None:
    play.command(safety.refer, hear("Ze zei iets vreemds", safety=kind))
    turn = play.press("danger_no")
    assert turn.move == f"danger_denied_{kind}" and NUMBERS[kind][:3] in turn.text


@pytest.mark.parametrize("kind", SAFETY)
@pytest.mark.parametrize("act", [commands.stop, commands.pause])
def test_who_leaves_when_asked_about_danger_hears_of_help(play: Play, kind: str, act: Callable[..., Turn]) -> None:
    play.command(safety.refer, hear("Ze zei iets vreemds", safety=kind))
    turn = play.command(act, hear("welterusten"))
    assert NUMBERS[kind] in turn.text and turn.state == "paused"


def test_who_leaves_otherwise_hears_no_number(play: Play) -> None:
    assert not any(number in play.command(commands.stop, hear("welterusten")).text for number in NUMBERS.values())


def test_said_plainly_it_is_not_asked_first(play: Play) -> None:
    turn = play.command(safety.refer, hear("Ik wil er een eind aan maken", safety="suicide", safety_sure=True))
    assert turn.move == "danger_refer_suicide"


def test_sexual_misconduct_names_the_duty_to_tell_the_board_at_once(play: Play) -> None:
    turn = play.command(safety.refer, hear("Hij appt haar 's nachts", safety="sexual_misconduct", safety_sure=True))
    assert "meteen aan het bestuur" in turn.text and "meldt niets" in turn.text


def test_going_on_is_the_persons_choice_and_the_question_returns(play: Play) -> None:
    play.command(safety.refer, hear("Ik wil er niet meer zijn", safety="suicide", safety_sure=True))
    turn = play.press("danger_go_on")
    assert (turn.exercise, turn.step, turn.awaits) == ("four_words", "position", "answer")


def test_whoever_writes_on_after_the_referral_is_heard_again_without_nagging(play: Play) -> None:
    play.command(safety.refer, hear("Ik wil er niet meer zijn", safety="suicide", safety_sure=True))
    turn = play.say(hear("Ik ben haar leidinggevende en ik wil het over het gesprek hebben", signals=["position_self"]))
    assert turn.answers == "position" and turn.step == "beleven" and "113" not in turn.text


def test_at_the_close_there_is_one_quiet_line(play: Play) -> None:
    play.command(safety.refer, hear("Ik wil er niet meer zijn", safety="suicide", safety_sure=True))
    play.press("danger_go_on")
    while play.thread.last_turn is not None and play.thread.last_turn.step != "lingers":
        play.say(hear("Dat liep zo die dag in het overleg", "norm"))
    assert play.say(hear("niets", signals=["no"])).text.count("113") == 1
