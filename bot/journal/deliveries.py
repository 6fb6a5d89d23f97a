"""Which messages of a channel were answered: each once, however often the channel brings it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from bot.journal.access import Access
from bot.journal.moments import stamp
from bot.journal.schema import deliveries

KEPT = timedelta(days=30)
"""So long it is remembered that something was answered; no channel brings it again so late."""


class Deliveries:
    """The deliveries of one journal; `Journal.deliveries` is it. Of a message only a keyed hash is kept."""

    def __init__(self, access: Access) -> None:
        """Take how the journal comes at what is kept."""
        self._access = access

    def answered(self, channel: str, tenant: str, message: str) -> bool:
        """Tell whether the answer to a message went out, or is going out."""
        query = select(deliveries.c.at).where(deliveries.c.hash == self._hash(channel, tenant, message))
        with self._access.reading() as connection:
            return connection.execute(query).first() is not None

    def claim(self, channel: str, tenant: str, message: str, now: datetime) -> bool:
        """Tell that the answer goes out now; `False` when that was told before, so that it must not again."""
        row = {"hash": self._hash(channel, tenant, message), "at": stamp(now)}
        try:
            with self._access.writing() as connection:
                connection.execute(delete(deliveries).where(deliveries.c.at <= stamp(now - KEPT)))
                connection.execute(insert(deliveries), row)
        except IntegrityError:
            return False
        return True

    def release(self, channel: str, tenant: str, message: str) -> None:
        """Tell that nothing of the answer went out after all."""
        with self._access.writing() as connection:
            connection.execute(delete(deliveries).where(deliveries.c.hash == self._hash(channel, tenant, message)))

    def _hash(self, channel: str, tenant: str, message: str) -> bytes:
        return self._access.hash("delivery", channel, tenant, message)
