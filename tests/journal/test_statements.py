"""A guard on counts, not on seconds: how often a turn goes to the disk, and that it does not grow with the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.journal.journal import Journal
from bot.model import Message

from .making import NOW, Place, answer, aside, hear, say


@pytest.fixture
def place(any_place: Place) -> Place:
    return any_place


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """Count the statements and commits of all databases."""
    counts: Counter[str] = Counter()

    def executed(*_: object) -> None:
        counts["statements"] += 1

    def committed(*_: object) -> None:
        counts["commits"] += 1

    event.listen(Engine, "before_cursor_execute", executed)
    event.listen(Engine, "commit", committed)
    try:
        yield counts
    finally:
        event.remove(Engine, "before_cursor_execute", executed)
        event.remove(Engine, "commit", committed)


def whole_turn(journal: Journal, person: str, message: str, state: str = "open") -> Counter[str]:
    with counting() as counts, journal.turn(person) as page:
        assert page.answered(message) is None
        page.thread(NOW)
        page.closings()
        page.write(Message(message, person, "Ja"), hear("Ja"), answer(state=state), NOW)
    return counts


def test_a_turn_is_one_commit_and_one_more_when_a_reflection_begins(journal: Journal, eva: str) -> None:
    assert whole_turn(journal, eva, "m1")["commits"] == 2
    assert whole_turn(journal, eva, "m2")["commits"] == 1


def test_a_turn_takes_as_many_statements_after_many_as_after_few(journal: Journal, eva: str) -> None:
    for number in range(3):
        whole_turn(journal, eva, f"few {number}", "done")
    few = whole_turn(journal, eva, "after few")["statements"]
    for _ in range(110):
        say(journal, eva, "Ja", answer(state="done", fresh=True))
        say(journal, eva, "Dag", aside())
    whole_turn(journal, eva, "before", "done")
    many = whole_turn(journal, eva, "after many")["statements"]
    assert many <= few + 1
    assert many <= 16
