"""Looking at a key ring and a journal from outside, for `blijk doctor`: nothing is begun and nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bot.journal.engines import answering, open_engine
from bot.journal.keyring import rings
from bot.journal.migrating import check_revision
from bot.journal.rings import check_knows, open_ring
from bot.journal.schema import erasures, journals, people


@dataclass(frozen=True)
class Copy:
    """The one copy of a key ring."""

    file: Path | None
    """Where it lies; `None` when there is none."""
    stale: bool
    """It still holds what has left the ring."""


def look_at_copy(keys: str, master: bytes) -> Copy:
    """Tell about the ring's one copy, and write nothing; raises `KeyRingUnsafe` when ring and master do not fit."""
    ring = open_ring(keys, master, "", begin=False)
    try:
        with ring.engine.connect() as connection:
            row = connection.execute(select(rings)).one()
            return Copy(Path(row.copy) if row.copy else None, row.stale)
    finally:
        ring.engine.dispose()


def look_into_journal(database_url: str, keys: str, master: bytes) -> int:
    """Return how many erasures wait to be finished, and write nothing.

    Raises `NotReady` when the database does not answer or its tables are not up to date, `KeyRingUnsafe` when the ring
    does not know this journal.
    """
    engine = open_engine(database_url)
    try:
        with answering(), engine.connect() as connection:
            check_revision(connection)
            journal = connection.execute(select(journals.c.id)).scalar_one_or_none()
            anybody = connection.execute(select(people.c.id).limit(1)).first()
            if journal is not None and anybody is not None:
                ring = open_ring(keys, master, journal, begin=False)
                check_knows(ring, journal)
                ring.engine.dispose()
            return int(connection.execute(select(func.count()).select_from(erasures)).scalar_one())
    finally:
        engine.dispose()
