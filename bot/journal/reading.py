"""Finding back what was said: a list, one reflection whole, what the chat shows."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import filterfalse
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.engine import Connection

from bot.errors import NotThere
from bot.journal.moments import stamp
from bot.journal.rows import entry_of, reflection_of
from bot.journal.safe import Safe
from bot.journal.schema import entries, reflections
from bot.model import Entry, Reflection


def list_reflections(
    connection: Connection,
    safe: Safe,
    person: str,
    since: datetime | None,
    until: datetime | None,
    exercise: str | None,
    words: tuple[str, ...],
) -> tuple[Reflection, ...]:
    """List reflections, newest first, each with the text of its first answer; see `Journal.reflections`."""
    wanted = [reflections.c.person == person]
    wanted += [] if since is None else [reflections.c.touched >= stamp(since)]
    wanted += [] if until is None else [reflections.c.begun < stamp(until)]
    wanted += [] if exercise is None else [reflections.c.exercise == exercise]
    safe.fetch()
    rows = connection.execute(select(reflections).where(*wanted).order_by(reflections.c.last.desc()))
    found = [row for row in rows if safe.has(row.id)]
    if words:
        texts = _written(connection, safe, person)
        found = [row for row in found if contains(texts[row.id], words)]
    firsts = _firsts(connection, safe, person)
    return tuple(reflection_of(row, safe, first=firsts.get(row.id, "")) for row in found)


def whole_reflection(connection: Connection, safe: Safe, person: str, reflection: str) -> Reflection:
    """Return one reflection with its entries; raises `NotThere` when this person has no such reflection."""
    wanted = and_(reflections.c.person == person, reflections.c.id == reflection)
    row = connection.execute(select(reflections).where(wanted)).one_or_none()
    if row is None or not safe.has(row.id):
        raise NotThere(f"journal: this person has no reflection {reflection}; expected the id of one in their list")
    safe.fetch((person,))
    said = opened(connection, safe, person, entries.c.reflection == reflection, heard=True)
    first = next((entry.text for entry in said if entry.role == "answer"), "")
    return reflection_of(row, safe, said, first)


def read_transcript(
    connection: Connection, safe: Safe, person: str, limit: int, brought: Sequence[bytes] = ()
) -> tuple[Entry, ...]:
    """Return the entries of the reflection that is open, else newest, and the asides since the one before it.

    What came by itself meanwhile is there too, wherever it belongs; `brought` are its messages' hashes.
    """
    newest = select(reflections).where(reflections.c.person == person)
    newest = newest.order_by(reflections.c.state == "open", reflections.c.last)
    row = connection.execute(newest).all()[-1:]
    if not row:
        return opened(connection, safe, person, entries.c.reflection.is_(None), limit)
    earlier = and_(reflections.c.person == person, reflections.c.last < row[0].first)
    before = connection.execute(select(func.max(reflections.c.last)).where(earlier)).scalar_one() or 0
    aside = and_(entries.c.reflection.is_(None), entries.c.seq > before)
    meanwhile = and_(entries.c.message.in_(brought), entries.c.seq > row[0].first)
    return opened(connection, safe, person, or_(entries.c.reflection == row[0].id, aside, meanwhile), limit)


def opened(
    connection: Connection, safe: Safe, person: str, wanted: Any, limit: int | None = None, *, heard: bool = False
) -> tuple[Entry, ...]:
    """Open the entries of a person that are wanted, in order, at most the newest `limit`; none whose key is gone."""
    query = select(entries).where(entries.c.person == person, wanted).order_by(entries.c.seq.desc()).limit(limit)
    rows = connection.execute(query).all()
    known = (row for row in reversed(rows) if safe.has(row.reflection or row.person))
    return tuple(entry_of(row, safe, heard=heard) for row in known)


def contains(texts: Iterable[str], words: tuple[str, ...]) -> bool:
    """Tell whether each word stands in some text, also as a part of a word, whatever its case and accents.

    `contains(["Het gesprek met Renée"], ("renee", "GESPREK"))` -> `True`
    """
    bare, wanted = [plain(text) for text in texts], [plain(word) for word in words]
    return all(any(word in text for text in bare) for word in wanted)


def plain(text: str) -> str:
    """Return a text without what does not matter when one looks for it: `plain("Renée")` -> `"renee"`."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(filterfalse(unicodedata.combining, apart))


def _written(connection: Connection, safe: Safe, person: str) -> dict[str, list[str]]:
    """Everything that the person wrote in each reflection."""
    texts: dict[str, list[str]] = defaultdict(list)
    for row in _texts(connection, and_(entries.c.person == person, entries.c.role != "turn")):
        if safe.has(row.reflection):
            texts[row.reflection].append(safe.open(row.text, row.reflection, "entries.text", row.id))
    return texts


def _firsts(connection: Connection, safe: Safe, person: str) -> dict[str, str]:
    """The first answer in each reflection."""
    answers = and_(entries.c.person == person, entries.c.role == "answer")
    first = select(func.min(entries.c.seq)).where(answers).group_by(entries.c.reflection)
    rows = _texts(connection, and_(entries.c.person == person, entries.c.seq.in_(first)))
    known = [row for row in rows if safe.has(row.reflection)]
    return {row.reflection: safe.open(row.text, row.reflection, "entries.text", row.id) for row in known}


def _texts(connection: Connection, wanted: Any) -> list[Any]:
    query = select(entries.c.id, entries.c.reflection, entries.c.text).where(wanted, entries.c.reflection.is_not(None))
    rows: list[Any] = connection.execute(query).all()
    return rows
