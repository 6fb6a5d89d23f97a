"""The tags that a person gave their reflections, sealed under the key of each reflection."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import and_, delete, insert, select
from sqlalchemy.engine import Connection

from bot.errors import NotThere
from bot.journal.access import Access
from bot.journal.safe import Safe
from bot.journal.schema import reflections, tags

PLACE = "tags.sealed"


class Tags:
    """The tags in one journal; `Journal.tags` is it."""

    def __init__(self, access: Access) -> None:
        """Take how the journal comes at what is kept."""
        self._access = access

    def of(self, person_id: str) -> Mapping[str, tuple[str, ...]]:
        """Return a person's tags by reflection: `{"5f0c…": ("Team", "vervolg")}`; `NotThere` without such a person."""
        with self._access.reading(person_id) as connection:
            return read_tags(connection, self._access.safe(person_id), person_id)

    def add(self, person_id: str, reflection_id: str, name: str) -> None:
        """Give a reflection a tag; one that it has in another case stays. Raises `NotThere` as `remove` does."""
        with self._access.locked(person_id) as (connection, _person):
            safe = self._access.safe(person_id)
            _check(connection, safe, person_id, reflection_id)
            had = read_tags(connection, safe, person_id, (reflection_id,)).get(reflection_id, ())
            if name.casefold() in (each.casefold() for each in had):
                return
            row = uuid.uuid4().hex
            sealed = safe.seal(name, reflection_id, PLACE, row)
            connection.execute(
                insert(tags), {"id": row, "person": person_id, "reflection": reflection_id, "sealed": sealed}
            )

    def remove(self, person_id: str, reflection_id: str, name: str) -> None:
        """Take a tag off a reflection, its bytes too; raises `NotThere` when this person has no such reflection."""
        with self._access.locked(person_id) as (connection, _person):
            safe = self._access.safe(person_id)
            _check(connection, safe, person_id, reflection_id)
            rows = _rows(connection, person_id, (reflection_id,))
            gone = [row.id for row in rows if safe.open(row.sealed, reflection_id, PLACE, row.id) == name]
            connection.execute(delete(tags).where(tags.c.id.in_(gone)))
        self._access.shred()


def read_tags(
    connection: Connection, safe: Safe, person: str, only: Collection[str] | None = None
) -> dict[str, tuple[str, ...]]:
    """Open a person's tags, of all reflections or of some only, each list in the order of the alphabet."""
    named: dict[str, list[str]] = defaultdict(list)
    rows = _rows(connection, person, only)
    safe.fetch({row.reflection for row in rows})
    for row in rows:
        if safe.has(row.reflection):
            named[row.reflection].append(safe.open(row.sealed, row.reflection, PLACE, row.id))
    return {each: tuple(sorted(names, key=str.casefold)) for each, names in named.items()}


def _rows(connection: Connection, person: str, only: Collection[str] | None) -> list[Any]:
    query = select(tags).where(tags.c.person == person)
    rows: list[Any] = connection.execute(query if only is None else query.where(tags.c.reflection.in_(only))).all()
    return rows


def _check(connection: Connection, safe: Safe, person: str, reflection: str) -> None:
    one = and_(reflections.c.person == person, reflections.c.id == reflection)
    if connection.execute(select(reflections.c.id).where(one)).first() is None or not safe.has(reflection):
        raise NotThere(f"journal: this person has no reflection {reflection}; expected the id of one in their list")
