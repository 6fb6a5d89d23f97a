"""An archive: whole, without keys, and no way back for what was erased."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.errors import KeyRingUnsafe, NotReady, Tampered
from bot.journal.backup import back_up, restore, verify
from bot.journal.copying import copy_ring
from bot.journal.engines import open_engine, url_of
from bot.journal.journal import Journal
from bot.journal.keyring import keys
from bot.journal.sealing import new_key
from bot.journal.verifying import Verified, verify_journal

from .making import Place, answer, aside, intention, say, texts


@pytest.fixture
def archive(place: Place, journal: Journal, eva: str) -> Path:
    """An archive of two people's journals: eight entries."""
    bas = journal.person("teams", "bas", tenant="school").id
    say(journal, bas, "Van Bas")
    say(journal, eva, "Hallo", aside())
    say(journal, eva, "Een", answer(state="done", intention=intention("bellen")))
    say(journal, eva, "Twee")
    file = place.folder / "archive.db"
    back_up(place.url, file)
    return file


def elsewhere(place: Place) -> Place:
    return replace(place, url=f"sqlite:///{place.folder / 'restored' / 'journal.db'}")


def test_an_archive_is_one_private_file_without_any_key(place: Place, archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert [file.name for file in archive.parent.glob("archive*")] == ["archive.db"]
    engine = open_engine(url_of(place.keys))
    with engine.connect() as connection:
        wrapped = connection.execute(select(keys.c.wrapped)).scalars().all()
    engine.dispose()
    assert len(wrapped) == 6
    assert not any(key in archive.read_bytes() for key in wrapped)


def test_what_is_restored_is_what_was_there(place: Place, journal: Journal, eva: str, archive: Path) -> None:
    kept = journal.export(eva)
    assert restore(archive, elsewhere(place).url, place.keys, place.master) == Verified(entries=8, erased=0)
    again = elsewhere(place).open()
    assert again.export(eva) == kept
    assert texts(say(again, eva, "Drie").entries) == ["Twee", "Drie"]
    again.close()


def test_what_was_erased_after_the_archive_does_not_come_back(
    place: Place, journal: Journal, eva: str, archive: Path
) -> None:
    bas = journal.person("teams", "bas", tenant="school").id
    journal.erase_person(bas)
    journal.erase_reflection(eva, journal.reflections(eva)[-1].id)
    assert verify(archive, place.keys, place.master) == Verified(entries=4, erased=4)
    restore(archive, elsewhere(place).url, place.keys, place.master)
    again = elsewhere(place).open()
    assert again.export(eva) == journal.export(eva)
    assert again.find_person("teams", "bas", tenant="school") is None
    assert verify_journal(elsewhere(place).url, place.keys, place.master) == Verified(entries=4, erased=0)
    again.close()


def test_a_lost_key_ring_comes_back_from_its_copy(place: Place, journal: Journal, eva: str, archive: Path) -> None:
    copy = place.folder / "copy.db"
    copy_ring(place.keys, copy)
    journal.close()
    shutil.rmtree(Path(place.keys).parent)
    again = replace(place, keys=str(copy)).open()
    assert texts(again.transcript(eva)) == ["Twee"]
    again.close()


def test_an_archive_over_an_older_one_replaces_it(place: Place, journal: Journal, eva: str, archive: Path) -> None:
    say(journal, eva, "Drie")
    back_up(place.url, archive)
    assert verify(archive, place.keys, place.master).entries == 10


def test_nothing_is_restored_over_what_somebody_wrote(place: Place, journal: Journal, eva: str, archive: Path) -> None:
    with pytest.raises(NotReady, match="expected an empty one"):
        restore(archive, place.url, place.keys, place.master)
    assert texts(journal.transcript(eva)) == ["Twee"]


def test_an_archive_is_not_restored_with_another_master_key(place: Place, archive: Path) -> None:
    with pytest.raises(KeyRingUnsafe):
        restore(archive, elsewhere(place).url, place.keys, new_key())
    assert not (place.folder / "restored").exists()


def change_a_text(archive: Path) -> None:
    with closing(sqlite3.connect(archive)) as connection:
        connection.execute("UPDATE entries SET text = zeroblob(40) WHERE seq = 1")
        connection.commit()


def cut_it(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:30000])


def overwrite_it(archive: Path) -> None:
    archive.write_bytes(b"geen database" * 100)


@pytest.mark.parametrize("damage", [change_a_text, cut_it, overwrite_it])
def test_a_damaged_archive_is_recognised_and_not_restored(place: Place, archive: Path, damage: object) -> None:
    assert callable(damage)
    damage(archive)
    with pytest.raises(Tampered):
        verify(archive, place.keys, place.master)
    with pytest.raises(Tampered):
        restore(archive, elsewhere(place).url, place.keys, place.master)
    assert not (place.folder / "restored").exists()


def test_an_archive_that_is_not_there_is_said_to_be_missing(place: Place) -> None:
    with pytest.raises(NotReady, match="is not there"):
        verify(place.folder / "archive.db", place.keys, place.master)
