"""What a person chose for themselves: a name and a value each, such as `patterns` and `yes`."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import and_, delete, insert, select

from bot.journal.access import Access
from bot.journal.schema import preferences


class Preferences:
    """The preferences in one journal; `Journal.preferences` is it."""

    def __init__(self, access: Access) -> None:
        """Take how the journal comes at what is kept."""
        self._access = access

    def of(self, person_id: str) -> Mapping[str, str]:
        """Return all that a person chose: `{"patterns": "yes"}`. Raises `NotThere` when there is no such person."""
        query = select(preferences.c.name, preferences.c.value).where(preferences.c.person == person_id)
        with self._access.reading(person_id) as connection:
            return {row.name: row.value for row in connection.execute(query)}

    def keep(self, person_id: str, name: str, value: str) -> None:
        """Keep a choice, each at most 16 characters, in place of the former; raises as `of` does."""
        one = and_(preferences.c.person == person_id, preferences.c.name == name)
        with self._access.locked(person_id) as (connection, _person):
            connection.execute(delete(preferences).where(one))
            connection.execute(insert(preferences), {"person": person_id, "name": name, "value": value})
