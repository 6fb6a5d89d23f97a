from __future__ import annotations

from dataclasses import replace

import pytest

from bot.coaching import commands
from bot.model import Knowledge, OwnQuestion, Turn
from tests.coaching.hand_made import Play, hear

GRANDMA, UNSAID = OwnQuestion("a", "Wat zou mijn oma {zeggen}?"), OwnQuestion("b", "Wat zei ik niet?")


def finish(knowledge: Knowledge, *asked: str, own: tuple[OwnQuestion, ...] = (GRANDMA, UNSAID)) -> Play:
    """Play the four words up to the card, by somebody of whom these wordings were asked before, newest first."""
    play = Play(knowledge)
    play.thread = replace(play.thread, own_questions=own, asked=asked)
    play.say(hear("vier woorden"))
    for _ in range(40):
        turn = play.thread.last_turn
        if turn is not None and turn.step == "lingers":
            return play
        play.say(hear("Dat liep zo die dag in het overleg", "norm"))
    raise AssertionError("the card did not come")


def closing(play: Play) -> Turn:
    turn = play.thread.last_turn
    assert turn is not None and turn.move == "card"
    return turn


def test_who_has_a_question_of_their_own_is_asked_it_at_the_end_word_for_word(knowledge: Knowledge) -> None:
    turn = closing(finish(knowledge))
    assert turn.text.endswith(GRANDMA.text)
    assert "own.a" in turn.asked


def test_who_has_none_is_asked_what_lingers(knowledge: Knowledge) -> None:
    turn = closing(finish(knowledge, own=()))
    assert "four_words.lingers.lingers" in turn.asked


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (("own.a", "four_words.lingers.lingers"), "four_words.lingers.lingers"),
        (("four_words.lingers.lingers", "own.a"), "own.b"),
        (("four_words.lingers.lingers", "own.b", "four_words.lingers.lingers", "own.a"), "own.a"),
        (("evidence.there", "own.b"), "four_words.lingers.lingers"),
    ],
)
def test_it_alternates_with_what_lingers_and_takes_the_one_asked_longest_ago(
    knowledge: Knowledge, asked: tuple[str, ...], expected: str
) -> None:
    assert expected in closing(finish(knowledge, *asked)).asked


def test_asked_why_it_says_whose_question_it_is(knowledge: Knowledge) -> None:
    play = finish(knowledge)
    turn = play.command(commands.why, hear("waarom vraag je dat?"))
    assert turn.text == knowledge.frame["why_own"][0].says["nl"]


def test_what_is_answered_to_it_is_kept_where_what_lingers_is(knowledge: Knowledge) -> None:
    turn = finish(knowledge).say(hear("Dat ik eerst moet ademhalen.", "norm"))
    assert (turn.answers, turn.done) == ("lingers", True)
