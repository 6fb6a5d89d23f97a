"""Drills: what was backed up comes back and the talk goes on; an older journal comes along to the tables of today."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, insert, select

import bot.journal.migrations
from bot.journal.engines import open_engine
from bot.journal.journal import Journal
from bot.journal.opening import migrate
from bot.journal.schema import REVISION
from bot.journal.verifying import verify_journal
from tests.journal.making import Place, answer, aside, intention, say
from tests.stack.running import environment_in, running

MIGRATIONS = Path(bot.journal.migrations.__file__).parent
STEPS = [step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
"""Every revision there ever was, newest first."""


@pytest.mark.stack
def test_a_talk_goes_on_from_an_archive_after_everything_was_wiped(tmp_path: Path) -> None:
    environment, archive = environment_in(tmp_path), tmp_path / "archive.db"
    with running(tmp_path, environment) as stack:
        before = stack.talk("eva", ["ik heb morgen een gesprek met mijn teamleider", "start:four_words"])[-1]
        stack.talk("bas", ["hij luistert nooit"])
        assert stack.blijk("backup", "--to", str(archive)).returncode == 0
        kept = stack.export("eva")
        assert stack.blijk("journal", "erase", "--person", "bas", typed="bas\n").returncode == 0
    shutil.rmtree(tmp_path / "home")
    assert stack.blijk("restore", str(archive)).returncode == 0
    with running(tmp_path, environment) as stack:
        assert stack.blijk("doctor").returncode == 0
        assert stack.export("eva") == kept
        assert stack.blijk("journal", "export", "--person", "bas").returncode == 1
        after = stack.talk("eva", ["herhaal"])[0]
    assert (after["exercise"], after["step"], after["saved"]) == (before["exercise"], before["step"], True)


def lay_back(place: Place, revision: str) -> Place:
    """Carry a journal over to the tables of an older revision, as they were then."""
    older = Place(f"sqlite:///{place.folder / 'home' / 'older.db'}", place.keys, place.master, place.folder)
    source, target = open_engine(place.url), open_engine(older.url, foreign_keys=False)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with target.begin() as writing, source.connect() as reading:
        config.attributes["connection"] = writing
        command.upgrade(config, revision)
        old, new = MetaData(), MetaData()
        old.reflect(writing)
        new.reflect(reading)
        for table in (table for table in old.sorted_tables if table.name != "alembic_version"):
            here = new.tables[table.name]
            rows = reading.execute(select(*[here.c[column.name] for column in table.c])).mappings().all()
            if rows:
                writing.execute(insert(table), [dict(row) for row in rows])
    source.dispose()
    target.dispose()
    return older


@pytest.fixture
def written(place: Place, journal: Journal, eva: str) -> Journal:
    """A journal with something of everything in it."""
    say(journal, eva, "Hallo", aside())
    say(journal, eva, "Een", answer(state="done", intention=intention("bellen")))
    say(journal, eva, "Twee")
    say(journal, journal.person("teams", "bas", tenant="school").id, "Van Bas")
    return journal


@pytest.mark.parametrize("revision", STEPS)
def test_a_journal_of_an_older_version_comes_along_with_everything_in_it(
    place: Place, written: Journal, eva: str, revision: str
) -> None:
    kept, older = written.export(eva), lay_back(place, revision)
    migrate(older.url)
    assert verify_journal(older.url, place.keys, place.master).entries == 8
    journal = older.open()
    assert journal.export(eva) == kept
    say(journal, eva, "Drie")
    journal.close()


@pytest.mark.parametrize("revision", [step for step in STEPS if step != REVISION])
def test_before_it_comes_along_it_is_copied_and_the_copy_is_as_it_was(
    place: Place, written: Journal, revision: str
) -> None:
    older = lay_back(place, revision)
    migrate(older.url)
    (copy,) = (place.folder / "home").glob("older.db.*.bak")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(revision,)]
        assert connection.execute("SELECT count(*) FROM entries").fetchone() == (8,)


def test_there_is_an_older_version_to_come_from() -> None:
    assert len(STEPS) > 1 and STEPS[0] == REVISION
