"""What is done differently in PostgreSQL: opening at once, erasing from its key ring, archives to and fro."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.errors import NotReady, NotThere
from bot.journal.backup import back_up, restore
from bot.journal.engines import open_engine
from bot.journal.journal import Journal
from bot.journal.keyring import keys
from bot.journal.opening import migrate
from bot.journal.schema import entries
from bot.journal.verifying import Verified
from bot.model import Message

from .making import NOW, Place, answer, aside, hear, say, texts, thread
from .postgres import execute, url

pytestmark = [pytest.mark.stack, pytest.mark.parametrize("any_place", ["postgresql"], indirect=True)]


@pytest.fixture
def place(any_place: Place) -> Place:
    return any_place


def test_those_who_open_a_new_journal_at_once_open_the_same_one(place: Place) -> None:
    def meet(_: int) -> str:
        migrate(place.url)
        journal = place.open()
        try:
            return journal.person("local", "eva").id
        finally:
            journal.close()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(meet, range(6)))) == 1


def test_many_people_write_at_once_and_everything_is_there_once_and_in_order(journal: Journal) -> None:
    people = [journal.person("local", f"{number}").id for number in range(5)]

    def talk(turn: int) -> None:
        person = people[turn % len(people)]
        with journal.turn(person) as page:
            before = len(page.thread(NOW).entries)
            page.write(Message(f"m{turn}", person, f"{before}"), hear("Ja"), answer(), NOW)

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(talk, range(100)))
    for person in people:
        assert [int(text) for text in texts(thread(journal, person).entries)] == list(range(0, 40, 2))


def test_an_erased_reflection_leaves_neither_rows_nor_key(place: Place, journal: Journal, eva: str) -> None:
    say(journal, eva, "Gaat weg")
    (wanted,) = journal.reflections(eva)
    receipt = journal.erase_reflection(eva, wanted.id)
    assert (receipt.stores, receipt.left) == ((("entries", 2), ("reflections", 1), ("keys", 1)), ())
    for where, column in ((place.url, entries.c.reflection), (place.keys, keys.c.owner)):
        engine = open_engine(where)
        with engine.connect() as connection:
            assert wanted.id not in connection.execute(select(column)).scalars().all()
        engine.dispose()


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_an_archive_comes_back_without_what_was_erased_since(
    place: Place, journal: Journal, eva: str, postgres: Path, to: str
) -> None:
    say(journal, eva, "Hallo", aside())
    say(journal, eva, "Blijft", answer(state="done"))
    say(journal, eva, "Gaat weg")
    archive = place.folder / "archive.db"
    back_up(place.url, archive)
    journal.erase_reflection(eva, journal.reflections(eva)[0].id)
    target = f"sqlite:///{place.folder / 'restored.db'}"
    if to == "postgresql":
        execute(postgres, "DROP DATABASE IF EXISTS restored WITH (FORCE)")
        execute(postgres, "CREATE DATABASE restored")
        target = url(postgres, "restored")
    assert restore(archive, target, place.keys, place.master) == Verified(entries=4, erased=2)
    again = replace(place, url=target).open()
    assert again.export(eva) == journal.export(eva)
    again.close()


def test_a_server_that_went_away_is_named_and_comes_back(
    place: Place, journal: Journal, eva: str, postgres: Path
) -> None:
    with pytest.raises(NotReady), journal.turn(eva) as page:
        execute(postgres, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'journal'")
        page.write(Message("m", eva, "Weg"), hear("Weg"), answer(), NOW)
    assert texts(say(journal, eva, "Blijft").entries) == ["Blijft"]
    with pytest.raises(NotThere):
        journal.transcript("0" * 32)
