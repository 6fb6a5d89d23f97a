"""How a message and the turn that answers it become rows."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert
from sqlalchemy.engine import Connection

from bot.journal import statements
from bot.journal.rows import asked_of
from bot.journal.safe import Safe
from bot.journal.schema import entries, reflections
from bot.model import Heard, Message, Person, Turn
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
        language = self.turn.language or self.person.language
        changed = {"seq": self.last, "met": True, "language": language}
        self.connection.execute(statements.CHANGE_PERSON, {"whose": self.person.id, **changed})

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
            "exercise": turn.exercise or (before.exercise if before is not None else None),
            "state": "done" if turn.done else turn.state or (before.state if before is not None else "open"),
            "touched": self.at,
            "last": self.last,
            "asked": self.safe.seal_json(asked, reflection, "reflections.asked", reflection),
            "intention": intention,
        }

    def _said(self, message: Message, heard: Heard) -> dict[str, Any]:
        row = self._row(1, message.text)
        row["role"] = "aside" if self.turn.answers is None else "answer"
        row["exercise"] = self.before.exercise if self.before is not None else self.turn.exercise
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
