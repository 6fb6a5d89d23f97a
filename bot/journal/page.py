"""One page of the journal: what is read and written in one turn, under the write lock, all or nothing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Any

from sqlalchemy.engine import Connection

from bot.errors import NotThere
from bot.journal import statements
from bot.journal.earlier import naming
from bot.journal.moments import stamp
from bot.journal.prompts import read_prompts
from bot.journal.reminders import REMINDER
from bot.journal.rows import asked_of, entry_of, heard_of, person_of, reflection_of, turn_of
from bot.journal.safe import Safe
from bot.journal.sealing import keyed_hash
from bot.journal.statements import CLOSED, RECENT, REMEMBERED
from bot.journal.writing import Writing
from bot.model import FOLLOW_UP, Earlier, Entry, Heard, Message, Thread, Turn


class Page:
    """What one person's turn reads and writes; `Journal.turn` opens it."""

    def __init__(self, connection: Connection, row: Any, safe: Safe, hash_key: bytes) -> None:
        """Take a connection that holds the write lock, the row of whose page it is, and their keys."""
        self._connection = connection
        self.person = person_of(row)
        self._seq: int = row.seq
        self._asks: bool = row.asks
        self._safe = safe
        self._hash_key = hash_key

    def answered(self, message_id: str) -> Turn | None:
        """Return the turn that answered a message which was written before, `None` when it is a new one."""
        row = self._one(statements.ANSWERED, message=self._hash(message_id))
        return turn_of(row, self._safe) if row else None

    def thread(self, now: datetime, chosen: str | None = None) -> Thread:
        """Return all that the coach may know when it thinks, opened.

        `chosen` is the id of another reflection of theirs to think about; one that is not there is passed over.
        """
        recent, current = self._recent, self._chosen(chosen) or self._current
        asides = self._asides()
        asked = (asked_of(row, self._safe) for row in recent[:REMEMBERED] if self._safe.has(row.id))
        own = read_prompts(self._connection, self._safe, self.person.id) if self._asks else ((), ())
        return Thread(
            person=self.person,
            now=now,
            reflection=reflection_of(current, self._safe, self._entries(current.id)) if current else None,
            asides=asides,
            asked=tuple(chain.from_iterable(asked)),
            finished=tuple(row.exercise for row in recent if row.state == "done" and row.exercise),
            closed_with=None if current or asides else self._closed_with(),
            own_questions=own[0],
            own_exercises=own[1],
        )

    def closings(self, limit: int = CLOSED) -> tuple[Heard, ...]:
        """Return what was heard in the last answer of each of the last finished reflections, newest first."""
        done = [row.id for row in self._recent if row.state == "done"][:limit]
        rows = self._all(statements.LAST_ANSWERS, done=done) if done else []
        return tuple(heard_of(row, self._safe) for row in rows if row.heard and self._safe.has(row.reflection))

    def spoken_of(self, people: Sequence[str]) -> tuple[Earlier, ...]:
        """Return the newest reflections beside the one under way in which one of these is named, newest first."""
        under_way = self._current if self._current is not None and self._current.state == "open" else None
        others = [row for row in self._recent[:REMEMBERED] if row is not under_way and self._safe.has(row.id)]
        answers = self._all(statements.ANSWERS_IN, done=[row.id for row in others]) if people and others else []
        return naming(people, others, answers, self._safe)

    def write(self, message: Message, heard: Heard, turn: Turn, now: datetime) -> None:
        """Keep a message, word for word, and the turn that answers it.

        Raises `NotThere` when the message is somebody else's, or the turn goes on with a reflection that is not there.
        """
        if message.person != self.person.id:
            raise NotThere("journal: the message is another person's; expected the person whose page this is")
        before = self._goes_into(turn)
        reflection: str | None = before.id if before is not None else None
        if before is None and (turn.fresh or turn.state is not None):
            reflection = uuid.uuid4().hex
            self._safe.make(reflection)
        writing = Writing(self._connection, self._safe, self.person, self._seq, before, reflection, turn, stamp(now))
        writing.put(message, self._hash(message.id), heard)
        self.person = replace(
            self.person, met=True, language=turn.language or self.person.language,
            reminds=turn.reminds or self.person.reminds,
        )  # fmt: skip
        self._seq = writing.last
        for read in ("_recent", "_current"):
            self.__dict__.pop(read, None)

    def remind(self, reminder: str, reflection: str, turn: Turn, now: datetime) -> bool:
        """Keep a turn that comes by itself, because of a reminder, in its reflection.

        Returns `False` when it was brought before, or is not wanted any more. Raises `NotThere` when that reflection
        is not there.
        """
        before = self._known(reflection)
        writing = Writing(self._connection, self._safe, self.person, self._seq, before, before.id, turn, stamp(now))
        return writing.remind(reminder, keyed_hash(self._hash_key, REMINDER, reminder))

    def _goes_into(self, turn: Turn) -> Any:
        """Return the row of the reflection that the message belongs to, `None` when it begins one or stays outside."""
        if turn.resumes is not None:
            return self._resting(turn)
        current = None if turn.fresh else self._current
        if current is not None and (current.state == "open" or turn.state in ("paused", "done")):
            return current
        return None

    def _resting(self, turn: Turn) -> Any:
        row = self._known(turn.resumes or "")
        if row.state == "done" and turn.exercise != FOLLOW_UP:
            raise NotThere(f"journal: reflection {row.id} cannot go on; expected one of this person that rests")
        return row

    def _known(self, reflection: str) -> Any:
        row = self._one(statements.ONE, person=self.person.id, reflection=reflection)
        if row is None or not self._safe.has(row.id):
            raise NotThere(f"journal: this person has no reflection {reflection}; expected the id of one of theirs")
        return row

    @cached_property
    def _recent(self) -> list[Any]:
        """The rows of the newest reflections; the keys that a turn needs are fetched with them, all at once."""
        rows = self._all(statements.NEWEST)
        done = [row.id for row in rows if row.state == "done"]
        resting = [row.id for row in rows if row.state != "done"]
        newest = [row.id for row in rows]
        self._safe.fetch({self.person.id, *newest[:REMEMBERED], *done[:CLOSED], *resting[:REMEMBERED]})
        return rows

    @cached_property
    def _current(self) -> Any:
        """The row of the newest open reflection, else of the newest paused one; none whose key is gone."""
        resting = [row for row in self._recent if row.state != "done"]
        if not resting and len(self._recent) == RECENT:
            resting = self._all(statements.RESTING)
        resting.sort(key=lambda row: (row.state == "open", row.last), reverse=True)
        return next((row for row in resting if self._safe.has(row.id)), None)

    def _chosen(self, reflection: str | None) -> Any:
        try:
            return self._known(reflection) if reflection else None
        except NotThere:
            return None

    def _closed_with(self) -> Turn | None:
        """The turn that closed the newest reflection, when that is the last thing that was said."""
        newest = next((row for row in self._recent if self._safe.has(row.id)), None)
        if newest is None:
            return None
        said = self._all(statements.LAST_TURN, reflection=newest.id)
        return turn_of(said[0], self._safe) if said and said[0].seq == newest.last else None

    def _entries(self, reflection: str) -> tuple[Entry, ...]:
        return tuple(
            entry_of(row, self._safe, heard=True) for row in self._all(statements.ENTRIES, reflection=reflection)
        )

    def _asides(self) -> tuple[Entry, ...]:
        closed = max((row.last for row in self._recent if row.state == "done"), default=0)
        newest = self._all(statements.NEWEST_ASIDES, after=closed)
        return tuple(entry_of(row, self._safe, heard=True) for row in reversed(newest))

    def _all(self, statement: Any, **values: Any) -> list[Any]:
        rows: list[Any] = self._connection.execute(statement, {"person": self.person.id, **values}).all()
        return rows

    def _one(self, statement: Any, **values: Any) -> Any:
        return self._connection.execute(statement, values).one_or_none()

    def _hash(self, message_id: str) -> bytes:
        return keyed_hash(self._hash_key, "message", self.person.id, message_id)
