"""Who is signed in on the page. Of what proves it only a keyed hash is kept, and no longer than it holds."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import NotReady, NotThere
from bot.journal.access import Access
from bot.journal.moments import moment, stamp
from bot.journal.rows import person_of
from bot.journal.schema import attempts, links, people, sign_ins
from bot.model import Person

LINK = timedelta(minutes=10)
"""How long a one-time link holds, and an attempt to sign in elsewhere."""
GLANCE = timedelta(minutes=1)
"""How exactly it is kept when somebody was last seen."""
SECRET = 32
"""Random bytes in a code or session."""


@dataclass(frozen=True)
class Lives:
    """How long a session holds."""

    idle: timedelta = timedelta(hours=2)
    """Without a page being asked for."""
    longest: timedelta = timedelta(hours=12)
    """In all."""


class SignIns:
    """The sign-ins of one journal; `Journal.sign_ins` is it. Moments have a time zone."""

    def __init__(self, access: Access) -> None:
        """Take how the journal comes at what is kept."""
        self._access = access

    # one-time links

    def make_link(self, person_id: str, now: datetime) -> str:
        """Make the code of a link that lets one browser in, once, within ten minutes; earlier links no longer hold.

        Raises `NotThere` when there is no such person.
        """
        code = secrets.token_urlsafe(SECRET)
        row = {"hash": self._hash("link", code), "person": person_id, "expires": stamp(now + LINK)}
        with _of_somebody(person_id), self._access.writing() as connection:
            gone = or_(links.c.person == person_id, links.c.expires <= stamp(now))
            connection.execute(delete(links).where(gone))
            connection.execute(insert(links), row)
        return code

    def use_link(self, code: str, now: datetime) -> str | None:
        """Use up the code of a link; return the id of its person, `None` when it does not hold (any more)."""
        this = links.c.hash == self._hash("link", code)
        with self._access.writing() as connection:
            row = connection.execute(select(links).where(this)).one_or_none()
            used = connection.execute(delete(links).where(this)).rowcount
        if row is None or not used or moment(row.expires) <= now:
            return None
        person: str = row.person
        return person

    # sessions

    def sign_in(self, person_id: str, now: datetime, lives: Lives) -> str:
        """Begin a session; return what the browser is to hold. Raises `NotThere` when there is no such person."""
        session = secrets.token_urlsafe(SECRET)
        row = {"hash": self._hash("session", session), "person": person_id, "begun": stamp(now), "seen": stamp(now)}
        with _of_somebody(person_id), self._access.writing() as connection:
            over = or_(sign_ins.c.begun <= stamp(now - lives.longest), sign_ins.c.seen <= stamp(now - lives.idle))
            connection.execute(delete(sign_ins).where(over))
            connection.execute(insert(sign_ins), row)
        return session

    def signed_in(self, session: str, now: datetime, lives: Lives, *, looked: bool = True) -> Person | None:
        """Return whose session this is, `None` when it is nobody's or over.

        `looked` tells that the person did something; a page that only waits must not keep a session alive.
        """
        this = sign_ins.c.hash == self._hash("session", session)
        with self._access.reading() as connection:
            query = select(people, sign_ins.c.begun, sign_ins.c.seen).join(sign_ins).where(this)
            row = connection.execute(query).one_or_none()
        if row is None or now >= min(moment(row.begun) + lives.longest, moment(row.seen) + lives.idle):
            return None
        if looked and now - moment(row.seen) >= GLANCE:
            self._see(this, now)
        return person_of(row)

    def sign_out(self, session: str) -> None:
        """End a session, if it is one."""
        with self._access.writing() as connection:
            connection.execute(delete(sign_ins).where(sign_ins.c.hash == self._hash("session", session)))

    def sign_out_everywhere(self, person_id: str) -> None:
        """End every session of a person, and let no link of theirs hold."""
        with self._access.writing() as connection:
            for table in (sign_ins, links):
                connection.execute(delete(table).where(table.c.person == person_id))

    # signing in elsewhere

    def begin_attempt(self, browser: str, state: str, now: datetime) -> None:
        """Remember that a browser goes elsewhere to sign in, with this state to come back with."""
        row = {"hash": self._hash("attempt", browser, state), "expires": stamp(now + LINK)}
        with self._access.writing() as connection:
            connection.execute(delete(attempts).where(attempts.c.expires <= stamp(now)))
            connection.execute(insert(attempts), row)

    def end_attempt(self, browser: str, state: str, now: datetime) -> bool:
        """Tell whether this browser left with this state, and came back in time for the first time."""
        this = attempts.c.hash == self._hash("attempt", browser, state)
        with self._access.writing() as connection:
            return bool(connection.execute(delete(attempts).where(this, attempts.c.expires > stamp(now))).rowcount)

    # inside

    def _hash(self, kind: str, *secret: str) -> bytes:
        return self._access.hash(kind, *secret)

    def _see(self, this: Any, now: datetime) -> None:
        with suppress(NotReady), self._access.writing() as connection:  # a page need not fail for that
            connection.execute(update(sign_ins).where(this).values(seen=stamp(now)))


@contextmanager
def _of_somebody(person_id: str) -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise NotThere(f"journal: there is no person {person_id}; expected one that `Journal.person` gave") from None
