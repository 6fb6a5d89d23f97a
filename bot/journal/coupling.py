"""One person in several channels: a code made in one and typed in another makes both the same person's."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.engine import Connection

from bot.journal.access import Access
from bot.journal.merging import lock_both, merge
from bot.journal.moments import moment, stamp
from bot.journal.schema import addresses, codes, identities

CODE = timedelta(minutes=10)
"""How long a code holds."""
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What a code is made of: nothing that looks like something else."""
LENGTH = 8


class Coupling:
    """The coupling of channels in one journal; `Journal.coupling` is it. Moments have a time zone."""

    def __init__(self, access: Access) -> None:
        """Take how the journal comes at what is kept."""
        self._access = access

    def make_code(self, person_id: str, now: datetime) -> str:
        """Make a code that makes one more channel this person's, once, within ten minutes; earlier ones hold no more.

        `make_code(eva, now)` -> `"K7M2-9QXF"`. Raises `NotThere` when there is no such person.
        """
        code = _new_code()
        row = {"hash": self._hash("code", code), "person": person_id, "expires": stamp(now + CODE)}
        with self._access.locked(person_id) as (connection, _person):
            connection.execute(delete(codes).where(or_(codes.c.person == person_id, codes.c.expires <= stamp(now))))
            connection.execute(insert(codes), row)
        return f"{code[:4]}-{code[4:]}"

    def use_code(self, code: str, channel: str, identity: str, now: datetime, *, tenant: str = "") -> str | None:
        """Make whom a channel knows by this identity the person of the code; return their id.

        Whatever that identity wrote before goes along. `None` when the code does not hold (any more).
        """
        this = codes.c.hash == self._hash("code", plain(code))
        hashed = self._hash("identity", channel, tenant, identity)
        with self._access.writing() as connection:
            row = connection.execute(select(codes).where(this).with_for_update()).one_or_none()
            if row is None or moment(row.expires) <= now:
                return None
            receiver: str = row.person
            connection.execute(delete(codes).where(this))
            giver = connection.execute(select(identities.c.person).where(identities.c.hash == hashed)).scalar()
            if giver is None:
                self._add(connection, receiver, hashed, [channel, tenant, identity])
            elif giver != receiver:
                lock_both(connection, giver, receiver)
                merge(connection, self._access.ring, giver, receiver)
        if giver not in (None, receiver):
            self._access.shred()
        return receiver

    def uncouple(self, channel: str, identity: str, *, tenant: str = "") -> bool:
        """Make whom a channel knows by this identity a stranger again; everything stays with the person.

        `False` when nothing else leads to that person's journal, so that it would be lost to them, or nobody is known.
        """
        this = identities.c.hash == self._hash("identity", channel, tenant, identity)
        with self._access.writing() as connection:
            person = connection.execute(select(identities.c.person).where(this).with_for_update()).scalar()
            ways = select(func.count()).where(identities.c.person == person)
            if person is None or connection.execute(ways).scalar_one() < 2:
                return False
            connection.execute(delete(identities).where(this))
            here = (addresses.c.person == person, addresses.c.channel == channel)
            connection.execute(delete(addresses).where(*here))
        return True

    def _add(self, connection: Connection, person: str, hashed: bytes, identity: list[str]) -> None:
        row = uuid.uuid4().hex
        sealed = self._access.safe(person).seal_json(identity, person, "identities.sealed", row)
        connection.execute(insert(identities), {"id": row, "person": person, "hash": hashed, "sealed": sealed})

    def _hash(self, kind: str, *secret: str) -> bytes:
        return self._access.hash(kind, *secret)


def looks_like_code(typed: str) -> bool:
    """Tell whether something may be a code: a word of as many letters is none, since a code has a figure in it.

    `looks_like_code("k7m2-9qxf")` -> `True`, `looks_like_code("afspraak")` -> `False`
    """
    code = plain(typed)
    return len(code) == LENGTH and set(code) <= set(LETTERS) and any(letter.isdigit() for letter in code)


def plain(code: str) -> str:
    """Return a code as it is kept, however it was typed: `plain(" k7m2-9qxf ")` -> `"K7M29QXF"`."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _new_code() -> str:
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        if looks_like_code(code):
            return code
