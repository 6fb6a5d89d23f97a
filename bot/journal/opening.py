"""How a journal is opened: tables up to date, its key ring found fitting, and erasures finished that were cut short."""

from __future__ import annotations

import uuid

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from bot.journal.engines import lock_openings, open_engine
from bot.journal.erasing import shred
from bot.journal.journal import Journal
from bot.journal.keyring import KeyRing
from bot.journal.master import master_key
from bot.journal.migrating import check_revision, migrate
from bot.journal.rings import check_knows, open_ring
from bot.journal.schema import erasures, journals, people

__all__ = ["master_key", "migrate", "open_journal"]


def open_journal(database_url: str, keys: str, master: bytes) -> Journal:
    """Open the journal at a URL with the key ring at `keys` (a path or URL) and the master key.

    `open_journal("sqlite:////home/eva/var/journal.db", "/home/eva/.config/blijk/keys.db", master)`
    Raises `NotReady` when `migrate` was not run, `KeyRingUnsafe` when ring or master key are not to be trusted or
    are not the ones that the journal was sealed with.
    """
    engine = open_engine(database_url)
    writing = engine.execution_options(lock="IMMEDIATE")
    try:
        with writing.begin() as connection:
            lock_openings(connection)
            check_revision(connection)
            ring = _ring_of(connection, keys, master)
            pending = connection.execute(select(erasures.c.owner)).first()
        if pending:
            shred(writing, ring)
        return Journal(engine, ring, ring.own_key())
    except BaseException:
        engine.dispose()
        raise


def _ring_of(connection: Connection, keys: str, master: bytes) -> KeyRing:
    """Open the ring of this journal; a journal that is still empty is made known to it, and it begun if need be."""
    journal = connection.execute(select(journals.c.id)).scalar_one_or_none()
    empty = connection.execute(select(people.c.id).limit(1)).first() is None
    if journal is None:
        journal = uuid.uuid4().hex
        connection.execute(insert(journals), {"id": journal})
    ring = open_ring(keys, master, journal, begin=empty)
    if not empty:
        check_knows(ring, journal)
    elif not ring.find([journal]):
        ring.make(journal, "")
    return ring
