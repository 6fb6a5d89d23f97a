"""Which messages of a channel were answered: each once, however often the channel brings it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.journal.moments import stamp
from bot.journal.schema import deliveries
from bot.journal.sealing import keyed_hash

KEPT = timedelta(days=30)
"""So long it is remembered that something was answered; no channel brings it again so late."""


class Deliveries:
    """The deliveries of one journal; `Journal.deliveries` is it. Of a message only a keyed hash is kept."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[], AbstractContextManager[Connection]],
        hash_key: bytes,
    ) -> None:
        """Take how the journal reads and writes, and its key for hashes."""
        self._reading = reading
        self._writing = writing
        self._hash_key = hash_key

    def answered(self, channel: str, tenant: str, message: str) -> bool:
        """Tell whether the answer to a message went out, or is going out."""
        query = select(deliveries.c.at).where(deliveries.c.hash == self._hash(channel, tenant, message))
        with self._reading() as connection:
            return connection.execute(query).first() is not None

    def claim(self, channel: str, tenant: str, message: str, now: datetime) -> bool:
        """Tell that the answer goes out now; `False` when that was told before, so that it must not again."""
        row = {"hash": self._hash(channel, tenant, message), "at": stamp(now)}
        try:
            with self._writing() as connection:
                connection.execute(delete(deliveries).where(deliveries.c.at <= stamp(now - KEPT)))
                connection.execute(insert(deliveries), row)
        except IntegrityError:
            return False
        return True

    def release(self, channel: str, tenant: str, message: str) -> None:
        """Tell that nothing of the answer went out after all."""
        with self._writing() as connection:
            connection.execute(delete(deliveries).where(deliveries.c.hash == self._hash(channel, tenant, message)))

    def _hash(self, channel: str, tenant: str, message: str) -> bytes:
        return keyed_hash(self._hash_key, "delivery", channel, tenant, message)
