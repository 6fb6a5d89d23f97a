"""Tags: sealed as all that was said is, found by, taken along, and gone with their reflection."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.errors import NotThere
from bot.journal.exporting import as_markdown
from bot.journal.finding import Wanted
from bot.journal.journal import Journal
from bot.journal.schema import tags

from .making import Place, answer, say
from .test_erasing import rows

LABELS = {"journal": "Alles", "reflection": "Los", "asides": "Terzijde", "intention": "Voornemen"}


@pytest.fixture
def place(any_place: Place) -> Place:
    return any_place


@pytest.fixture
def told(journal: Journal, eva: str) -> str:
    say(journal, eva, "Pieter luistert nooit.", answer(state="done"))
    return journal.reflections(eva)[0].id


def test_a_tag_is_there_until_it_is_taken_off(journal: Journal, eva: str, told: str) -> None:
    journal.tags.add(eva, told, "vervolg")
    journal.tags.add(eva, told, "Team")
    assert journal.tags.of(eva) == {told: ("Team", "vervolg")}
    journal.tags.remove(eva, told, "vervolg")
    assert journal.tags.of(eva) == {told: ("Team",)}


def test_the_same_tag_in_another_case_is_the_same_tag(journal: Journal, eva: str, told: str) -> None:
    journal.tags.add(eva, told, "Team")
    journal.tags.add(eva, told, "TEAM")
    assert journal.tags.of(eva) == {told: ("Team",)}


def test_a_tag_is_kept_sealed_and_leaves_no_byte_when_it_is_taken_off(
    journal: Journal, eva: str, told: str, place: Place
) -> None:
    journal.tags.add(eva, told, "Kanariegeheim")
    (sealed,) = rows(place.url, tags.c.sealed)
    assert b"Kanariegeheim" not in place.bytes()
    journal.tags.remove(eva, told, "Kanariegeheim")
    assert rows(place.url, select(tags.c.id).subquery().c.id) == []
    assert bytes(sealed) not in place.bytes()  # type: ignore[call-overload]


def test_a_tag_finds_its_reflection_and_comes_along(journal: Journal, eva: str, told: str) -> None:
    say(journal, eva, "Het rooster.", answer(state="done"))
    journal.tags.add(eva, told, "Team")
    found = journal.finding.find(eva, Wanted(tag="Team"))
    assert [(each.reflection.id, each.tags) for each in found.listed] == [(told, ("Team",))]
    assert found.tags == ("Team",)
    assert [each["tags"] for each in journal.export(eva)["reflections"]] == [["Team"], []]
    assert "\n\n*Team*\n\n> Pieter" in as_markdown(journal.export(eva), {}, LABELS)


def test_tags_go_with_their_reflection(journal: Journal, eva: str, told: str) -> None:
    journal.tags.add(eva, told, "Team")
    assert ("tags", 1) in journal.erase_reflection(eva, told).stores
    assert journal.tags.of(eva) == {}


def test_nobody_tags_or_sees_what_is_anothers(journal: Journal, eva: str, told: str) -> None:
    journal.tags.add(eva, told, "Team")
    bas = journal.person("local", "bas").id
    assert journal.tags.of(bas) == {}
    for change in (journal.tags.add, journal.tags.remove):
        with pytest.raises(NotThere):
            change(bas, told, "Team")
    assert journal.tags.of(eva) == {told: ("Team",)}
