"""Faults that only show when all files are known: a question that nothing may fill, a place where nothing fills it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.knowledge import check
from bot.model import Knowledge, Step, Wording

FELT = Wording("four_words.uitleven.felt", {"nl": "Je zei {felt}. Wat nog?", "en": "You said {felt}. What else?"})
PLAIN = Wording("four_words.uitleven.plain", {"nl": "Wat voel je?", "en": "What do you feel?"})


def with_step(knowledge: Knowledge, **fields: tuple[Wording, ...]) -> Knowledge:
    """The same knowledge with other wordings in one step of four words."""
    exercise = knowledge.exercises["four_words"]

    def changed(step: Step) -> Step:
        return replace(step, **fields) if step.id == "uitleven" else step  # type: ignore[arg-type]

    steps = tuple(map(changed, exercise.steps))
    return replace(knowledge, exercises={**knowledge.exercises, exercise.id: replace(exercise, steps=steps)})


def test_the_knowledge_holds_no_fault(knowledge: Knowledge) -> None:
    assert check(Path("coaching"), knowledge) == ()


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"ask": (FELT,)}, "step 'uitleven' cannot always be asked"),
        ({"brief": (FELT,)}, "step 'uitleven' cannot always be asked"),
        ({"again": (FELT,)}, "place '{felt}' is not known here"),
    ],
)
def test_a_question_that_needs_what_may_not_be_there_is_a_fault(
    knowledge: Knowledge, fields: dict[str, tuple[Wording, ...]], fault: str
) -> None:
    found = check(Path("coaching"), with_step(knowledge, **fields))
    assert len(found) == 1
    assert fault in found[0] and "exercises/four_words.yml" in found[0] and "expected" in found[0]


def test_a_question_with_another_wording_below_it_is_none(knowledge: Knowledge) -> None:
    assert check(Path("coaching"), with_step(knowledge, ask=(FELT, PLAIN))) == ()
