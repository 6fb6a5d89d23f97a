"""Looking for reflections by everything that a person may remember of them, in as few questions as there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import NotThere
from bot.journal.exporting import Part
from bot.journal.finding import Wanted
from bot.journal.journal import Journal
from bot.model import Feeling, Heard, Mention, Message

from .making import NOW, Place, answer, hear, intention, say
from .test_statements import counting

DAY = timedelta(days=1)


@pytest.fixture
def place(any_place: Place) -> Place:
    return any_place


def heard(text: str, *, shade: str = "", who: str = "") -> Heard:
    feelings = (Feeling(text, text, shade, 0),) if shade else ()
    people = (Mention(who, "colleague", 0),) if who else ()
    return replace(hear(text), feelings=feelings, people=people)


@pytest.fixture
def told(journal: Journal, eva: str) -> list[str]:
    """Three reflections a day apart: pisnig at Renée and followed up, about the roster, and a glad one that is open."""
    said = (
        (heard("Renée zei niets, ik was pisnig.", shade="angry", who="Renée"), answer(), NOW),
        (heard("Bellen."), answer(state="done", intention=intention("Bellen.")), NOW),
        (heard("Het ging goed."), answer(answers_in="afterwards", resumes=None, fresh=False), NOW + DAY),
        (heard("Het rooster van Renée klopt."), answer(exercise="facts_first", state="done"), NOW + DAY),
        (heard("Blij!", shade="glad"), answer(), NOW + 2 * DAY),
    )
    for number, (each, turn, now) in enumerate(said):
        with journal.turn(eva) as page:
            first = journal.reflections(eva)[-1].id if number == 2 else None
            turn = replace(turn, resumes=first, exercise="afterwards", state="done") if first else turn
            page.write(Message(f"t{number}", eva, each.text), each, turn, now)
    return [each for each, _ in reversed(journal.finding.find(eva, Wanted()).begun)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), [2, 1, 0]),
        (Wanted(words=("renee",)), [1, 0]),
        (Wanted(words=("renee", "PISNIG")), [0]),
        (Wanted(words=("bellen", "pisnig")), [0]),
        (Wanted(who=("renee",)), [0]),
        (Wanted(who=("renee",), words=("rooster",)), []),
        (Wanted(feeling="angry"), [0]),
        (Wanted(feeling="glad"), [2]),
        (Wanted(feeling="sad"), []),
        (Wanted(feeling='"'), []),
        (Wanted(exercise="facts_first"), [1]),
        (Wanted(exercise="four_words", words=("blij",)), [2]),
        (Wanted(tag="Team"), [1]),
        (Wanted(tag="team"), []),
        (Wanted(words=("team",)), [1]),
        (Wanted(since=NOW + DAY), [2, 1]),
        (Wanted(since=NOW + DAY, until=NOW + 2 * DAY), [1]),
        (Wanted(until=NOW), []),
    ],
)
def test_what_is_looked_for_is_found(
    journal: Journal, eva: str, told: list[str], wanted: Wanted, found: list[int]
) -> None:
    journal.tags.add(eva, told[1], "Team")
    listed = journal.finding.find(eva, wanted)
    assert [told.index(each.reflection.id) for each in listed.listed] == found
    assert (listed.count, listed.tags) == (len(found), ("Team",))
    assert listed.exercises == {"four_words", "facts_first"}


def test_the_list_tells_the_intention_and_whether_it_was_followed_up(
    journal: Journal, eva: str, told: list[str]
) -> None:
    listed = journal.finding.find(eva, Wanted()).listed
    assert [each.followed for each in listed] == [False, False, True]
    assert listed[2].reflection.intention == intention("Bellen.")
    assert [each.reflection.first for each in listed] == [
        "Blij!", "Het rooster van Renée klopt.", "Renée zei niets, ik was pisnig."
    ]  # fmt: skip


def test_a_part_of_a_long_list_comes_at_a_time(journal: Journal, eva: str, told: list[str]) -> None:
    page = journal.finding.find(eva, Wanted(), skip=1, most=1)
    assert ([each.reflection.id for each in page.listed], page.count) == ([told[1]], 3)
    assert journal.finding.find(eva, Wanted(), skip=9).listed == ()


def test_days_are_told_newest_first_and_some_are_listed(journal: Journal, eva: str, told: list[str]) -> None:
    assert [at for _, at in journal.finding.find(eva, Wanted()).begun] == [NOW + 2 * DAY, NOW + DAY, NOW]
    listed = journal.finding.listed(eva, [told[0], "0" * 32])
    assert [each.reflection.id for each in listed] == [told[0]]


def test_who_is_spoken_of_in_an_answer_that_was_changed_is_found_by_its_words(
    journal: Journal, eva: str, told: list[str]
) -> None:
    entry = journal.reflection(eva, told[2]).entries[0].id
    journal.editing.change(eva, told[2], entry, "Blij met Bas.")
    assert journal.finding.find(eva, Wanted(who=("bas",))).count == 1
    assert journal.finding.find(eva, Wanted(feeling="glad")).count == 0


@pytest.mark.parametrize(
    ("part", "found"),
    [
        (Part(), [0, 1, 2]),
        (Part(since=NOW + DAY), [1, 2]),
        (Part(until=NOW + DAY), [0]),
        (Part(exercise="facts_first"), [1]),
    ],
)
def test_a_part_can_be_taken_along(journal: Journal, eva: str, told: list[str], part: Part, found: list[int]) -> None:
    assert [told.index(each["id"]) for each in journal.export(eva, part)["reflections"]] == found


def test_nobody_finds_what_is_anothers(journal: Journal, told: list[str]) -> None:
    bas = journal.person("local", "bas").id
    found: Any = journal.finding.find(bas, Wanted(words=("renee",)))
    assert (found.count, found.exercises, found.begun) == (0, frozenset(), ())
    assert journal.finding.listed(bas, told) == ()
    with pytest.raises(NotThere):
        journal.finding.find("0" * 32, Wanted())


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(words=("a",)), Wanted(who=("renee",)), Wanted(feeling="angry")])
def test_looking_takes_as_many_statements_after_many_as_after_few(
    journal: Journal, eva: str, told: list[str], wanted: Wanted
) -> None:
    with counting() as few:
        journal.finding.find(eva, wanted)
    for _ in range(60):
        say(journal, eva, "Ja", answer(state="done", fresh=True))
    with counting() as many:
        journal.finding.find(eva, wanted)
    assert many["statements"] <= few["statements"] <= 14
    assert many["commits"] == 0
