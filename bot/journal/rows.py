"""Rows of the journal to nouns."""

from __future__ import annotations

from typing import Any

from bot.journal.moments import moment
from bot.journal.safe import Safe
from bot.model import Entry, Heard, Intention, Person, Reflection, Turn
from bot.wire import unpack


def person_of(row: Any) -> Person:
    """Make a person of a row of `people`."""
    return Person(id=row.id, language=row.language, met=row.met, reminds=getattr(row, "reminds", None))


def entry_of(row: Any, safe: Safe, *, heard: bool = False) -> Entry:
    """Open one entry; what was heard in it only when asked for, since only the coach needs that."""
    return Entry(
        id=row.id,
        role=row.role,
        text=safe.open(row.text, owner_of(row), "entries.text", row.id),
        at=moment(row.at),
        exercise=row.exercise,
        step=row.step,
        heard=heard_of(row, safe) if heard and row.heard is not None else None,
        turn=turn_of(row, safe) if row.turn is not None else None,
        seq=row.seq,
    )


def heard_of(row: Any, safe: Safe) -> Heard:
    """Open what was heard in an entry."""
    return unpack(Heard, safe.open_json(row.heard, owner_of(row), "entries.heard", row.id))


def turn_of(row: Any, safe: Safe) -> Turn:
    """Open the turn of an entry."""
    return unpack(Turn, safe.open_json(row.turn, owner_of(row), "entries.turn", row.id))


def owner_of(row: Any) -> str:
    """Tell whose key an entry is sealed with: its reflection's, or the person's outside any."""
    owner: str = row.reflection or row.person
    return owner


def reflection_of(row: Any, safe: Safe, entries: tuple[Entry, ...] = (), first: str = "") -> Reflection:
    """Make a reflection of its row and its opened entries."""
    return Reflection(
        id=row.id,
        exercise=row.exercise,
        state=row.state,
        begun=moment(row.begun),
        touched=moment(row.touched),
        entries=entries,
        first=first,
        intention=intention_of(row, safe),
    )


def intention_of(row: Any, safe: Safe) -> Intention | None:
    """Open the intention of a reflection; `None` when it has none."""
    if row.intention is None:
        return None
    return unpack(Intention, safe.open_json(row.intention, row.id, "reflections.intention", row.id))


def asked_of(row: Any, safe: Safe) -> tuple[str, ...]:
    """Open the ids of the wordings used in a reflection, newest first."""
    return tuple(safe.open_json(row.asked, row.id, "reflections.asked", row.id))
