"""The questions that a person wants to be asked, in their own words, sealed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, insert
from sqlalchemy.engine import Connection

from bot.errors import NotThere
from bot.journal.keyring import KeyRing
from bot.journal.moments import stamp
from bot.journal.safe import Safe
from bot.journal.schema import prompts
from bot.journal.statements import OWN_QUESTIONS
from bot.model import OwnQuestion

PLACE = "prompts.sealed"
QUESTION = "question"
"""The kind of a prompt that is one question."""


class Prompts:
    """The own questions in one journal; `Journal.prompts` is it."""

    def __init__(
        self,
        reading: Callable[[str], AbstractContextManager[Connection]],
        locked: Callable[[str], AbstractContextManager[tuple[Connection, Any]]],
        ring: KeyRing,
        scrub: Callable[[], object],
    ) -> None:
        """Take how the journal reads of a person and locks one, its keys, and what wipes what was deleted."""
        self._reading = reading
        self._locked = locked
        self._ring = ring
        self._scrub = scrub

    def questions(self, person_id: str) -> tuple[OwnQuestion, ...]:
        """Return a person's own questions, oldest first; raises `NotThere` when there is no such person."""
        with self._reading(person_id) as connection:
            return read_questions(connection, Safe(self._ring, person_id), person_id)

    def add(self, person_id: str, text: str, now: datetime) -> OwnQuestion:
        """Keep one more question, word for word; raises as `questions` does.

        `add(eva, "Wat zou mijn oma zeggen?", now)` -> `OwnQuestion("5f0c…", "Wat zou mijn oma zeggen?")`
        """
        new = OwnQuestion(uuid.uuid4().hex, text)
        with self._locked(person_id) as (connection, _person):
            content = {"text": text, "at": stamp(now)}
            sealed = Safe(self._ring, person_id).seal_json(content, person_id, PLACE, new.id)
            row = {"id": new.id, "person": person_id, "kind": QUESTION, "sealed": sealed}
            connection.execute(insert(prompts), row)
        return new

    def remove(self, person_id: str, question_id: str) -> None:
        """Delete a question, its bytes too; raises `NotThere` when this person has no such question."""
        one = and_(prompts.c.person == person_id, prompts.c.id == question_id)
        with self._locked(person_id) as (connection, _person):
            if not connection.execute(delete(prompts).where(one)).rowcount:
                raise NotThere(f"journal: this person has no question {question_id}; expected one of their list")
        self._scrub()


def read_questions(connection: Connection, safe: Safe, person: str) -> tuple[OwnQuestion, ...]:
    """Open a person's own questions, oldest first."""
    rows = connection.execute(OWN_QUESTIONS, {"person": person}).all()
    opened = [(safe.open_json(row.sealed, person, PLACE, row.id), row.id) for row in rows if safe.has(person)]
    in_order = sorted(opened, key=lambda pair: (pair[0]["at"], pair[1]))
    return tuple(OwnQuestion(row, str(content["text"])) for content, row in in_order)
