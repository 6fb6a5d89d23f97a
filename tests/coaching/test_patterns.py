from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from bot.coaching import patterns
from bot.model import FOLLOW_UP, Entry, Feeling, Heard, Knowledge, Reflection

MARCH = datetime(2026, 3, 4, 9, tzinfo=timezone.utc)


def reflection(*answers: tuple[str, str], exercise: str = "four_words", at: datetime = MARCH) -> Reflection:
    """A reflection of these answers by step."""
    entries = tuple(
        Entry(f"e{place}", "answer", text, at, exercise, step, Heard(text, "nl", words=len(text.split())), seq=place)
        for place, (step, text) in enumerate(answers)
    )
    return Reflection(f"r{at:%m%d}", exercise, "done", at, at, entries)


def with_feeling(reflection: Reflection, word: str, shade: str) -> Reflection:
    first = reflection.entries[0]
    heard = Heard(first.text, "nl", feelings=(Feeling(word, word, shade, first.text.find(word)),))
    return replace(reflection, entries=(replace(first, heard=heard), *reflection.entries[1:]))


def test_feelings_come_back_with_their_words_oldest_first() -> None:
    later = with_feeling(reflection(("uitleven", "Ik was pisnig."), at=MARCH + timedelta(days=9)), "pisnig", "angry")
    earlier = with_feeling(reflection(("uitleven", "Ik was moe.")), "moe", "tired")
    found = patterns.feelings([later, earlier], {})
    assert [(felt.shade, felt.words, felt.reflection) for felt in found] == [
        ("tired", "moe", "r0304"),
        ("angry", "pisnig", "r0313"),
    ]


def test_what_was_wanted_stands_beside_what_was_told_afterwards(knowledge: Knowledge) -> None:
    before = reflection(("voorleven", "Eerst vragen."))
    back = reflection(("how", "Ik vroeg het."), ("onward", "Vaker."), exercise=FOLLOW_UP, at=MARCH + timedelta(days=2))
    whole = replace(before, entries=(*before.entries, *back.entries))
    (found,) = patterns.wanted([whole], knowledge.exercises)
    assert (found.wanted, found.happened, found.back) == ("Eerst vragen.", ("Ik vroeg het.",), back.begun)


def test_what_nobody_looked_back_on_is_shown_all_the_same(knowledge: Knowledge) -> None:
    (found,) = patterns.wanted([reflection(("voorleven", "Eerst vragen."))], knowledge.exercises)
    assert (found.happened, found.back) == ((), None)


def test_a_question_is_carried_and_what_is_no_question_is_not(knowledge: Knowledge) -> None:
    asked = reflection(("question", "Wat mis ik?"), ("beleven", "Zij zweeg."))
    comfort = reflection(("need", "Even niets."), exercise="relief")
    assert [each.question for each in patterns.questions([asked, comfort], knowledge.exercises)] == ["Wat mis ik?"]


@pytest.mark.parametrize("text", ["4", "4 sterk", "sterk"])
def test_a_scan_gives_the_value_of_each_step_that_says_one(knowledge: Knowledge, text: str) -> None:
    steps = [step.id for step in knowledge.exercises["five_dimensions"].steps if step.scale]
    told = reflection((steps[0], text), (steps[1], "dat verschilt per dag"), exercise="five_dimensions")
    (scan,) = patterns.scans([told], knowledge.exercises)
    assert scan.values == {steps[0]: 4}


def test_an_exercise_that_is_not_there_any_more_does_no_harm(knowledge: Knowledge) -> None:
    gone = reflection(("question", "Wat mis ik?"), exercise="gone")
    assert patterns.questions([gone], knowledge.exercises) == ()
    assert patterns.scans([gone], knowledge.exercises) == ()


def test_only_steps_that_give_words_back_are_opened_wholly(knowledge: Knowledge) -> None:
    read = patterns.steps_read(knowledge.exercises)
    assert {("four_words", "question"), ("four_words", "voorleven"), (FOLLOW_UP, "how")} <= read
    assert ("four_words", "uitleven") not in read
