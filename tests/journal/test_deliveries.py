"""A message of a channel is answered once, also when two processes get it at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.journal.deliveries import KEPT
from bot.journal.journal import Journal

from .making import NOW, Place


@pytest.fixture
def place(any_place: Place) -> Place:
    return any_place


def test_only_the_first_may_answer(journal: Journal) -> None:
    assert not journal.deliveries.answered("teams", "school", "1")
    assert journal.deliveries.claim("teams", "school", "1", NOW)
    assert journal.deliveries.answered("teams", "school", "1")
    assert not journal.deliveries.claim("teams", "school", "1", NOW)


def test_of_many_at_once_one_may_answer(journal: Journal) -> None:
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: journal.deliveries.claim("teams", "", "1", NOW), range(16)))
    assert sum(claims) == 1


def test_the_same_id_elsewhere_is_another_message(journal: Journal) -> None:
    assert journal.deliveries.claim("teams", "school", "1", NOW)
    assert journal.deliveries.claim("telegram", "school", "1", NOW)
    assert journal.deliveries.claim("teams", "other", "1", NOW)


def test_what_did_not_go_out_may_be_tried_again(journal: Journal) -> None:
    journal.deliveries.claim("teams", "", "1", NOW)
    journal.deliveries.release("teams", "", "1")
    assert journal.deliveries.claim("teams", "", "1", NOW)


def test_what_is_long_ago_leaves_the_database(journal: Journal) -> None:
    journal.deliveries.claim("teams", "", "1", NOW)
    journal.deliveries.claim("teams", "", "2", NOW + KEPT)
    assert not journal.deliveries.answered("teams", "", "1")


@pytest.mark.parametrize("any_place", ["sqlite"], indirect=True)
def test_the_database_does_not_say_what_was_answered(place: Place, journal: Journal) -> None:
    journal.deliveries.claim("teams", "tenant-of-the-school", "message-of-eva", NOW)
    assert not any(name in place.bytes() for name in (b"tenant-of-the-school", b"message-of-eva"))
