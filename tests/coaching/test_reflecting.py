"""What was said is given back before the next question of an exercise."""

from __future__ import annotations

from bot.model import Knowledge
from tests.coaching.hand_made import Play, hear


def test_a_core_question_comes_after_a_reflection_of_the_answer_before_it(knowledge: Knowledge) -> None:
    play = Play(knowledge)
    play.say(hear("vier woorden"))
    turn = play.say(hear("Ik ben haar leidinggevende", signals=["position_self"]))
    assert turn.move == "four_words.beleven"
    assert turn.kind == "reflect_ask"
    assert turn.text.startswith("Dan weegt jouw stem iets zwaarder.")
