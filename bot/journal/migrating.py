"""Bringing the tables of a journal up to date, after a backup."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from bot.errors import NotMigrated
from bot.journal.engines import file_of, lock_openings, open_engine
from bot.journal.schema import REVISION


def migrate(database_url: str) -> None:
    """Bring the tables up to date; make them when there are none. Does nothing when nothing is missing.

    A SQLite file with something in it is copied first, beside itself. Several processes may do this at once.
    """
    file = file_of(database_url)
    engine = open_engine(database_url, foreign_keys=False)
    try:
        with engine.execution_options(lock="IMMEDIATE").begin() as connection:
            lock_openings(connection)
            found = _revision(connection)
            if found == REVISION:
                return
            if file is not None and found is not None:
                _back_up(file, found)
            _upgrade(connection)
    finally:
        engine.dispose()


def check_revision(connection: Connection) -> None:
    """Raise `NotMigrated` when the tables are not those that this program knows."""
    found = _revision(connection)
    if found != REVISION:
        raise NotMigrated(
            f"journal: its tables are at revision {found}; expected {REVISION}; choices: run the migration "
            "(`blijk run` does), or the Blijk that wrote this journal if it is newer"
        )


def _revision(connection: Connection) -> str | None:
    """Tell which step the tables are at; `None` when there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, REVISION)


def _back_up(file: Path, revision: str) -> Path:
    """Copy a SQLite file to `<name>.<revision>.bak` beside it; sealed as it is, so without keys it says nothing."""
    copy = file.with_name(f"{file.name}.{revision}.bak")
    copy.unlink(missing_ok=True)
    copy.touch(mode=0o600)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy
