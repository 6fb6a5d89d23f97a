"""Answers by choosing: how strong something is, in a figure or a word, and which of the offered things it is."""

from __future__ import annotations

import pytest

from bot.coaching.choices import chosen_so_far, value_of
from bot.coaching.talk import Talk
from bot.model import Entry, Exercise, Heard, Knowledge, Message, Person, Reflection, Step, Thread
from tests.coaching.hand_made import NOW


@pytest.fixture
def asked(knowledge: Knowledge) -> Step:
    return next(step for step in knowledge.exercises["five_dimensions"].steps if step.scale)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("3 redelijk", 3),
        ("een 4", 4),
        ("redelijk", 3),
        ("4, want iedereen doet mee", 4),
        ("2 - op papier staat alles, in de klas zie ik er weinig van", 2),
    ],
)
def test_a_figure_or_a_word_of_the_scale_is_a_strength(asked: Step, text: str, value: int) -> None:
    assert value_of(asked, text) == value


@pytest.mark.parametrize(
    "text",
    [
        "in klas 3 gaat het goed en daarboven niet",
        "tussen de 2 en de 3",
        "met de 4 mensen van het MT wel",
        "het is lang niet zo sterk als vorig jaar werd gezegd",
        "7",
        "",
    ],
)
def test_a_figure_that_counts_something_else_is_none(asked: Step, text: str) -> None:
    assert value_of(asked, text) is None


@pytest.fixture
def choosing(knowledge: Knowledge) -> Exercise:
    return next(
        each for each in knowledge.exercises.values() if any(step.choices and not step.scale for step in each.steps)
    )


def said(knowledge: Knowledge, exercise: Exercise, text: str) -> Talk:
    step = next(step for step in exercise.steps if step.choices and not step.scale)
    entry = Entry("e", "answer", text, NOW, exercise.id, step.id, seq=1)
    thread = Thread(Person("p", "nl"), NOW, Reflection("r", exercise.id, "open", NOW, NOW, (entry,)))
    return Talk(Message("m", "p", ""), Heard("", "nl"), None, thread, knowledge)


def test_what_was_pressed_or_named_is_what_was_chosen(knowledge: Knowledge, choosing: Exercise) -> None:
    step = next(step for step in choosing.steps if step.choices and not step.scale)
    title = step.choices[0].says["nl"]
    for text in (title, f"Ik denk {title.lower()}, toch."):
        assert chosen_so_far(said(knowledge, choosing, text), choosing).texts["chosen"].lower() == title.lower()


def test_a_name_inside_another_word_chooses_nothing(knowledge: Knowledge, choosing: Exercise) -> None:
    step = next(step for step in choosing.steps if step.choices and not step.scale)
    longer = f"mee{step.choices[0].says['nl'].lower()}en"
    assert "chosen" not in chosen_so_far(said(knowledge, choosing, longer), choosing).texts
