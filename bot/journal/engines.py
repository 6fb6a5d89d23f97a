"""How a database is opened: SQLite durable, private and without leftovers; anything else as its URL says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError
from sqlalchemy.pool import QueuePool

from bot.errors import NotReady, Tampered

BUSY = 5000
"""How long to wait for another writer, in milliseconds."""
OPENING = 0x426C696A6B
"""The number of the lock under which a PostgreSQL database is opened or migrated."""

SILENT = (
    "journal: its database did not answer, and nothing was written; expected it within seconds; "
    "choices: try again, free disk space, see whether another program holds it"
)
"""What is said when the database does not answer."""


@contextmanager
def answering() -> Iterator[None]:
    """Raise `NotReady` where a database does not answer, and `Tampered` where its file is none, without a value."""
    try:
        yield
    except OperationalError:
        raise NotReady(SILENT) from None
    except IntegrityError:
        raise
    except DatabaseError:
        raise Tampered(
            "journal: its file is damaged or no database; expected a whole SQLite file; "
            "choices: move it away and `blijk restore` an archive"
        ) from None


def file_of(url: str) -> Path | None:
    """Return the file that a SQLite URL names, `None` for any other database.

    `file_of("sqlite:///var/journal.db")` -> `Path("var/journal.db")`
    """
    parts = make_url(url)
    return Path(str(parts.database)) if parts.get_backend_name() == "sqlite" and parts.database else None


def url_of(path_or_url: str | Path) -> str:
    """Return a URL for what is a URL or the path of a SQLite file."""
    text = str(path_or_url)
    return text if "://" in text else f"sqlite:///{text}"


def open_engine(url: str, *, foreign_keys: bool = True) -> Engine:
    """Open a database; a SQLite file is made when it is not there, in a folder of its owner's only.

    With the execution option `lock="IMMEDIATE"` a transaction on SQLite takes the write lock as it begins.
    """
    file = file_of(url)
    if file is None:
        return create_engine(url, future=True, hide_parameters=True, pool_pre_ping=True)
    _make_private(file)
    arguments = {"check_same_thread": False, "timeout": BUSY / 1000}
    engine = create_engine(url, future=True, hide_parameters=True, poolclass=QueuePool, connect_args=arguments)
    pragmas = [
        "synchronous=FULL",
        "secure_delete=ON",
        f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
        "journal_mode=WAL",
    ]

    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # so that BEGIN is ours: the driver's own comes too late to lock
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin)
    return engine


def lock_openings(connection: Connection) -> None:
    """Let one process at a time open or migrate a PostgreSQL database; SQLite's write lock does that by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": OPENING})


def scrub(engine: Engine) -> bool:
    """Carry a SQLite database's log into its file and empty it, so that deleted bytes stay nowhere.

    `False` when another connection was reading for so long that this could not be done.
    """
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection:
        busy, _log, _carried = connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy


def sync_folder(folder: Path) -> None:
    """Make the names in a folder as durable as the files."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('lock', 'DEFERRED')}")


def _make_private(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
