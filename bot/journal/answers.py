"""Everything that a person answered in a period, opened at once: what patterns over time are made of."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.engine import Connection

from bot.journal.moments import moment, stamp
from bot.journal.rows import heard_of, owner_of, reflection_of
from bot.journal.safe import Safe
from bot.journal.schema import entries, reflections
from bot.model import Entry, Feeling, Heard, Reflection
from bot.wire import unpack

Steps = frozenset[tuple[str, str]]
"""Steps of exercises: `{("four_words", "question")}`."""


def read_answers(
    connection: Connection, safe: Safe, person: str, since: datetime, until: datetime, whole: Steps
) -> tuple[Reflection, ...]:
    """Return the reflections that were touched in a period, oldest first, each with its answers; see `Journal`."""
    inside = (reflections.c.person == person, reflections.c.touched >= stamp(since), reflections.c.begun < stamp(until))
    rows = connection.execute(select(reflections).where(*inside).order_by(reflections.c.first)).all()
    safe.fetch(row.id for row in rows)
    answers = and_(entries.c.person == person, entries.c.role == "answer")
    joined = select(entries).join(reflections, reflections.c.id == entries.c.reflection)
    said: dict[str, list[Entry]] = defaultdict(list)
    for row in connection.execute(joined.where(answers, *inside).order_by(entries.c.seq)):
        if safe.has(owner_of(row)):
            said[row.reflection].append(_answer(row, safe, whole))
    return tuple(reflection_of(row, safe, tuple(said[row.id])) for row in rows if safe.has(row.id))


def _answer(row: Any, safe: Safe, whole: Steps) -> Entry:
    """Open an answer; most of them not wholly, which would take several times as long."""
    wanted = (row.exercise, row.step) in whole
    text = safe.open(row.text, owner_of(row), "entries.text", row.id) if wanted else ""
    heard = heard_of(row, safe) if wanted else _felt(row, safe)
    return Entry(row.id, row.role, text, moment(row.at), row.exercise, row.step, heard, seq=row.seq)


def _felt(row: Any, safe: Safe) -> Heard:
    packed = safe.open_json(row.heard, owner_of(row), "entries.heard", row.id)
    feelings = tuple(unpack(Feeling, each) for each in packed.get("feelings", ()))
    return Heard("", packed["language"], feelings=feelings)
