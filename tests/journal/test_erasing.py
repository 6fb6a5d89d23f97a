"""Erased means gone: rows, keys, and every byte of both, from the ring's copy and from old archives too."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from bot.errors import NotThere
from bot.journal.copying import copy_ring
from bot.journal.engines import open_engine, url_of
from bot.journal.journal import Journal
from bot.journal.keyring import keys
from bot.journal.schema import entries, erasures
from bot.model import Message

from .making import NOW, Place, answer, aside, hear, say, texts


def rows(url: str, column: object) -> list[object]:
    engine = open_engine(url)
    with engine.connect() as connection:
        found = list(connection.execute(select(column)).scalars())
    engine.dispose()
    return found


def test_one_erased_reflection_is_gone_and_the_rest_is_not(journal: Journal, eva: str) -> None:
    say(journal, eva, "Blijft", answer(state="done"))
    say(journal, eva, "Hallo", aside())
    say(journal, eva, "Gaat weg")
    (wanted, _) = journal.reflections(eva)
    receipt = journal.erase_reflection(eva, wanted.id)
    assert receipt.stores == (("entries", 2), ("reflections", 1), ("keys", 1))
    assert receipt.left == ()
    assert [each.first for each in journal.reflections(eva)] == ["Blijft"]
    assert texts(journal.transcript(eva)) == ["Blijft", "Hallo"]
    with pytest.raises(NotThere):
        journal.reflection(eva, wanted.id)
    with pytest.raises(NotThere):
        journal.erase_reflection(eva, wanted.id)
    assert texts(say(journal, eva, "Verder").entries) == ["Verder"]


def test_an_erased_person_is_gone_and_may_begin_anew(journal: Journal, eva: str) -> None:
    bas = journal.person("local", "bas").id
    say(journal, bas, "Van Bas")
    say(journal, eva, "Een", answer(state="done"))
    say(journal, eva, "Hallo", aside())
    receipt = journal.erase_person(eva)
    gone = {store: count for store, count in receipt.stores if count}
    assert gone == {"entries": 4, "reflections": 1, "identities": 1, "people": 1, "keys": 2}
    assert journal.find_person("local", "eva@example.org") is None
    again = journal.person("local", "eva@example.org")
    assert again.id != eva and journal.transcript(again.id) == ()
    assert texts(journal.transcript(bas)) == ["Van Bas"]


@pytest.mark.parametrize("what", ["reflection", "person"])
def test_no_byte_of_what_was_sealed_or_of_its_key_stays_in_any_file(
    journal: Journal, eva: str, place: Place, tmp_path: Path, what: str
) -> None:
    say(journal, eva, "Gaat weg")
    copy_ring(place.keys, tmp_path / "keys of mine.db")
    (wanted,) = journal.reflections(eva)
    sealed = [bytes(each) for each in rows(place.url, entries.c.text)]
    engine = create_engine(url_of(place.keys))
    with engine.connect() as connection:
        wrapped = connection.execute(select(keys.c.wrapped).where(keys.c.owner == wanted.id)).scalar_one()
    engine.dispose()
    assert all(each in place.bytes() for each in (*sealed, wrapped))
    journal.erase_reflection(eva, wanted.id) if what == "reflection" else journal.erase_person(eva)
    assert not any(each in place.bytes() for each in (*sealed, wrapped))


def test_an_erasure_that_a_crash_cut_short_is_finished_at_the_next_opening(
    place: Place, journal: Journal, eva: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(journal, eva, "Gaat weg")

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as crashing, pytest.raises(KeyboardInterrupt):
        crashing.setattr("bot.journal.access.shred", crash)
        journal.erase_person(eva)
    assert eva in rows(url_of(place.keys), keys.c.owner)
    place.open().close()
    assert eva not in rows(url_of(place.keys), keys.c.owner)
    assert rows(place.url, erasures.c.owner) == []


def test_a_copy_that_cannot_be_reached_is_named_and_made_up_for_later(
    place: Place, journal: Journal, eva: str, tmp_path: Path
) -> None:
    disk = tmp_path / "usb"
    disk.mkdir()
    say(journal, eva, "Gaat weg")
    copy_ring(place.keys, disk / "keys.db")
    disk.rename(tmp_path / "pulled out")
    (wanted,) = journal.reflections(eva)
    assert journal.erase_reflection(eva, wanted.id).left == ("keys_copy",)
    (tmp_path / "pulled out").rename(disk)
    assert wanted.id in rows(url_of(disk / "keys.db"), keys.c.owner)
    place.open().close()
    assert wanted.id not in rows(url_of(disk / "keys.db"), keys.c.owner)


def test_an_old_copy_of_the_database_brings_nothing_back(place: Place, tmp_path: Path) -> None:
    journal = place.open()
    eva = journal.person("local", "eva").id
    say(journal, eva, "Blijft", answer(state="done"))
    say(journal, eva, "Gaat weg")
    journal.close()
    database = tmp_path / "home" / "journal.db"
    shutil.copy(database, tmp_path / "old.db")
    journal = place.open()
    journal.erase_reflection(eva, journal.reflections(eva)[0].id)
    journal.close()
    shutil.copy(tmp_path / "old.db", database)
    journal = place.open()
    assert [each.first for each in journal.reflections(eva)] == ["Blijft"]
    assert texts(journal.transcript(eva)) == []
    assert [len(each["entries"]) for each in journal.export(eva)["reflections"]] == [2]
    assert texts(say(journal, eva, "Verder").entries) == ["Verder"]
    journal.close()


def test_erasing_waits_for_the_turn_that_is_going_on(place: Place, journal: Journal, eva: str) -> None:
    """Else a key would be made for somebody whose keys are gone."""
    eraser = threading.Thread(target=journal.erase_person, args=(eva,))
    with journal.turn(eva) as page:
        eraser.start()
        page.write(Message("m", eva, "Gaat weg"), hear("Gaat weg"), answer(), NOW)
    eraser.join()
    assert journal.find_person("local", "eva@example.org") is None
    assert rows(place.url, entries.c.person) == []
    assert eva not in rows(url_of(place.keys), keys.c.person)


def test_bytes_that_somebodys_reading_holds_are_named_and_wiped_at_the_next_opening(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.journal.engines.BUSY", 10)
    journal = place.open()
    eva = journal.person("local", "eva").id
    say(journal, eva, "Gaat weg")
    (sealed, _) = [bytes(each) for each in rows(place.url, entries.c.text)]
    reader = open_engine(place.url)
    with reader.connect() as reading:
        reading.execute(select(entries.c.id)).all()
        assert journal.erase_person(eva).left == ("database",)
    reader.dispose()
    assert sealed in place.bytes()
    again = place.open()
    assert sealed not in place.bytes()
    again.close()
    journal.close()
