"""Opening: tables up to date, files private, and never with a key ring or master key that is not to be trusted."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import bot.journal.migrations
from bot.errors import KeyRingUnsafe, NotMigrated, NotReady
from bot.journal.copying import copy_ring
from bot.journal.engines import open_engine, url_of
from bot.journal.journal import Journal
from bot.journal.master import change_master_key, rotate
from bot.journal.opening import master_key, migrate, open_journal
from bot.journal.schema import REVISION, metadata
from bot.journal.sealing import new_key
from bot.journal.signing_in import Lives

from .making import NOW, Place, say, texts

ROOT = Path(bot.__file__).parent.parent


def test_the_steps_lead_to_the_tables_that_the_code_knows(place: Place) -> None:
    engine = open_engine(place.url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()
    steps = ScriptDirectory(str(Path(bot.journal.migrations.__file__).parent))
    assert steps.get_heads() == [REVISION]


def test_migrating_again_changes_nothing_and_keeps_what_was_said(place: Place) -> None:
    journal = place.open()
    eva = journal.person("local", "eva").id
    say(journal, eva, "Blijft")
    journal.close()
    before = sorted(place.folder.rglob("*"))
    migrate(place.url)
    assert sorted(place.folder.rglob("*")) == before
    journal = place.open()
    assert texts(journal.transcript(eva)) == ["Blijft"]
    journal.close()


def test_a_file_is_copied_before_it_is_migrated(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.open().close()
    with monkeypatch.context() as later, pytest.raises(Exception, match="9999"):
        later.setattr("bot.journal.migrating.REVISION", "9999")
        migrate(place.url)
    copy = place.folder / "home" / f"journal.db.{REVISION}.bak"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(REVISION,)]
    place.open().close()


OF_THE_FIRST = {"journal", "erasures", "people", "identities", "reflections", "entries"}
LATER = [table for table in reversed(metadata.sorted_tables) if table.name not in OF_THE_FIRST]
"""The tables that came after the first version; none of its own has changed since."""


def test_a_journal_of_the_first_version_is_brought_up_to_date_with_all_that_was_said(any_empty: Place) -> None:
    migrate(any_empty.url)
    journal = any_empty.open()
    eva = journal.person("local", "eva").id
    say(journal, eva, "Van de eerste dag")
    journal.close()
    engine = open_engine(any_empty.url)
    with engine.begin() as connection:
        for table in LATER:
            table.drop(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    engine.dispose()
    with pytest.raises(NotMigrated, match=f"revision 0001; expected {REVISION}"):
        any_empty.open()
    migrate(any_empty.url)
    journal = any_empty.open()
    assert journal.person("local", "eva").id == eva
    assert texts(say(journal, eva, "Van nu").entries) == ["Van de eerste dag", "Van nu"]
    session = journal.sign_ins.sign_in(eva, NOW, Lives())
    assert journal.sign_ins.signed_in(session, NOW, Lives()) == journal.person("local", "eva")
    journal.close()


def test_a_journal_that_was_not_migrated_is_not_opened(place: Place, tmp_path: Path) -> None:
    with pytest.raises(NotReady, match=f"revision None; expected {REVISION}"):
        open_journal(f"sqlite:///{tmp_path / 'new.db'}", place.keys, place.master)


def test_every_file_is_its_owners_alone(place: Place, journal: Journal, eva: str) -> None:
    say(journal, eva, "Ja")
    for path in (place.folder / "conf", place.folder / "data", place.folder / "home"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
        assert {stat.S_IMODE(file.stat().st_mode) for file in path.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1)]
)
def test_sqlite_is_durable_and_leaves_nothing_behind(place: Place, pragma: str, value: object) -> None:
    place.open().close()
    for where in (place.url, url_of(place.keys)):
        engine = open_engine(where)
        with engine.connect() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value
        engine.dispose()


def test_a_journal_opens_again_with_what_was_said(place: Place, journal: Journal, eva: str) -> None:
    say(journal, eva, "Blijft")
    again = place.open()
    assert again.person("local", "eva@example.org").id == eva
    assert texts(again.transcript(eva)) == ["Blijft"]
    again.check()
    again.close()


def readable_ring(place: Place) -> Place:
    Path(place.keys).chmod(0o640)
    return place


def writable_folder(place: Place) -> Place:
    Path(place.keys).parent.chmod(0o770)
    return place


def wrong_master(place: Place) -> Place:
    return replace(place, master=new_key())


def short_master(place: Place) -> Place:
    return replace(place, master=b"geheim")


def lost_ring(place: Place) -> Place:
    shutil.rmtree(Path(place.keys).parent)
    return place


def new_ring(place: Place) -> Place:
    return replace(place, keys=str(place.folder / "other" / "keys.db"))


def ring_of_another_journal(place: Place) -> Place:
    other = replace(new_ring(place), url=f"sqlite:///{place.folder / 'other.db'}")
    migrate(other.url)
    other.open().close()
    return replace(other, url=place.url)


@pytest.mark.parametrize(
    "spoil",
    [readable_ring, writable_folder, wrong_master, short_master, lost_ring, new_ring, ring_of_another_journal],
)
def test_a_journal_with_people_is_not_opened_with_a_ring_that_cannot_be_trusted(
    place: Place, spoil: Callable[[Place], Place]
) -> None:
    journal = place.open()
    journal.person("local", "eva")
    journal.close()
    spoilt = spoil(place)
    with pytest.raises(KeyRingUnsafe) as refused:
        spoilt.open()
    assert "expected" in str(refused.value) and "choices" in str(refused.value)
    if spoil in (lost_ring, new_ring):
        assert not Path(spoilt.keys).exists()


def test_a_journal_that_nobody_wrote_in_may_begin_a_new_ring(place: Place) -> None:
    place.open().close()
    new_ring(place).open().close()


def test_several_journals_share_a_ring(place: Place, journal: Journal, eva: str) -> None:
    other = replace(place, url=f"sqlite:///{place.folder / 'other.db'}")
    migrate(other.url)
    second = other.open()
    bas = second.person("local", "bas").id
    say(second, bas, "Van Bas")
    say(journal, eva, "Van Eva")
    assert second.find_person("local", "eva@example.org") is None
    assert (texts(second.transcript(bas)), texts(journal.transcript(eva))) == (["Van Bas"], ["Van Eva"])
    second.close()


def test_a_master_key_is_made_once_and_only_with_a_new_ring(place: Place) -> None:
    file = place.folder / "data" / "master.key"
    assert master_key(file, place.keys) == place.master and len(place.master) == 32
    assert master_key(place.folder / "second.key", place.keys) != place.master
    place.open().close()
    with pytest.raises(KeyRingUnsafe, match="is not there, though its key ring is"):
        master_key(place.folder / "third.key", place.keys)
    assert not (place.folder / "third.key").exists()


@pytest.mark.parametrize("content", ["", "geheim", "ab" * 31, "zz" * 32, "é" * 32])
def test_a_file_that_holds_no_key_is_refused(place: Place, content: str) -> None:
    file = place.folder / "data" / "master.key"
    file.write_text(content)
    with pytest.raises(KeyRingUnsafe, match="holds no key"):
        master_key(file, place.keys)


def test_a_master_key_that_others_can_read_is_refused(place: Place) -> None:
    file = place.folder / "data" / "master.key"
    file.chmod(0o604)
    with pytest.raises(KeyRingUnsafe, match="others can read it"):
        master_key(file, place.keys)


def test_a_changed_master_key_opens_all_and_the_old_one_nothing(place: Place, journal: Journal, eva: str) -> None:
    say(journal, eva, "Blijft")
    new = new_key()
    assert rotate(place.keys, place.master, new) == 3
    with pytest.raises(KeyRingUnsafe, match="start this process again"):
        journal.transcript(eva)
    with pytest.raises(KeyRingUnsafe, match="start this process again"):
        journal.person("local", "bas")
    with pytest.raises(KeyRingUnsafe, match="does not open"):
        place.open()
    with pytest.raises(KeyRingUnsafe, match="does not open"):
        rotate(place.keys, place.master, new)
    again = replace(place, master=new).open()
    assert texts(again.transcript(eva)) == ["Blijft"]
    again.close()


def test_the_rings_copy_goes_under_the_new_master_key_too(place: Place) -> None:
    place.open().close()
    copy, new = place.folder / "copy.db", new_key()
    copy_ring(place.keys, copy)
    rotate(place.keys, place.master, new)
    with pytest.raises(KeyRingUnsafe, match="does not open"):
        replace(place, keys=str(copy)).open()
    replace(place, keys=str(copy), master=new).open().close()


@pytest.mark.parametrize("cut_short", ["never", "before the ring", "after the ring"])
def test_a_change_of_the_master_key_can_be_finished_after_a_crash(place: Place, cut_short: str) -> None:
    journal = place.open()
    eva = journal.person("local", "eva").id
    say(journal, eva, "Blijft")
    journal.close()
    file, waiting = place.folder / "data" / "master.key", place.folder / "data" / "master.key.new"
    if cut_short != "never":
        waiting.touch(0o600)
        waiting.write_text(new_key().hex())
    if cut_short == "after the ring":
        rotate(place.keys, place.master, bytes.fromhex(waiting.read_text()))
    change_master_key(file, place.keys)
    changed = replace(place, master=master_key(file, place.keys))
    assert changed.master != place.master and not waiting.exists()
    journal = changed.open()
    assert texts(journal.transcript(eva)) == ["Blijft"]
    journal.close()


OPEN = """
import sys
from bot.journal.opening import master_key, migrate, open_journal
url, keys, master = sys.argv[1:]
migrate(url)
journal = open_journal(url, keys, master_key(master, keys))
print(journal.person("local", "eva").id)
"""


@pytest.mark.proof
def test_processes_that_open_a_new_journal_at_once_open_the_same_one(tmp_path: Path) -> None:
    arguments = [
        f"sqlite:///{tmp_path / 'home' / 'j.db'}",
        str(tmp_path / "conf" / "k.db"),
        str(tmp_path / "master.key"),
    ]
    command = [sys.executable, "-c", OPEN, *arguments]
    started = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    printed = {process.communicate()[0] for process in started}
    assert [process.returncode for process in started] == [0, 0, 0]
    assert len(printed) == 1
