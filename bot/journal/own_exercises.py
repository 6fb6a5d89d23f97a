"""The exercises that a person made for themselves, sealed. What reflections were made with stays as it was."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, insert, update
from sqlalchemy.engine import Connection

from bot.errors import NotThere
from bot.journal.access import Access
from bot.journal.erasing import drop_unused
from bot.journal.moments import stamp
from bot.journal.prompts import EXERCISE, PLACE, RETIRED, read_prompts
from bot.journal.schema import prompts
from bot.model import OWN, OwnExercise
from bot.wire import pack


class OwnExercises:
    """The own exercises in one journal; `Journal.exercises` is it. All raise `NotThere` without such a person."""

    def __init__(self, access: Access) -> None:
        """Take how the journal comes at what is kept."""
        self._access = access

    def of(self, person_id: str) -> tuple[OwnExercise, ...]:
        """Return a person's own exercises, oldest first; those that are offered no more have `listed=False`."""
        with self._access.reading(person_id) as connection:
            return read_prompts(connection, self._access.safe(person_id), person_id)[1]

    def add(self, person_id: str, made: OwnExercise, now: datetime) -> OwnExercise:
        """Keep one more, under an id of its own, and return it with that."""
        with self._access.locked(person_id) as (connection, _person):
            return self._insert(connection, person_id, made, now)

    def change(self, person_id: str, made: OwnExercise, now: datetime) -> OwnExercise:
        """Keep an exercise in place of the one with its id, and return it.

        With other questions it becomes a new one, so that an older card never shows an answer beside a question that
        was not asked. Raises `NotThere` when this person is offered no such exercise.
        """
        with self._access.locked(person_id) as (connection, _person):
            before = self._one(connection, person_id, made.id)
            if (before.questions, before.intends) == (made.questions, made.intends):
                row = and_(prompts.c.person == person_id, prompts.c.id == made.id)
                connection.execute(update(prompts).where(row).values(sealed=self._sealed(person_id, made, now)))
                kept = made
            else:
                self._retire(connection, person_id, made.id)
                kept = self._insert(connection, person_id, made, now)
        self._access.shred()
        return kept

    def remove(self, person_id: str, exercise_id: str) -> None:
        """Offer an exercise no more; it is deleted with the last reflection that was made with it, or at once.

        Raises `NotThere` when this person is offered no such exercise.
        """
        with self._access.locked(person_id) as (connection, _person):
            self._retire(connection, person_id, exercise_id)
        self._access.shred()

    def _one(self, connection: Connection, person: str, exercise: str) -> OwnExercise:
        for each in read_prompts(connection, self._access.safe(person), person)[1]:
            if each.id == exercise and each.listed:
                return each
        raise NotThere(f"journal: this person has no exercise {exercise}; expected one of their list")

    def _retire(self, connection: Connection, person: str, exercise: str) -> None:
        one = and_(prompts.c.person == person, prompts.c.id == exercise, prompts.c.kind == EXERCISE)
        if not connection.execute(update(prompts).where(one).values(kind=RETIRED)).rowcount:
            raise NotThere(f"journal: this person has no exercise {exercise}; expected one of their list")
        drop_unused(connection, person)

    def _insert(self, connection: Connection, person: str, made: OwnExercise, now: datetime) -> OwnExercise:
        new = replace(made, id=f"{OWN}_{uuid.uuid4().hex[4:]}")
        sealed = self._sealed(person, new, now)
        connection.execute(insert(prompts), {"id": new.id, "person": person, "kind": EXERCISE, "sealed": sealed})
        return new

    def _sealed(self, person: str, made: OwnExercise, now: datetime) -> bytes:
        content = {**pack(made), "at": stamp(now)}
        return self._access.safe(person).seal_json(content, person, PLACE, made.id)
