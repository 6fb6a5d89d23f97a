"""Who somebody is: known by a keyed hash of channel, tenant and identity; these themselves are sealed."""

from __future__ import annotations

import uuid

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from bot.journal.keyring import KeyRing
from bot.journal.rows import person_of
from bot.journal.safe import Safe
from bot.journal.schema import identities, people
from bot.model import Person


def find(connection: Connection, hashed: bytes) -> Person | None:
    """Return the person with this hash, `None` when there is none."""
    query = select(people).join(identities, identities.c.person == people.c.id).where(identities.c.hash == hashed)
    row = connection.execute(query).one_or_none()
    return person_of(row) if row else None


def meet(connection: Connection, ring: KeyRing, hashed: bytes, identity: list[str]) -> Person:
    """Make a new person, with a key, and write down by what they are known."""
    person, row = Person(uuid.uuid4().hex), uuid.uuid4().hex
    safe = Safe(ring, person.id)
    safe.make(person.id)
    connection.execute(insert(people), {"id": person.id, "met": person.met, "seq": 0})
    sealed = safe.seal_json(identity, person.id, "identities.sealed", row)
    connection.execute(insert(identities), {"id": row, "person": person.id, "hash": hashed, "sealed": sealed})
    return person
