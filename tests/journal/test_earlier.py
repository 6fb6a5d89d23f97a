"""Which reflections speak of somebody: found by whole words, in answers, never of another person or an erased one."""

from __future__ import annotations

import pytest

from bot.journal.journal import Journal

from .making import NOW, Place, answer, aside, say


@pytest.fixture
def place(any_place: Place) -> Place:
    return any_place


def spoken_of(journal: Journal, person: str, *people: str) -> list[str]:
    with journal.turn(person) as page:
        page.thread(NOW)
        return [found.person for found in page.spoken_of(people)]


def begin(journal: Journal, person: str, text: str) -> None:
    say(journal, person, text, answer(fresh=True))


def test_other_reflections_are_found_and_not_the_one_under_way(journal: Journal, eva: str) -> None:
    begin(journal, eva, "En PIETER zei nee.")
    begin(journal, eva, "Vandaag iets anders.")
    assert spoken_of(journal, eva, "Pieter") == ["Pieter"]
    begin(journal, eva, "Pieter weer.")
    assert spoken_of(journal, eva, "Pieter") == ["Pieter"]


def test_one_that_rests_is_found(journal: Journal, eva: str) -> None:
    begin(journal, eva, "Pieter zei nee.")
    say(journal, eva, "stop", aside(state="paused"))
    assert spoken_of(journal, eva, "Pieter") == ["Pieter"]


@pytest.mark.parametrize("text", ["Pieterse belde.", "Iemand zei nee.", ""])
def test_part_of_a_word_is_nobody(journal: Journal, eva: str, text: str) -> None:
    begin(journal, eva, text)
    begin(journal, eva, "Vandaag.")
    assert spoken_of(journal, eva, "Pieter") == []


def test_what_was_said_on_the_side_is_not_looked_through(journal: Journal, eva: str) -> None:
    begin(journal, eva, "Ze zweeg.")
    say(journal, eva, "Wat schreef ik over Pieter?", aside())
    begin(journal, eva, "Vandaag.")
    assert spoken_of(journal, eva, "Pieter") == []


def test_nobody_elses_reflections_are_found(journal: Journal, eva: str) -> None:
    begin(journal, journal.person("local", "jan").id, "Pieter zei nee.")
    begin(journal, eva, "Vandaag.")
    assert spoken_of(journal, eva, "Pieter") == []


def test_an_erased_reflection_is_not_found(journal: Journal, eva: str) -> None:
    begin(journal, eva, "Pieter zei nee.")
    (first,) = journal.reflections(eva)
    journal.erase_reflection(eva, first.id)
    begin(journal, eva, "Vandaag.")
    assert spoken_of(journal, eva, "Pieter") == []


@pytest.mark.parametrize("person", ["", "(", "Pieter [a-z]*", "\ud800"])
def test_any_name_may_be_asked_for(journal: Journal, eva: str, person: str) -> None:
    begin(journal, eva, "Pieter zei nee.")
    begin(journal, eva, "Vandaag.")
    assert len(spoken_of(journal, eva, person)) <= 1
