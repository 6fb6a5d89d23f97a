"""Where somebody can be reached is sealed, known by what they used last, and goes with them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import NotThere
from bot.journal.journal import Journal

from .making import NOW, Place

MINUTE = timedelta(minutes=1)


@pytest.fixture
def place(any_place: Place) -> Place:
    return any_place


def test_what_was_used_last_comes_first(journal: Journal, eva: str) -> None:
    journal.addresses.keep(eva, "teams", {"conversation": "a:1"}, NOW)
    journal.addresses.keep(eva, "telegram", {"chat": 7}, NOW + MINUTE)
    assert [each.channel for each in journal.addresses.known(eva)] == ["telegram", "teams"]
    journal.addresses.keep(eva, "teams", {"conversation": "a:2"}, NOW + 2 * MINUTE)
    newest = journal.addresses.known(eva)[0]
    assert (newest.channel, newest.at, newest.used) == ("teams", {"conversation": "a:2"}, NOW + 2 * MINUTE)


def test_of_each_channel_only_the_newest_is_kept(journal: Journal, eva: str) -> None:
    for number in range(3):
        journal.addresses.keep(eva, "telegram", {"chat": number}, NOW)
    assert [each.at for each in journal.addresses.known(eva)] == [{"chat": 2}]


def test_what_is_forgotten_is_gone_and_the_rest_is_not(journal: Journal, eva: str) -> None:
    journal.addresses.keep(eva, "teams", {}, NOW)
    journal.addresses.keep(eva, "telegram", {}, NOW)
    journal.addresses.forget(eva, "telegram")
    assert [each.channel for each in journal.addresses.known(eva)] == ["teams"]


def test_nobody_sees_anothers(journal: Journal, eva: str) -> None:
    journal.addresses.keep(eva, "teams", {}, NOW)
    assert journal.addresses.known(journal.person("local", "bas").id) == ()


def test_it_goes_when_its_person_goes(journal: Journal, eva: str) -> None:
    journal.addresses.keep(eva, "teams", {}, NOW)
    assert dict(journal.erase_person(eva).stores)["addresses"] == 1
    for act in (journal.addresses.known, lambda who: journal.addresses.keep(who, "teams", {}, NOW)):
        with pytest.raises(NotThere):
            act(eva)


def test_an_export_tells_in_which_channels_somebody_can_be_reached(journal: Journal, eva: str) -> None:
    journal.addresses.keep(eva, "teams", {"conversation": "a:1"}, NOW)
    assert journal.export(eva)["addresses"] == [
        {"channel": "teams", "at": {"conversation": "a:1"}, "used": "2026-03-02T15:30:00.000000+00:00"}
    ]


@pytest.mark.parametrize("any_place", ["sqlite"], indirect=True)
def test_the_database_does_not_say_where(place: Place, journal: Journal, eva: str) -> None:
    journal.addresses.keep(eva, "teams", {"conversation": "room-of-eva"}, NOW)
    assert b"room-of-eva" not in place.bytes()
