"""Erasing: rows from the database, keys from the ring and its copy, and no byte of either left in their files.

Whose keys must go is written down in the same transaction that deletes the rows; so an erasure that a crash cuts
short is finished when the journal is next opened.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import and_, delete, insert, select
from sqlalchemy.engine import Connection, Engine

from bot.errors import NotThere
from bot.journal.copying import renew_copy
from bot.journal.engines import scrub
from bot.journal.keyring import KeyRing
from bot.journal.schema import OF_A_PERSON, OF_A_REFLECTION, entries, erasures, people, prompts, reflections


@dataclass(frozen=True)
class Receipt:
    """What was erased."""

    stores: tuple[tuple[str, int], ...]
    """Each store and how many rows left it: `entries`, `reflections`, `identities`, `people`, `keys`, …"""
    left: tuple[str, ...] = ()
    """Where bytes could not be wiped yet: `database`, `keys`, `keys_copy`. The next opening does it. Mostly empty."""


def erase_reflection_rows(connection: Connection, person: str, reflection: str) -> tuple[tuple[str, int], ...]:
    """Delete one reflection and its entries; raises `NotThere` when this person has no such reflection."""
    gone = Counter[str]()
    for table in OF_A_REFLECTION:
        inside = and_(table.c.person == person, table.c.reflection == reflection)
        gone[table.name] = connection.execute(delete(table).where(inside)).rowcount
    itself = and_(reflections.c.person == person, reflections.c.id == reflection)
    if not connection.execute(delete(reflections).where(itself)).rowcount:
        raise NotThere(f"journal: this person has no reflection {reflection}; expected the id of one in their list")
    connection.execute(insert(erasures), {"owner": reflection})
    gone[prompts.name] = drop_unused(connection, person)
    return (*(+gone).items(), ("reflections", 1))


def drop_unused(connection: Connection, person: str) -> int:
    """Delete the own exercises that are offered no more and that no reflection was made with; return how many."""
    used = select(entries.c.exercise).where(entries.c.person == person, entries.c.exercise.is_not(None))
    mine = and_(prompts.c.person == person, prompts.c.kind == "retired", prompts.c.id.not_in(used))
    count: int = connection.execute(delete(prompts).where(mine)).rowcount
    return count


def erase_person_rows(connection: Connection, person: str) -> tuple[tuple[str, int], ...]:
    """Delete a person and every row of theirs."""
    gone = [
        (table.name, connection.execute(delete(table).where(table.c.person == person)).rowcount)
        for table in OF_A_PERSON
    ]
    gone.append((people.name, connection.execute(delete(people).where(people.c.id == person)).rowcount))
    connection.execute(insert(erasures), {"owner": person})
    return tuple(gone)


def shred(engine: Engine, ring: KeyRing, erased: tuple[tuple[str, int], ...] = ()) -> Receipt:
    """Delete the keys of everything that was erased, wipe what is left of them, and give the receipt.

    `engine` must take the write lock as a transaction begins.
    """
    with engine.connect() as connection:
        owners = list(connection.execute(select(erasures.c.owner)).scalars())
    keys = ring.forget(owners) if owners else 0
    left = [name for name, each in (("database", engine), ("keys", ring.engine)) if not scrub(each)]
    if not left:
        with engine.begin() as connection:
            connection.execute(delete(erasures).where(erasures.c.owner.in_(owners)))
    try:
        renew_copy(ring.engine)
    except OSError:
        left.append("keys_copy")  # the ring itself remembers that
    return Receipt((*erased, ("keys", keys)), tuple(left))
