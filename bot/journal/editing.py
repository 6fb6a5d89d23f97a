"""Taking back what was said: an answer is changed or removed, and nothing of the old words stays in the journal.

What was heard in them goes too, and so does what the coach gave back of them, here and in later reflections.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, delete, select, update
from sqlalchemy.engine import Connection

from bot.errors import NotThere
from bot.journal.access import Access
from bot.journal.blanking import blank_turn, is_from
from bot.journal.erasing import Receipt
from bot.journal.rows import owner_of
from bot.journal.safe import Safe
from bot.journal.schema import entries, reflections


class Editing:
    """The changing of what is kept in one journal; `Journal.editing` is it."""

    def __init__(self, access: Access) -> None:
        """Take how the journal comes at what is kept."""
        self._access = access

    def change(self, person_id: str, reflection_id: str, entry_id: str, text: str) -> Receipt:
        """Let an entry of the person's say `text` from now on, and forget what it said and what was heard in it.

        The receipt tells in `left` where old bytes could not be wiped yet. An archive that was made before still
        holds them. Raises `NotThere` when this person said no such thing in that reflection.
        """
        with self._access.locked(person_id) as (connection, _person):
            change = _Change(connection, self._access.safe(person_id), person_id, reflection_id, entry_id)
            change.put(text)
            change.forget(text)
        return self._access.shred()

    def remove(self, person_id: str, reflection_id: str, entry_id: str) -> Receipt:
        """Remove an entry of the person's; returns and raises as `change` does."""
        with self._access.locked(person_id) as (connection, _person):
            change = _Change(connection, self._access.safe(person_id), person_id, reflection_id, entry_id)
            connection.execute(delete(entries).where(entries.c.id == entry_id))
            change.forget("")
        return self._access.shred()


class _Change:
    """One entry that is changed, and what was said about it."""

    def __init__(self, connection: Connection, safe: Safe, person: str, reflection: str, entry: str) -> None:
        self._connection, self._safe, self._person = connection, safe, person
        safe.fetch()
        inside = and_(entries.c.person == person, entries.c.reflection == reflection)
        wanted = and_(inside, entries.c.id == entry, entries.c.role != "turn")
        row = connection.execute(select(entries).where(wanted)).one_or_none()
        if row is None or not safe.has(reflection):
            raise NotThere(f"journal: this person said no entry {entry} there; expected the id of one of their own")
        self._row = row
        self._old = safe.open(row.text, reflection, "entries.text", row.id)

    def put(self, text: str) -> None:
        row = self._row
        sealed = self._safe.seal(text, row.reflection, "entries.text", row.id)
        self._connection.execute(update(entries).where(entries.c.id == row.id).values(text=sealed, heard=None))

    def forget(self, new: str) -> None:
        self._change_intention(new)
        for row in self._turns():
            turn = self._safe.open_json(row.turn, owner_of(row), "entries.turn", row.id)
            near, answers = row.reflection == self._row.reflection, row.message == self._row.message
            left = blank_turn(turn, self._old, new, near=near, answers=answers)
            if left != turn:
                self._put_turn(row, left)

    def _turns(self) -> Iterator[Any]:
        """All that the coach said since."""
        later = and_(entries.c.person == self._person, entries.c.role == "turn", entries.c.seq > self._row.seq)
        rows = self._connection.execute(select(entries).where(later)).all()
        return (row for row in rows if self._safe.has(owner_of(row)))

    def _put_turn(self, row: Any, turn: dict[str, Any]) -> None:
        text = self._safe.seal(turn["text"], owner_of(row), "entries.text", row.id)
        sealed = self._safe.seal_json(turn, owner_of(row), "entries.turn", row.id)
        self._connection.execute(update(entries).where(entries.c.id == row.id).values(text=text, turn=sealed))

    def _change_intention(self, new: str) -> None:
        """Let the intention follow the answer that it was taken from; its moment stays as long as there is one."""
        itself, place = reflections.c.id == self._row.reflection, "reflections.intention"
        sealed = self._connection.execute(select(reflections.c.intention).where(itself)).scalar_one()
        if sealed is None:
            return
        kept = self._safe.open_json(sealed, self._row.reflection, place, self._row.reflection)
        if not is_from(kept["text"], self._old, new):
            return
        packed = {**kept, "text": new}
        changed = self._safe.seal_json(packed, self._row.reflection, place, self._row.reflection) if new else None
        self._connection.execute(update(reflections).where(itself).values(intention=changed))
