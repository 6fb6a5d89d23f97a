from __future__ import annotations

import pytest

from bot.model import Knowledge
from tests.coaching.hand_made import Play, hear

STORY = "Maandag moet ik met de coördinator om tafel die elk voorstel afschiet en ik lig er wakker van."


def test_the_first_message_gets_what_it_is_a_passage_and_two_ways_with_one_other(knowledge: Knowledge) -> None:
    turn = Play(knowledge).say(hear(STORY, passage="ik lig er wakker van"))
    assert (turn.kind, turn.move, turn.answers, turn.state) == ("reflect_ask", "offer", "tell", "open")
    assert "programma" in turn.text and '"ik lig er wakker van"' in turn.text
    assert [button.payload for button in turn.buttons] == ["story", "start:four_words", "else"]
    assert "acht" in turn.buttons[1].title


def test_what_it_is_is_said_once(knowledge: Knowledge) -> None:
    play = Play(knowledge)
    play.say(hear("Hallo", signals=["greeting"]))
    assert "programma" not in play.say(hear(STORY)).text


def test_a_greeting_is_answered_as_a_greeting_and_begins_no_reflection(knowledge: Knowledge) -> None:
    turn = Play(knowledge).say(hear("Hallo", signals=["greeting"]))
    assert (turn.move, turn.state, turn.buttons) == ("greeting", None, ())


@pytest.mark.parametrize("minutes, exercise", [(3, "in_between"), (5, "in_between"), (20, "story")])
def test_little_time_gets_the_short_talk(knowledge: Knowledge, minutes: int, exercise: str) -> None:
    turn = Play(knowledge).say(hear(f"{minutes} min tot 2B, de vorige les liep uit de hand", minutes=minutes))
    assert turn.exercise == exercise


def test_the_name_of_an_exercise_starts_it(knowledge: Knowledge) -> None:
    turn = Play(knowledge).say(hear("vier woorden"))
    assert (turn.exercise, turn.step) == ("four_words", "position")


def test_somebody_in_tears_is_asked_nothing_but_whether_to_tell_it(knowledge: Knowledge) -> None:
    turn = Play(knowledge).say(hear("Ik zit te janken in de auto", "feeling", signals=["tears"]))
    assert [button.payload for button in turn.buttons] == ["tell", "nothing"]


def test_advice_asked_at_the_door_is_met_with_the_reason_and_an_open_question(knowledge: Knowledge) -> None:
    turn = Play(knowledge).say(hear("Wat zou jij doen, schorsen of niet?", signals=["advice_request"]))
    assert turn.move == "advice_first" and turn.text.endswith("?") and turn.answers == "tell"


def test_a_language_that_is_not_spoken_is_answered_in_a_clear_sentence_and_kept(knowledge: Knowledge) -> None:
    turn = Play(knowledge).say(hear("Bonjour, je suis prof et je suis fatiguée", foreign=True))
    assert turn.answers == "tell" and {button.payload for button in turn.buttons} == {"language:nl", "language:en"}


@pytest.mark.parametrize("text", ["👍", "🙃🙃", "...", "؟"])
def test_a_message_without_words_is_asked_for_one(knowledge: Knowledge, text: str) -> None:
    assert Play(knowledge).say(hear(text, words=0)).move == "no_words"
