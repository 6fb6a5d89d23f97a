"""Two people turn out to be one: everything of the one is sealed anew for the other, in one transaction.

Each reflection gets a new id and a new key, which is durable before the rows that need it; the old keys go with the
rows of whoever was merged. So a crash leaves either both people as they were, or one.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, and_, delete, insert, select, update
from sqlalchemy.engine import Connection

from bot.errors import NotThere
from bot.journal.erasing import erase_person_rows
from bot.journal.keyring import KeyRing
from bot.journal.safe import Safe
from bot.journal.schema import (
    addresses,
    codes,
    entries,
    identities,
    links,
    people,
    preferences,
    prompts,
    reflections,
    reminders,
    sign_ins,
    tags,
)
from bot.journal.statements import LOCK_PERSON

MOVED: Mapping[Table, tuple[str, ...]] = {
    reflections: ("asked", "intention"),
    entries: ("text", "heard", "turn"),
    tags: ("sealed",),
    reminders: (),
    prompts: ("sealed",),
    preferences: (),
    addresses: ("sealed",),
    identities: ("sealed",),
}
"""What goes along, and which of its columns are sealed; in the order in which it can be written."""
LET_GO = (links, sign_ins, codes)
"""What does not: whoever was merged signs in anew."""


def lock_both(connection: Connection, *persons: str) -> None:
    """Lock two people, always in the same order; raises `NotThere` when one of them is gone."""
    for person in sorted(persons):
        if connection.execute(LOCK_PERSON, {"person": person}).one_or_none() is None:
            raise NotThere(f"journal: there is no person {person}; expected one that `Journal.person` gave")


def merge(connection: Connection, ring: KeyRing, giver: str, receiver: str) -> None:
    """Give everything of one locked person to another locked one, as what was said before; the giver is gone then."""
    found = {table: connection.execute(select(table).where(table.c.person == giver)).all() for table in MOVED}
    one, other = (connection.execute(select(people).where(people.c.id == each)).one() for each in (giver, receiver))
    resealing = _Resealing(Safe(ring, giver), Safe(ring, receiver), giver, receiver)
    resealing.make_keys([row.id for row in found[reflections]])
    rows = {
        table: [resealing.row(table, row) for row in found[table] if resealing.opens(table, row)] for table in MOVED
    }
    erase_person_rows(connection, giver)
    _make_room(connection, receiver, one.seq)
    _settle(connection, receiver, rows)
    for table, those in rows.items():
        if those:
            connection.execute(insert(table), those)
    merged = {"seq": one.seq + other.seq, "met": one.met or other.met, "language": other.language or one.language}
    connection.execute(update(people).where(people.c.id == receiver).values(merged))


class _Resealing:
    """Opens what is one person's, and seals it for another."""

    def __init__(self, opened: Safe, sealed: Safe, giver: str, receiver: str) -> None:
        self._open, self._seal = opened, sealed
        self._giver, self._receiver = giver, receiver
        self._ids: dict[str, str] = {}
        opened.fetch()

    def make_keys(self, old: list[str]) -> None:
        """Make a new reflection of each old one that was not erased."""
        for each in old:
            if self._open.has(each):
                self._ids[each] = uuid.uuid4().hex
                self._seal.make(self._ids[each])

    def opens(self, table: Table, row: Any) -> bool:
        return self._open.has(self._owner(table, row))

    def row(self, table: Table, row: Any) -> dict[str, Any]:
        """Return a row as it is to be written for the other person."""
        old = self._owner(table, row)
        new = self._ids.get(old, self._receiver)
        values = {**row._mapping, "person": self._receiver}
        if "reflection" in values:
            values["reflection"] = self._ids.get(values["reflection"])
        if table is reflections:
            values["id"] = new
        for column in MOVED[table]:
            if values[column] is not None:
                place = f"{table.name}.{column}"
                text = self._named_anew(self._open.open(values[column], old, place, row.id))
                values[column] = self._seal.seal(text, new, place, values["id"])
        return values

    def _named_anew(self, text: str) -> str:
        """Let the buttons of old turns, which name a reflection, lead to what it is called now."""
        for old, new in self._ids.items():
            text = text.replace(old, new)
        return text

    def _owner(self, table: Table, row: Any) -> str:
        owner: str = row.id if table is reflections else getattr(row, "reflection", None) or self._giver
        return owner


def _make_room(connection: Connection, person: str, count: int) -> None:
    """Let what a person said begin after `count` entries; by way of numbers that are free, since each is there once."""
    mine = entries.c.person == person
    connection.execute(update(entries).where(mine).values(seq=-entries.c.seq - count))
    connection.execute(update(entries).where(mine).values(seq=-entries.c.seq))
    later = {"first": reflections.c.first + count, "last": reflections.c.last + count}
    connection.execute(update(reflections).where(reflections.c.person == person).values(later))


def _settle(connection: Connection, person: str, rows: dict[Table, list[dict[str, Any]]]) -> None:
    """See that there is one open reflection, one address per channel and one value per preference."""
    is_open = and_(reflections.c.person == person, reflections.c.state == "open")
    if connection.execute(select(reflections.c.id).where(is_open)).first():
        rows[reflections] = [{**row, "state": "paused"} if row["state"] == "open" else row for row in rows[reflections]]
    wished = set(connection.execute(select(preferences.c.name).where(preferences.c.person == person)).scalars())
    rows[preferences] = [row for row in rows[preferences] if row["name"] not in wished]
    for row in tuple(rows[addresses]):
        same = and_(addresses.c.person == person, addresses.c.channel == row["channel"])
        newer = connection.execute(select(addresses.c.id).where(same, addresses.c.used > row["used"])).first()
        if newer:
            rows[addresses].remove(row)
        else:
            connection.execute(delete(addresses).where(same))
