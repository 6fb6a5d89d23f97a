"""The questions that a person wants to be asked, in their own words, sealed; and one way to read all such prompts."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, insert
from sqlalchemy.engine import Connection

from bot.errors import NotThere
from bot.journal.access import Access
from bot.journal.moments import stamp
from bot.journal.safe import Safe
from bot.journal.schema import prompts
from bot.journal.statements import OWN_PROMPTS
from bot.model import OwnExercise, OwnQuestion
from bot.wire import unpack

PLACE = "prompts.sealed"
QUESTION, EXERCISE, RETIRED = "question", "exercise", "retired"
"""The kinds of a prompt: one question; an exercise; one that is offered no more but stays readable."""


class Prompts:
    """The own questions in one journal; `Journal.prompts` is it."""

    def __init__(self, access: Access) -> None:
        """Take how the journal comes at what is kept."""
        self._access = access

    def questions(self, person_id: str) -> tuple[OwnQuestion, ...]:
        """Return a person's own questions, oldest first; raises `NotThere` when there is no such person."""
        with self._access.reading(person_id) as connection:
            return read_prompts(connection, self._access.safe(person_id), person_id)[0]

    def add(self, person_id: str, text: str, now: datetime) -> OwnQuestion:
        """Keep one more question, word for word; raises as `questions` does.

        `add(eva, "Wat zou mijn oma zeggen?", now)` -> `OwnQuestion("5f0c…", "Wat zou mijn oma zeggen?")`
        """
        new = OwnQuestion(uuid.uuid4().hex, text)
        with self._access.locked(person_id) as (connection, _person):
            content = {"text": text, "at": stamp(now)}
            sealed = self._access.safe(person_id).seal_json(content, person_id, PLACE, new.id)
            row = {"id": new.id, "person": person_id, "kind": QUESTION, "sealed": sealed}
            connection.execute(insert(prompts), row)
        return new

    def remove(self, person_id: str, question_id: str) -> None:
        """Delete a question, its bytes too; raises `NotThere` when this person has no such question."""
        one = and_(prompts.c.person == person_id, prompts.c.id == question_id, prompts.c.kind == QUESTION)
        with self._access.locked(person_id) as (connection, _person):
            if not connection.execute(delete(prompts).where(one)).rowcount:
                raise NotThere(f"journal: this person has no question {question_id}; expected one of their list")
        self._access.shred()


def read_prompts(
    connection: Connection, safe: Safe, person: str
) -> tuple[tuple[OwnQuestion, ...], tuple[OwnExercise, ...]]:
    """Open a person's own questions and their own exercises, each oldest first, in one statement."""
    rows = connection.execute(OWN_PROMPTS, {"person": person}).all()
    opened = [(safe.open_json(row.sealed, person, PLACE, row.id), row) for row in rows if safe.has(person)]
    in_order = sorted(opened, key=lambda pair: (pair[0]["at"], pair[1].id))
    questions = (OwnQuestion(row.id, str(content["text"])) for content, row in in_order if row.kind == QUESTION)
    exercises = (_exercise(row, content) for content, row in in_order if row.kind in (EXERCISE, RETIRED))
    return tuple(questions), tuple(exercises)


def _exercise(row: Any, content: dict[str, Any]) -> OwnExercise:
    return unpack(OwnExercise, {**content, "id": row.id, "listed": row.kind == EXERCISE})
