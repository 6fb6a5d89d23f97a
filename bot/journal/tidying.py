"""Letting go of what was not touched for long: reflections with their keys, and what was said outside any."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import and_, delete, insert, select
from sqlalchemy.engine import Connection

from bot.journal.erasing import drop_unused, erase_person_rows
from bot.journal.schema import OF_A_REFLECTION, entries, erasures, reflections, reminders


def tidy_person_rows(connection: Connection, person: str, before: str) -> Counter[str]:
    """Delete what a person last touched before a stamped moment; of whom nothing is left, the person too.

    What they still want to be reminded of stays.

    Returns how many rows left each store. Old asides share the person's key with newer ones, so in an archive that was
    made earlier they stay readable until the person is erased.
    """
    coming = select(reminders.c.reflection).where(reminders.c.person == person, reminders.c.state == "due")
    old = and_(reflections.c.person == person, reflections.c.touched < before)
    stale = and_(old, reflections.c.id.not_in(coming))
    owners = list(connection.execute(select(reflections.c.id).where(stale)).scalars())
    inside = entries.c.reflection.in_(select(reflections.c.id).where(stale))
    aside = and_(entries.c.reflection.is_(None), entries.c.at < before)
    gone: Counter[str] = Counter()
    gone["entries"] += connection.execute(delete(entries).where(entries.c.person == person, inside | aside)).rowcount
    for table in OF_A_REFLECTION:
        if table is not entries:
            gone[table.name] += connection.execute(delete(table).where(table.c.reflection.in_(owners))).rowcount
    gone["reflections"] += connection.execute(delete(reflections).where(stale)).rowcount
    if owners:
        connection.execute(insert(erasures), [{"owner": owner} for owner in owners])
        gone["prompts"] += drop_unused(connection, person)
    left = connection.execute(select(entries.c.id).where(entries.c.person == person).limit(1)).first()
    if gone.total() and left is None:
        gone.update(dict(erase_person_rows(connection, person)))
    return gone
