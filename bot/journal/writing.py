"""How a message and the turn that answers it become rows."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert
from sqlalchemy.engine import Connection

from bot.journal import statements
from bot.journal.reminders import mark_brought, plan, remember_wish
from bot.journal.rows import asked_of
from bot.journal.safe import Safe
from bot.journal.schema import entries, reflections
from bot.model import FOLLOW_UP, Heard, Message, Person, Turn
from bot.wire import pack


@dataclass(frozen=True)
class Writing:
    """One message, its turn, and where in the journal both go."""

    connection: Connection
    safe: Safe
    person: Person
    """Whose it is, as they are before."""
    seq: int
    """The place of the newest entry before."""
    before: Any
    """The row of the reflection that it goes into as it is before; `None` when it begins one or stays outside."""
    reflection: str | None
    """The id of that reflection or of the one that it begins; `None` outside any."""
    turn: Turn
    at: str

    @property
    def last(self) -> int:
        """The place of the newest entry after."""
        return self.seq + 2

    def put(self, message: Message, message_hash: bytes, heard: Heard) -> None:
        """Write all rows: the reflection first, since its entries refer to it."""
        if self.reflection is not None:
            self._put_reflection(self.reflection)
        said = self._said(message, heard)
        replied = self._replied()
        self.connection.execute(insert(entries), [{**row, "message": message_hash} for row in (said, replied)])
        self._put_person()

    def remind(self, reminder: str, reminder_hash: bytes) -> bool:
        """Write a turn that answers no message, into its reflection; `False` when that reminder was brought before."""
        if self.reflection is None or not mark_brought(self.connection, reminder):
            return False
        self._put_reflection(self.reflection)
        self.connection.execute(insert(entries), {**self._replied(), "message": reminder_hash})
        self._put_person()
        return True

    def _put_person(self) -> None:
        language = self.turn.language or self.person.language
        changed = {"seq": self.last, "met": True, "language": language}
        self.connection.execute(statements.CHANGE_PERSON, {"whose": self.person.id, **changed})
        if self.turn.reminds is not None:
            remember_wish(self.connection, self.person.id, self.turn.reminds)
        if self.turn.reminders and self.reflection is not None:
            plan(self.connection, self.person.id, self.reflection, self.turn.reminders)

    def _put_reflection(self, reflection: str) -> None:
        if self.turn.fresh or self.turn.resumes:
            self.connection.execute(statements.PAUSE_OPEN, {"whose": self.person.id})
        values = self._changed(reflection)
        if self.before is not None:
            self.connection.execute(statements.CHANGE_REFLECTION, {"which": reflection, **values})
            return
        new = {"id": reflection, "person": self.person.id, "begun": self.at, "first": self.seq + 1}
        self.connection.execute(insert(reflections), {**new, **values})

    def _changed(self, reflection: str) -> dict[str, Any]:
        turn, before = self.turn, self.before
        asked = [*turn.asked, *(asked_of(before, self.safe) if before is not None else ())]
        intention = before.intention if before is not None else None
        if turn.intention is not None:
            intention = self.safe.seal_json(pack(turn.intention), reflection, "reflections.intention", reflection)
        return {
            "exercise": self._exercise(),
            "state": "done" if turn.done else turn.state or (before.state if before is not None else "open"),
            "touched": self.at,
            "last": self.last,
            "asked": self.safe.seal_json(asked, reflection, "reflections.asked", reflection),
            "intention": intention,
        }

    def _exercise(self) -> str | None:
        """The exercise that the reflection is known by: what comes afterwards does not change it."""
        known: str | None = self.before.exercise if self.before is not None else None
        return known if self.turn.exercise in {None, FOLLOW_UP} and known else self.turn.exercise

    def _said(self, message: Message, heard: Heard) -> dict[str, Any]:
        row = self._row(1, message.text)
        row["role"] = "aside" if self.turn.answers is None else "answer"
        row["exercise"] = self.turn.answers_in or (self.before or self.turn).exercise
        row["step"] = self.turn.answers
        row["heard"] = self.safe.seal_json(pack(heard), self._owner, "entries.heard", row["id"])
        return row

    def _replied(self) -> dict[str, Any]:
        row = self._row(2, self.turn.text)
        row["role"] = "turn"
        row["exercise"], row["step"] = self.turn.exercise, self.turn.step
        row["turn"] = self.safe.seal_json(pack(self.turn), self._owner, "entries.turn", row["id"])
        return row

    def _row(self, after: int, text: str) -> dict[str, Any]:
        new = uuid.uuid4().hex
        sealed = self.safe.seal(text, self._owner, "entries.text", new)
        ours = {"id": new, "person": self.person.id, "reflection": self.reflection, "seq": self.seq + after}
        return {**ours, "at": self.at, "text": sealed, "heard": None, "turn": None}

    @property
    def _owner(self) -> str:
        owner: str = self.reflection or self.person.id
        return owner
