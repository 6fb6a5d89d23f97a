"""Making sure that everything in a journal can be read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.engine import Connection

from bot.errors import Tampered
from bot.journal.engines import open_engine
from bot.journal.keyring import KeyRing
from bot.journal.migrating import check_revision
from bot.journal.rings import open_ring
from bot.journal.rows import asked_of, entry_of, owner_of, reflection_of
from bot.journal.safe import Safe
from bot.journal.schema import entries, identities, journals, people, reflections


@dataclass(frozen=True)
class Verified:
    """What a journal or an archive holds."""

    entries: int
    """How many entries open."""
    erased: int
    """How many have no key any more: their reflection or person was erased after the archive was made."""


def verify_journal(database_url: str, keys: str, master: bytes) -> Verified:
    """Open every sealed text in a journal and count the entries.

    Raises `Tampered` when a text does not open though its key is there or the file is damaged, `NotReady` when the
    tables are not up to date, `KeyRingUnsafe` when the ring does not fit.
    """
    engine = open_engine(database_url)
    try:
        with engine.connect() as connection:
            check_revision(connection)
            _check_file(connection)
            journal = connection.execute(select(journals.c.id)).scalar_one()
            ring = open_ring(keys, master, journal, begin=False)
            counts = [
                _verify_person(connection, ring, each) for each in connection.execute(select(people.c.id)).scalars()
            ]
            ring.engine.dispose()
            return Verified(sum(opened for opened, _ in counts), sum(erased for _, erased in counts))
    finally:
        engine.dispose()


def _check_file(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("PRAGMA integrity_check(1)")).scalar_one()
        if found != "ok":
            raise Tampered("journal: the file is damaged; expected a whole SQLite file; choices: an older archive")


def _verify_person(connection: Connection, ring: KeyRing, person: str) -> tuple[int, int]:
    """Open all that is a person's; return how many entries open and how many have no key."""
    safe = Safe(ring, person)
    safe.fetch()
    if safe.has(person):
        for row in connection.execute(select(identities).where(identities.c.person == person)):
            safe.open_json(row.sealed, person, "identities.sealed", row.id)
    for row in connection.execute(select(reflections).where(reflections.c.person == person)):
        if safe.has(row.id):
            reflection_of(row, safe)
            asked_of(row, safe)
    rows = connection.execute(select(entries).where(entries.c.person == person)).all()
    known = [row for row in rows if safe.has(owner_of(row))]
    for row in known:
        entry_of(row, safe, heard=True)
    return len(known), len(rows) - len(known)
