"""How the journal's parts come at what is kept: reading, writing one at a time, keys, and wiping what was deleted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Semaphore
from typing import Any

from sqlalchemy.engine import Connection, Engine

from bot.errors import NotReady, NotThere
from bot.journal.engines import BUSY, SILENT, answering
from bot.journal.erasing import Receipt, shred
from bot.journal.keyring import KeyRing
from bot.journal.safe import Safe
from bot.journal.sealing import keyed_hash
from bot.journal.statements import LOCK_PERSON, PERSON


class Access:
    """What all parts of one journal share. Safe to use from several threads and processes at once."""

    def __init__(self, engine: Engine, ring: KeyRing, hash_key: bytes) -> None:
        """Take an engine of the database, the key ring, and the key for hashes."""
        self.ring = ring
        self.hash_key = hash_key
        self._engine = engine
        self._locking = engine.execution_options(lock="IMMEDIATE")
        self._writers = Semaphore(1 if engine.dialect.name == "sqlite" else 1000)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()
        self.ring.engine.dispose()

    @contextmanager
    def reading(self, person_id: str | None = None) -> Iterator[Connection]:
        """Read, of one person or of all; raises `NotThere` when there is no such person."""
        with answering(), self._engine.connect() as connection:
            if person_id is not None:
                _row(connection, PERSON, person_id)
            yield connection

    @contextmanager
    def locked(self, person_id: str) -> Iterator[tuple[Connection, Any]]:
        """Write of one person, whose row comes along, while nobody else does; raises `NotThere` without them.

        The lock is the database's on SQLite, as the transaction begins; elsewhere that of the person's row.
        """
        with self.writing() as connection:
            yield connection, _row(connection, LOCK_PERSON, person_id)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Begin to write; on SQLite one thread after the other, since waiting for its lock means sleeping."""
        if not self._writers.acquire(timeout=BUSY / 1000):
            raise NotReady(SILENT)
        try:
            with answering(), self._locking.begin() as connection:
                yield connection
        finally:
            self._writers.release()

    def safe(self, person_id: str) -> Safe:
        """Return what opens and seals the texts of one person."""
        return Safe(self.ring, person_id)

    def hash(self, kind: str, *secret: str) -> bytes:
        """Return the keyed hash by which something is found that is not kept itself."""
        return keyed_hash(self.hash_key, kind, *secret)

    def shred(self, erased: tuple[tuple[str, int], ...] = ()) -> Receipt:
        """Delete the keys that are due to go and wipe the bytes of what was deleted; `erased` goes on the receipt."""
        return shred(self._locking, self.ring, erased)


def _row(connection: Connection, query: Any, person_id: str) -> Any:
    row = connection.execute(query, {"person": person_id}).one_or_none()
    if row is None:
        raise NotThere(f"journal: there is no person {person_id}; expected one that `Journal.person` gave")
    return row
