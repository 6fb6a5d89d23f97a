"""An archive of the journal in one file, without keys: what is erased after it was made never comes back from it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError

from bot.errors import NotReady, Tampered
from bot.journal.engines import open_engine, sync_folder, url_of
from bot.journal.migrating import check_revision, migrate
from bot.journal.rings import open_ring
from bot.journal.schema import KEYS_OF, PASSING, journals, metadata, people
from bot.journal.verifying import Verified, verify_journal

BATCH = 500
"""How many rows are carried at once."""


def back_up(database_url: str, to: Path) -> None:
    """Write everything in a journal into one SQLite file, sealed as it is; the file appears only when it is whole.

    Keys are not in it: `bot.journal.rings.copy_ring` keeps the one copy of those. Others may write meanwhile.
    """
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=f"{to.name}.") as folder:
        draft = Path(folder) / to.name
        migrate(url_of(draft))
        with _carrying(database_url, url_of(draft)) as (source, target):
            _carry(source, target)
        draft.replace(to)
    sync_folder(to.parent)


def verify(archive: Path, keys: str, master: bytes) -> Verified:
    """Open every sealed text in an archive and count them; the archive itself is not touched.

    Raises `Tampered` when one does not open though its key is there, `KeyRingUnsafe` when the ring does not fit.
    """
    with _unpacked(archive) as url:
        return verify_journal(url, keys, master)


def restore(archive: Path, database_url: str, keys: str, master: bytes) -> Verified:
    """Bring an archive back into a journal that is empty or not there yet; what was erased since is left out.

    An archive of an older version is brought up to date on the way. Raises as `verify` does before anything is
    written, and `NotReady` when somebody wrote in that journal already.
    """
    with _unpacked(archive) as url:
        verified = verify_journal(url, keys, master)
        migrate(database_url)
        with _carrying(url, database_url) as (source, target):
            if target.execute(select(people.c.id).limit(1)).first():
                raise NotReady(
                    "journal: people wrote in it already; expected an empty one to restore into; "
                    "choices: name a new database, or move this one away first"
                )
            target.execute(journals.delete())
            ring = open_ring(keys, master, source.execute(select(journals.c.id)).scalar_one(), begin=False)
            known = ring.owners()
            ring.engine.dispose()
            _carry(source, target, known)
        return verified


@contextmanager
def _unpacked(archive: Path) -> Iterator[str]:
    """Give the URL of a copy of an archive that is up to date and may be written to."""
    if not archive.is_file():
        raise NotReady(f"archive '{archive}': is not there; expected a file that a backup made; choices: another path")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "journal.db"
        copy.touch(mode=0o600)
        shutil.copyfile(archive, copy)
        try:
            migrate(url_of(copy))
        except DatabaseError:
            raise Tampered(
                f"archive '{archive}': is damaged; expected a whole SQLite file; choices: an older archive"
            ) from None
        yield url_of(copy)


@contextmanager
def _carrying(source_url: str, target_url: str) -> Iterator[tuple[Connection, Connection]]:
    """Open one journal to read as it is at this moment, another to write all or nothing."""
    source, target = open_engine(source_url), open_engine(target_url)
    steady = {} if source.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    writing = target.execution_options(lock="IMMEDIATE")
    try:
        with source.execution_options(**steady).connect() as reading, writing.begin() as written:
            check_revision(reading)
            yield reading, written
    finally:
        source.dispose()
        target.dispose()


def _carry(source: Connection, target: Connection, known: set[str] | None = None) -> None:
    """Copy all rows but those of who is signed in, or those of which the keys are known."""
    for table in (each for each in metadata.sorted_tables if each not in PASSING):
        named = KEYS_OF.get(table.name, ())
        for rows in source.execute(select(table)).partitions(BATCH):
            carried = [dict(row._mapping) for row in rows]
            if known is not None:
                carried = [row for row in carried if {row[name] for name in named} - {None} <= known]
            if carried:
                target.execute(insert(table), carried)
