"""Reminders: planned with a turn, taken by one process each, written down as a turn when their time comes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.engine import Connection

from bot.journal.access import Access
from bot.journal.moments import moment, stamp
from bot.journal.schema import preferences, reminders
from bot.model import Reminder

DUE, BROUGHT, SENT, OFF = "due", "brought", "sent", "off"
"""How a reminder stands: to come, written down but the notice not given, done, or not wanted any more."""
STILL = (DUE, BROUGHT)
REMINDER = "reminder"
"""The kind of hash by which the turn of a reminder is found."""
LEASE = timedelta(minutes=2)
"""So long nobody else looks at a reminder that somebody took."""


@dataclass(frozen=True)
class Due:
    """A reminder whose time has come."""

    id: str
    person: str
    reflection: str
    kind: str
    at: datetime
    """What it was planned for."""
    tries: int
    """How often it was taken before."""
    brought: bool = False
    """Whether its turn is written already, and only the notice is to be given."""


class Reminders:
    """The reminders of one journal; `Journal.reminders` is it. Moments have a time zone."""

    def __init__(self, access: Access) -> None:
        """Take how the journal comes at what is kept."""
        self._access = access

    def due(self, now: datetime, limit: int = 100) -> tuple[Due, ...]:
        """Return what is due and nobody else has taken, the oldest first."""
        wanted = and_(reminders.c.state.in_(STILL), reminders.c.again <= stamp(now))
        query = select(reminders).where(wanted).order_by(reminders.c.again).limit(limit)
        with self._access.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(_due(row) for row in rows)

    def take(self, due: Due, now: datetime) -> bool:
        """Take a reminder, so that no other process does; `False` when another was first, or it is not wanted now."""
        free = and_(reminders.c.id == due.id, reminders.c.state.in_(STILL), reminders.c.again <= stamp(now))
        taken = update(reminders).where(free).values(tries=due.tries + 1, again=stamp(now + LEASE))
        with self._access.writing() as connection:
            return bool(connection.execute(taken).rowcount)

    def put_off(self, due: Due, until: datetime) -> None:
        """Let a reminder wait until a moment."""
        self._change(due, again=stamp(until))

    def close(self, due: Due) -> None:
        """Nothing more is to be done about a reminder that was brought."""
        self._change(due, state=SENT)

    def let_go(self, due: Due) -> None:
        """Bring a reminder never: its time has passed."""
        self._change(due, state=OFF)

    def planned(self, person: str) -> tuple[Due, ...]:
        """Return what a person will still be reminded of, the next first."""
        query = select(reminders).where(reminders.c.person == person, reminders.c.state == DUE)
        with self._access.reading() as connection:
            rows = connection.execute(query.order_by(reminders.c.due)).all()
        return tuple(_due(row) for row in rows)

    def _change(self, due: Due, **values: str) -> None:
        with self._access.writing() as connection:
            connection.execute(update(reminders).where(reminders.c.id == due.id).values(**values))


def _due(row: Any) -> Due:
    at, brought = moment(row.due), row.state == BROUGHT
    return Due(row.id, row.person, row.reflection, row.kind, at, row.tries, brought)


def plan(connection: Connection, person: str, reflection: str, wanted: Iterable[Reminder]) -> None:
    """Write down what a person is to be reminded of in a reflection, instead of what was still to come there."""
    still = and_(reminders.c.person == person, reminders.c.reflection == reflection, reminders.c.state == DUE)
    connection.execute(delete(reminders).where(still))
    ours = {"person": person, "reflection": reflection, "state": DUE, "tries": 0}
    rows = [
        {**ours, "id": uuid.uuid4().hex, "kind": each.kind, "due": stamp(each.at), "again": stamp(each.at)}
        for each in wanted
    ]
    if rows:
        connection.execute(insert(reminders), rows)


def remember_wish(connection: Connection, person: str, reminds: str) -> None:
    """Keep whether a person wants reminders; who does not is not reminded of what was planned either."""
    of_person = and_(preferences.c.person == person, preferences.c.name == "reminds")
    connection.execute(delete(preferences).where(of_person))
    connection.execute(insert(preferences), {"person": person, "name": "reminds", "value": reminds})
    if reminds == "no":
        still = and_(reminders.c.person == person, reminders.c.state == DUE)
        connection.execute(update(reminders).where(still).values(state=OFF))


def brought_to(connection: Connection, person: str) -> list[str]:
    """Return the ids of what a person was reminded of."""
    query = select(reminders.c.id).where(reminders.c.person == person, reminders.c.state.in_((BROUGHT, SENT)))
    return list(connection.execute(query).scalars())


def mark_brought(connection: Connection, reminder: str) -> bool:
    """Mark a reminder as written down; `False` when it was brought before, or is not wanted any more."""
    still = and_(reminders.c.id == reminder, reminders.c.state == DUE)
    return bool(connection.execute(update(reminders).where(still).values(state=BROUGHT)).rowcount)
