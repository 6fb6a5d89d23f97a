"""What was said is given back before the next question of an exercise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import Knowledge
from tests.coaching.hand_made import Play, hear


def test_a_core_question_comes_after_a_reflection_of_the_answer_before_it(knowledge: Knowledge) -> None:
    play = Play(knowledge)
    play.say(hear("vier woorden"))
    turn = play.say(hear("Ik ben haar leidinggevende", signals=["position_self"]))
    assert turn.move == "four_words.beleven"
    assert turn.kind == "reflect_ask"
    assert turn.text.startswith("Dan weegt jouw stem iets zwaarder.")


@pytest.mark.parametrize(("score", "name"), [(0.9, "reflect_norm"), (0.4, "reflect_norm"), (0.39, "reflect_unsure")])
def test_a_stance_is_spoken_of_only_where_it_is_surely_heard(knowledge: Knowledge, score: float, name: str) -> None:
    play = Play(knowledge)
    play.say(hear("vier woorden"))
    play.say(hear("Ik ben haar leidinggevende", signals=["position_self"]))
    heard = hear("hoeveel toetsen er komen en wat er meetelt", "norm")
    turn = play.say(replace(heard, sentences=(replace(heard.sentences[0], score=score),)))
    said = [wording.says["nl"] for wording in knowledge.frame[name]]
    assert any(turn.text.startswith(each) for each in said)


def test_who_names_an_own_share_hears_that_and_not_that_something_is_open(knowledge: Knowledge) -> None:
    play = Play(knowledge)
    play.say(hear("vier woorden"))
    play.say(hear("Ik ben haar leidinggevende", signals=["position_self"]))
    heard = hear("In januari had ik het al moeten zeggen", "notknowing", signals=["cause_self"])
    turn = play.say(replace(heard, own_share="self"))
    said = [wording.says["nl"] for wording in knowledge.frame["reflect_own_share"]]
    assert any(turn.text.startswith(each) for each in said)
