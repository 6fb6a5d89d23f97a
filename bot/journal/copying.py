"""The one copy of the key ring, which overwrites the former, so that a key that was erased lies in neither."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from bot.journal.engines import open_engine, scrub, url_of
from bot.journal.keyring import keys, metadata, rings


def copy_ring(where: str, to: Path) -> Path | None:
    """Write the ring's one current copy to a file and remember where it is; return where the former one lies, if any.

    A former copy at another place is not followed by the ring any more: whoever calls this sees to it that it goes.
    """
    engine = open_engine(url_of(where))
    try:
        with engine.execution_options(lock="IMMEDIATE").begin() as connection:
            former = connection.execute(select(rings.c.copy)).scalar_one()
            connection.execute(update(rings).values(copy=str(to.absolute()), stale=True))
        renew_copy(engine)
    finally:
        engine.dispose()
    return Path(former) if former and Path(former) != to.absolute() else None


def renew_copy_of(where: str) -> int | None:
    """Bring the one copy of the ring at a path or URL up to date; returns and raises as `renew_copy` does."""
    engine = open_engine(url_of(where))
    try:
        return renew_copy(engine)
    finally:
        engine.dispose()


def renew_copy(engine: Engine) -> int | None:
    """Bring the ring's copy up to date; return how many keys it holds, `None` when there is no copy.

    Raises `OSError` when the copy cannot be reached; then it is tried again when the ring is next opened.
    """
    with engine.execution_options(lock="IMMEDIATE").begin() as connection:
        ring = connection.execute(select(rings)).one()
        if ring.copy is None:
            return None
        copied = connection.execute(select(keys)).mappings().all()
        _overwrite(Path(ring.copy), ring.proof, copied)
        connection.execute(update(rings).values(stale=False))
    return len(copied)


def renew_stale_copy(engine: Engine) -> None:
    """Bring the copy up to date if it still holds what has left the ring; when it cannot be reached, it stays so."""
    with engine.connect() as connection:
        stale = connection.execute(select(rings.c.stale)).scalar_one()
    if stale:
        try:
            renew_copy(engine)
        except OSError:
            return  # the next opening tries again, and a receipt says so meanwhile


def _overwrite(file: Path, proof: bytes, copied: Any) -> None:
    if not file.parent.is_dir():
        raise FileNotFoundError("the folder of the key ring's copy is not there")
    engine = open_engine(url_of(file))
    try:
        with engine.execution_options(lock="IMMEDIATE").begin() as connection:
            metadata.create_all(connection)
            connection.execute(delete(keys))
            connection.execute(delete(rings))
            connection.execute(insert(rings), {"id": 1, "proof": proof, "stale": False})
            if copied:
                connection.execute(insert(keys), [dict(row) for row in copied])
        scrub(engine)
    except OperationalError:
        raise OSError("the key ring's copy cannot be written") from None
    finally:
        engine.dispose()
