"""An exercise that a person makes on the page: the form becomes what a file becomes, or all that is wrong is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.made import FEWEST, LONGEST, MOST, Fault, exercise_of, find_form_faults, with_made
from bot.knowledge.reading import Faults
from bot.model import LANGUAGES, OWN, Knowledge, OwnExercise

WEEK = OwnExercise("own_1", "Mijn week", "op vrijdag", 5, ("Wat lukte er?", "Wat zou {oma} zeggen?"), True)


def faults_of(knowledge: Knowledge, *others: OwnExercise, **changed: object) -> list[tuple[str, str]]:
    made = replace(WEEK, **changed)  # type: ignore[arg-type]
    made = replace(made, questions=tuple(question for question in made.questions if question))
    boxes = changed.get("questions", made.questions)
    found = find_form_faults(made, boxes, others, knowledge)  # type: ignore[arg-type]
    return [(fault.field, fault.name) for fault in found]


def test_every_question_becomes_a_step_and_the_ending_is_that_of_the_shelf(knowledge: Knowledge) -> None:
    faults = Faults(Path("x"))
    exercise = exercise_of(WEEK, knowledge.frame, faults)
    assert [(step.id, step.about) for step in exercise.steps] == [
        ("q1", OWN), ("q2", OWN), ("intention", "intention"), ("lingers", "lingers"),
    ]  # fmt: skip
    assert (exercise.id, exercise.group, exercise.listed, faults.found) == (WEEK.id, OWN, True, [])
    assert exercise.title == dict.fromkeys(LANGUAGES, "Mijn week")
    assert all(step.card for step in exercise.steps)


def test_without_an_intention_there_is_no_step_for_it(knowledge: Knowledge) -> None:
    exercise = exercise_of(replace(WEEK, intends=False), knowledge.frame, Faults(Path("x")))
    assert [step.about for step in exercise.steps] == [OWN, OWN, "lingers"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_asked_word_for_word_whatever_is_in_it(knowledge: Knowledge, language: str) -> None:
    asked = exercise_of(WEEK, knowledge.frame, Faults(Path("x"))).steps[1].ask[0].says[language]
    assert asked.format() == "Wat zou {oma} zeggen?"


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("Wat lukte er?", "Wat lukte er"),
        ("Wat?!", "Wat"),
        ("Wat zei ik vandaag niet, terwijl ik het wel dacht en had willen zeggen?",
         "Wat zei ik vandaag niet, terwijl ik het wel dacht en had …"),
    ],
)  # fmt: skip
def test_on_the_card_a_question_is_a_short_label(knowledge: Knowledge, question: str, label: str) -> None:
    made = replace(WEEK, questions=(question, "En dan?"))
    card = exercise_of(made, knowledge.frame, Faults(Path("x"))).steps[0].card
    assert card == dict.fromkeys(LANGUAGES, label)


def test_who_made_none_finds_the_shelf_as_it_is(knowledge: Knowledge) -> None:
    assert with_made(knowledge, ()) is knowledge


def test_what_is_offered_no_more_is_known_but_not_on_the_shelf(knowledge: Knowledge) -> None:
    both = with_made(knowledge, (WEEK, replace(WEEK, id="own_2", listed=False)))
    assert set(both.exercises) - set(knowledge.exercises) == {"own_1", "own_2"}
    assert [both.exercises[name].listed for name in ("own_1", "own_2")] == [True, False]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"title": ""}, [("title", "empty")]),
        ({"title": "?! ..."}, [("title", "wordless")]),
        ({"title": "x" * (LONGEST["title"] + 1)}, [("title", "too_long")]),
        ({"title": "a\x07b"}, [("title", "unreadable")]),
        ({"title": "VIER woorden."}, [("title", "taken")]),
        ({"helps": ""}, []),
        ({"helps": "x" * (LONGEST["helps"] + 1)}, [("helps", "too_long")]),
        ({"helps": "\ud800"}, [("helps", "unreadable")]),
        ({"minutes": 0}, [("minutes", "choose")]),
        ({"questions": ("", "Wat?", "")}, [("questions", "too_few")]),
        ({"questions": ("Wat?", "", "???", "En?")}, [("question3", "wordless")]),
        ({"questions": ("Wat?", "x" * (LONGEST["question"] + 1))}, [("question2", "too_long")]),
        ({"questions": ("Wat?",) * (MOST + 1)}, [("questions", "too_many")]),
        (
            {"title": "", "minutes": 7, "questions": ("\x00",)},
            [("title", "empty"), ("minutes", "choose"), ("question1", "unreadable"), ("questions", "too_few")],
        ),
    ],
)
def test_all_that_is_wrong_is_told_at_once_each_with_its_field(
    knowledge: Knowledge, changed: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    assert faults_of(knowledge, **changed) == expected


def test_the_title_of_another_own_exercise_is_taken_but_not_its_own_nor_one_that_is_gone(knowledge: Knowledge) -> None:
    assert faults_of(knowledge, replace(WEEK, id="own_2", title="mijn WEEK")) == [("title", "taken")]
    assert faults_of(knowledge, WEEK) == []
    assert faults_of(knowledge, replace(WEEK, id="own_2", listed=False)) == []


LINES = st.text(max_size=70).map(lambda text: " ".join(text.split()))
HARD = st.sampled_from(("{", "}", "{}", "{{x}}", "{0.__class__}", "{quote}", "%s", "<b>vet</b>", "𝕊", "🙂", "\u202ea"))


@given(LINES | HARD, LINES | HARD, st.lists(LINES | HARD | st.just("Wat?"), min_size=FEWEST, max_size=MOST))
def test_whatever_is_typed_a_fault_has_a_field_and_what_has_none_is_asked_word_for_word(
    knowledge: Knowledge, title: str, helps: str, boxes: list[str]
) -> None:
    made = OwnExercise("own_1", title, helps, 5, tuple(box for box in boxes if box), True)
    found = find_form_faults(made, tuple(boxes), (), knowledge)
    assert Fault("form", "unreadable") not in found  # the checks of a file find nothing that the form let through
    if not found:
        exercise = exercise_of(made, knowledge.frame, Faults(Path("x")))
        asked = [step.ask[0].says["nl"].format() for step in exercise.steps if step.about == OWN]
        assert asked == list(made.questions)
