"""The key ring: every key of every reflection and person, wrapped by the master key, in a database of its own.

It lies outside the journal, so that a copy of the journal says nothing, and so that a key that leaves it makes every
copy of what it sealed unreadable, in old backups too. Several journals may share one ring.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.engine import Connection, Engine

from bot.errors import KeyRingUnsafe, Tampered
from bot.journal.sealing import cipher_of, new_key, place, seal_bytes, unseal_bytes

metadata = MetaData()

rings = Table(
    "ring",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("proof", LargeBinary, nullable=False, comment="opens with the right master key only"),
    Column("copy", String, comment="the file of the ring's one copy"),
    Column("stale", Boolean, nullable=False, comment="the copy still holds what has left the ring"),
)

keys = Table(
    "keys",
    metadata,
    Column("journal", String(32), primary_key=True),
    Column("owner", String(32), primary_key=True, comment="a reflection, a person, or the journal itself"),
    Column("person", String(32), nullable=False, index=True, comment="whose; empty for the journal's own"),
    Column("wrapped", LargeBinary, nullable=False),
)

OF_JOURNAL = select(keys.c.owner, keys.c.wrapped).where(keys.c.journal == bindparam("journal"))
OF_OWNERS = OF_JOURNAL.where(keys.c.owner.in_(bindparam("owners", expanding=True)))
OF_PERSON = OF_JOURNAL.where(keys.c.person == bindparam("person"))


class KeyRing:
    """The key ring as one journal uses it."""

    def __init__(self, engine: Engine, master: bytes, proof: bytes, journal: str) -> None:
        """Take an engine of the ring, the master key that opens `proof`, and the id of the journal."""
        self.engine = engine
        self._writing = engine.execution_options(lock="IMMEDIATE")
        self._master = cipher_of(master)
        self._proof = proof
        self._journal = journal

    def find(self, owners: Iterable[str]) -> dict[str, bytes]:
        """Return the keys of those owners that have one."""
        return self._unwrapped(OF_OWNERS, owners=list(owners))

    def of_person(self, person: str) -> dict[str, bytes]:
        """Return all keys of one person, by owner."""
        return self._unwrapped(OF_PERSON, person=person)

    def owners(self) -> set[str]:
        """Return whose keys there are."""
        with self.engine.connect() as connection:
            return set(connection.execute(select(keys.c.owner).where(keys.c.journal == self._journal)).scalars())

    def owners_of(self, person: str) -> set[str]:
        """Return which owners of one person have a key."""
        theirs = select(keys.c.owner).where(keys.c.journal == self._journal, keys.c.person == person)
        with self.engine.connect() as connection:
            return set(connection.execute(theirs).scalars())

    def own_key(self) -> bytes:
        """Return the journal's own key, under which nothing is sealed: it makes the hashes."""
        return self.find([self._journal])[self._journal]

    def make(self, owner: str, person: str) -> bytes:
        """Make the key of an owner; it is durable when this returns.

        Raises `KeyRingUnsafe` when the master key was changed since the ring was opened: nothing could open this key.
        """
        key = new_key()
        wrapped = wrap(self._master, self._journal, owner, key)
        row = {"journal": self._journal, "owner": owner, "person": person, "wrapped": wrapped}
        with self._writing.begin() as connection:
            self._check_proof(connection)
            connection.execute(insert(keys), row)
        return key

    def forget(self, owners: Collection[str]) -> int:
        """Delete the keys of these owners, of a person all, and say how many there were."""
        theirs = and_(keys.c.journal == self._journal, or_(keys.c.owner.in_(owners), keys.c.person.in_(owners)))
        with self._writing.begin() as connection:
            gone = int(connection.execute(delete(keys).where(theirs)).rowcount)
            if gone:
                connection.execute(update(rings).values(stale=rings.c.copy.is_not(None)))
        if self.engine.dialect.name == "postgresql":
            with self.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                connection.execute(text("VACUUM keys"))
        return gone

    def _unwrapped(self, query: Any, **values: Any) -> dict[str, bytes]:
        with self.engine.connect() as connection:
            rows = connection.execute(query, {"journal": self._journal, **values}).all()
            try:
                return {row.owner: unwrap(self._master, self._journal, row.owner, row.wrapped) for row in rows}
            except Tampered:
                self._check_proof(connection)
                raise

    def _check_proof(self, connection: Connection) -> None:
        if connection.execute(select(rings.c.proof).with_for_update(read=True)).scalar_one() != self._proof:
            raise KeyRingUnsafe(
                "key ring: its master key was changed while this process ran; expected the one it began with; "
                "choices: start this process again"
            )


def wrap(master: AESGCM, journal: str, owner: str, key: bytes) -> bytes:
    """Wrap a key for its place in the ring."""
    return seal_bytes(master, key, place(journal, "keys.wrapped", owner))


def unwrap(master: AESGCM, journal: str, owner: str, wrapped: bytes) -> bytes:
    """Unwrap a key from its place in the ring; raises `Tampered` under another master key or at another place."""
    return unseal_bytes(master, wrapped, place(journal, "keys.wrapped", owner))
