from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.coaching import looking_back
from bot.model import Heard, Knowledge, Mention, Message, Moment, Person, Reflection, Thread
from tests.coaching.hand_made import NOW, hear

THREAD = Thread(Person("p", "nl", met=True), NOW)
OLD = Reflection(
    "r1", "four_words", "done", NOW - timedelta(days=3), NOW - timedelta(days=3), first="Vrijdag een gesprek"
)


def asking(text: str, button: str | None = None) -> Message:
    return Message("m", "p", text, button, "nl")


def test_what_is_found_is_listed_with_a_button_for_each(knowledge: Knowledge) -> None:
    turn = looking_back.review(asking("mijn reflecties"), hear("mijn reflecties"), THREAD, knowledge, (OLD,))
    assert "Vier woorden: Vrijdag een gesprek" in turn.text
    assert [(button.title, button.payload) for button in turn.buttons] == [
        ("zondag 1 maart, Vier woorden", "review:r1")
    ]


@pytest.mark.parametrize(
    "heard, words", [(hear("wat schreef ik over Pieter?"), ()), (hear("en over Pieter?"), ("Pieter",))]
)
def test_nothing_found_is_said_plainly(knowledge: Knowledge, heard: Heard, words: tuple[str, ...]) -> None:
    heard = replace(heard, people=tuple(Mention(word, "name", 0) for word in words))
    turn = looking_back.review(asking(heard.text), heard, THREAD, knowledge, ())
    assert turn.move == ("review_nothing_found" if words else "review_none")


def test_a_week_that_is_named_narrows_what_is_asked_for() -> None:
    week = Moment("vorige week", NOW - timedelta(days=9), "week", whole=True)
    wanted = looking_back.wanted(asking("die van vorige week"), replace(hear("die van vorige week"), moment=week))
    assert wanted.since == week.at and wanted.until == NOW - timedelta(days=2)


def test_only_a_pressed_and_offered_button_erases(knowledge: Knowledge) -> None:
    asked = looking_back.ask_erase(asking("wis dit"), hear("wis dit"), replace(THREAD, reflection=OLD), knowledge)
    assert {"erase:one:r1", "erase:all"} <= {button.payload for button in asked.buttons}
    assert looking_back.erase_asked(asking("Alles wissen", "erase:all"), THREAD) is None
