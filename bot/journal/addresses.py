"""Where a person can be reached in each channel, sealed, and when they last wrote there."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, insert, select, update

from bot.journal.access import Access
from bot.journal.moments import moment, stamp
from bot.journal.schema import addresses

PLACE = "addresses.sealed"


@dataclass(frozen=True)
class Address:
    """One way to reach a person."""

    channel: str
    at: Mapping[str, Any]
    """What the channel needs: a chat, a room, a conversation and its service."""
    used: datetime
    """When they last wrote there."""


class Addresses:
    """The addresses of one journal; `Journal.addresses` is it. Moments have a time zone."""

    def __init__(self, access: Access) -> None:
        """Take how the journal comes at what is kept."""
        self._access = access

    def keep(self, person_id: str, channel: str, at: Mapping[str, Any], now: datetime) -> None:
        """Keep where a person wrote just now, in place of what was known of that channel.

        `keep(eva, "telegram", {"chat": 7}, now)`. Raises `NotThere` when there is no such person.
        """
        with self._access.locked(person_id) as (connection, _person):
            known = connection.execute(select(addresses.c.id).where(_one(person_id, channel))).scalar_one_or_none()
            row = known or uuid.uuid4().hex
            sealed = self._access.safe(person_id).seal_json(dict(at), person_id, PLACE, row)
            values = {"sealed": sealed, "used": stamp(now)}
            if known:
                connection.execute(update(addresses).where(addresses.c.id == row).values(values))
            else:
                new = {"id": row, "person": person_id, "channel": channel, **values}
                connection.execute(insert(addresses), new)

    def known(self, person_id: str) -> tuple[Address, ...]:
        """Return where a person can be reached, what they used last first; `NotThere` when there is no such person."""
        query = select(addresses).where(addresses.c.person == person_id).order_by(addresses.c.used.desc())
        with self._access.reading(person_id) as connection:
            safe = self._access.safe(person_id)
            return tuple(
                Address(row.channel, safe.open_json(row.sealed, person_id, PLACE, row.id), moment(row.used))
                for row in connection.execute(query)
            )

    def forget(self, person_id: str, channel: str) -> None:
        """Forget where a person can be reached in a channel; raises `NotThere` when there is no such person."""
        with self._access.locked(person_id) as (connection, _person):
            connection.execute(delete(addresses).where(_one(person_id, channel)))


def _one(person_id: str, channel: str) -> Any:
    return and_(addresses.c.person == person_id, addresses.c.channel == channel)
