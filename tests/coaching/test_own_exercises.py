"""An exercise that the person made: found in browsing, begun by its title or from its page, run to its card."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.coaching import commands, heard_as_title
from bot.knowledge.made import with_made
from bot.model import Command, Knowledge, Message, OwnExercise, Turn
from tests.coaching.hand_made import Play, hear

WEEK = OwnExercise("own_1", "Mijn week", "", 5, ("Wat lukte er?", "Wat zou {oma} zeggen?", "Cijfer?"), True)
GONE = replace(WEEK, id="own_2", title="Mijn oude week", listed=False)


def play(knowledge: Knowledge, *made: OwnExercise) -> Play:
    made = made or (WEEK, GONE)
    started = Play(with_made(knowledge, made))
    started.thread = replace(started.thread, own_exercises=made)
    return started


def titles(turn: Turn) -> list[str]:
    return [each.title for each in turn.buttons]


def test_who_made_one_finds_it_when_asking_what_else_there_is(knowledge: Knowledge) -> None:
    mine = play(knowledge)
    groups = mine.say(hear("wat heb je nog meer?", signals=["browse"]))
    assert titles(groups)[0] == "Mijn eigen oefeningen"
    offered = mine.press("group:own")
    assert titles(offered)[:-1] == ["Mijn week, een minuut of vijf"]
    assert mine.press("start:own_1").text.endswith("Wat lukte er?")


def test_who_made_none_sees_no_such_group(knowledge: Knowledge) -> None:
    assert "group:own" not in [each.payload for each in Play(knowledge).press("browse").buttons]


@pytest.mark.parametrize("said", ["Mijn week", "mijn WEEK."])
def test_its_title_starts_it_and_who_is_new_is_told_what_this_is(knowledge: Knowledge, said: str) -> None:
    turn = play(knowledge).say(hear(said))
    assert (turn.exercise, turn.step, turn.answers) == ("own_1", "q1", None)
    assert turn.text.startswith("Dit is Blijk, een programma")


@pytest.mark.parametrize("more", [{"foreign": True}, {"signals": ["greeting"]}, {"words": 0}])
def test_a_title_starts_it_whatever_else_it_sounds_like(knowledge: Knowledge, more: dict[str, object]) -> None:
    assert play(knowledge).say(hear("Mijn week", **more)).exercise == "own_1"  # type: ignore[arg-type]


def test_it_runs_to_a_card_with_every_question_word_for_word_and_the_intention(knowledge: Knowledge) -> None:
    mine = play(knowledge)
    turns = [mine.press("start:own_1")]
    for said in ("Het overleg liep.", "Goed zo.", "Zeven.", "Vrijdag eerder naar huis."):
        turns.append(mine.say(hear(said)))
    assert [turn.step for turn in turns] == ["q1", "q2", "q3", "intention", "lingers"]
    assert "Wat zou {oma} zeggen?" in turns[1].text and turns[3].text.endswith("Wat neem je je nu voor?")
    card = turns[-1]
    assert 'Wat zou {oma} zeggen: "Goed zo."' in card.text and 'Mijn voornemen: "Vrijdag' in card.text
    assert card.intention and card.intention.text == "Vrijdag eerder naar huis."
    assert mine.say(hear("Niets.")).done


def test_short_answers_to_own_questions_do_not_end_it_early(knowledge: Knowledge) -> None:
    mine = play(knowledge)
    mine.press("start:own_1")
    assert [mine.say(hear(said)).step for said in ("Ja.", "Niets.", "Zes.")] == ["q2", "q3", "intention"]


def test_nothing_weighs_or_doubts_an_answer_to_an_own_question(knowledge: Knowledge) -> None:
    mine = play(knowledge)
    mine.press("start:own_1")
    turn = mine.say(
        hear("Hij luistert nooit naar mij en dat weet iedereen", "interpretation", judgement="Hij luistert")
    )
    assert turn.move == "own_1.q2"


def test_asked_why_it_says_whose_question_it_is(knowledge: Knowledge) -> None:
    mine = play(knowledge)
    mine.press("start:own_1")
    turn = mine.command(commands.why, hear("waarom vraag je dat?"))
    assert turn.text == knowledge.frame["why_own_exercise"][0].says["nl"]


def test_repeated_it_is_the_same_question(knowledge: Knowledge) -> None:
    mine = play(knowledge, replace(WEEK, questions=("Wat zou {oma} zeggen?", "En dan?")))
    mine.press("start:own_1")
    assert "Wat zou {oma} zeggen?" in mine.command(commands.repeat, hear("herhaal")).text


def test_begun_from_its_page_it_lets_another_exercise_rest_and_takes_nothing_of_it(knowledge: Knowledge) -> None:
    mine = play(knowledge)
    mine.say(hear("vier woorden"))
    mine.say(hear("De ander."))
    turn = mine.press("start:own_1")
    assert (turn.exercise, turn.fresh, turn.intention, turn.answers) == ("own_1", True, None, None)


def test_begun_from_its_page_in_the_middle_of_a_story_it_goes_on_from_there(knowledge: Knowledge) -> None:
    mine = play(knowledge)
    mine.say(hear("Vandaag liep het overleg helemaal vast op de planning."))
    turn = mine.press("start:own_1")
    assert (turn.exercise, turn.fresh) == ("own_1", False)


def test_begun_again_while_it_is_under_way_it_goes_on(knowledge: Knowledge) -> None:
    mine = play(knowledge)
    mine.press("start:own_1")
    mine.say(hear("Het overleg liep."))
    turn = mine.press("start:own_1")
    assert (turn.step, turn.fresh) == ("q2", False)


@pytest.mark.parametrize("payload", ["start:own_2", "start:own_9", "start:facts_first"])
def test_what_is_gone_or_was_not_offered_starts_nothing(knowledge: Knowledge, payload: str) -> None:
    turn = play(knowledge).press(payload)
    assert (turn.move, turn.exercise) == ("button_gone", None)


def test_one_that_was_taken_away_while_under_way_goes_on_to_its_card(knowledge: Knowledge) -> None:
    mine = play(knowledge, WEEK)
    mine.press("start:own_1")
    gone = replace(WEEK, listed=False)
    mine.knowledge = with_made(knowledge, (gone,))
    mine.thread = replace(mine.thread, own_exercises=(gone,))
    assert mine.say(hear("Het overleg liep.")).step == "q2"


def test_begun_after_its_questions_were_changed_the_earlier_one_rests(knowledge: Knowledge) -> None:
    mine = play(knowledge, WEEK)
    mine.press("start:own_1")
    both = (replace(WEEK, listed=False), replace(WEEK, id="own_3", questions=("Iets anders?", "En dan?")))
    mine.knowledge = with_made(knowledge, both)
    mine.thread = replace(mine.thread, own_exercises=both)
    turn = mine.press("start:own_3")
    assert (turn.exercise, turn.fresh) == ("own_3", True)


STOPS = Command("stop", 0.99, cause="command model")


@pytest.mark.parametrize(
    ("said", "more", "is_title"),
    [
        ("mijn week!", {"command": STOPS}, True),
        ("mijn week", {"command": replace(STOPS, ask_back=True)}, True),
        ("mijn week", {"command": replace(STOPS, cause="data/nlu")}, False),
        ("mijn week", {"command": STOPS, "safety": "violence"}, False),
        ("mijn oude week", {"command": STOPS}, False),
        ("stop maar", {"command": STOPS}, False),
        ("mijn week", {}, False),
    ],
)
def test_a_title_that_sounds_like_a_command_is_a_title_unless_it_surely_is_one(
    knowledge: Knowledge, said: str, more: dict[str, object], is_title: bool
) -> None:
    mine = play(knowledge)
    heard = hear(said, **more)  # type: ignore[arg-type]
    found = heard_as_title(Message("m", "p", said), heard, mine.thread, mine.knowledge)
    assert (found is not None) is is_title


def test_in_the_middle_of_another_exercise_a_command_stays_one(knowledge: Knowledge) -> None:
    mine = play(knowledge)
    mine.say(hear("vier woorden"))
    heard = hear("mijn week", command=STOPS)
    assert heard_as_title(Message("m", "p", "mijn week"), heard, mine.thread, mine.knowledge) is None
