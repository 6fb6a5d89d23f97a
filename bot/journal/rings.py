"""How a key ring is begun and checked."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from sqlalchemy import insert, inspect, select
from sqlalchemy.engine import Connection, Engine

from bot.errors import KeyRingUnsafe, Tampered
from bot.journal.copying import renew_stale_copy
from bot.journal.engines import file_of, lock_openings, open_engine, url_of
from bot.journal.keyring import KeyRing, metadata, rings
from bot.journal.sealing import KEY, cipher_of, seal_bytes, unseal_bytes

PROOF = ("ring.proof", b"blijk")


def ring_exists(where: str) -> bool:
    """Tell whether there is a key ring at this path or URL that has been begun."""
    file = file_of(url_of(where))
    if file is not None and not file.exists():
        return False
    engine = open_engine(url_of(where))
    try:
        with engine.connect() as connection:
            return proof_of(connection) is not None
    finally:
        engine.dispose()


def open_ring(where: str, master: bytes, journal: str, *, begin: bool) -> KeyRing:
    """Open the key ring at a path or URL for one journal; `begin` one where there is none.

    Raises `KeyRingUnsafe` when there is none and none may be begun, when others can read it, or when the master key
    is not the one that it was begun with.
    """
    if len(master) != KEY:
        raise KeyRingUnsafe(f"master key: has {len(master)} bytes; expected {KEY}; choices: what `master_key` reads")
    file = file_of(url_of(where))
    if file is not None and file.exists():
        check_private(file, "key ring")
    if not begin and not ring_exists(where):
        raise KeyRingUnsafe(
            f"key ring {_shown(where)}: is not there; expected the ring that the journal was sealed with; "
            "choices: put it or its copy back, point BLIJK_KEYS at it, or begin a new journal elsewhere"
        )
    engine = open_engine(url_of(where))
    ring = KeyRing(engine, master, _begun(engine, master, where), journal)
    renew_stale_copy(engine)
    return ring


def check_knows(ring: KeyRing, journal: str) -> None:
    """Raise `KeyRingUnsafe` when a ring was never used for this journal."""
    if not ring.find([journal]):
        raise KeyRingUnsafe(
            "key ring: does not know this journal, though people wrote in it; expected the ring of its first day; "
            "choices: point BLIJK_KEYS at that ring or its copy, or begin a new journal elsewhere"
        )


def check_private(file: Path, what: str) -> None:
    """Raise `KeyRingUnsafe` when others than the owner of this process can read a file or replace it."""
    mine, folder = file.stat(), file.parent.stat()
    if mine.st_mode & (stat.S_IRWXG | stat.S_IRWXO) or mine.st_uid != os.geteuid():
        raise KeyRingUnsafe(
            f"{what} {file}: others can read it; expected mode 0600 and yourself as its owner; "
            f"choices: chmod 600 '{file}', and a new master key if somebody may have read it"
        )
    if folder.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise KeyRingUnsafe(
            f"{what} {file}: others can replace it; expected a folder that only you can write in; "
            f"choices: chmod 700 '{file.parent}', or another folder"
        )


def _begun(engine: Engine, master: bytes, where: str) -> bytes:
    with engine.execution_options(lock="IMMEDIATE").begin() as connection:
        lock_openings(connection)
        proof = proof_of(connection)
        if proof is None:
            proof = new_proof(master)
            metadata.create_all(connection)
            connection.execute(insert(rings), {"id": 1, "proof": proof, "stale": False})
    check_proof(proof, master, where)
    return proof


def proof_of(connection: Connection) -> bytes | None:
    """Return what opens with the ring's master key only; `None` when there is no ring yet."""
    if not inspect(connection).has_table(rings.name):
        return None
    proof: bytes | None = connection.execute(select(rings.c.proof)).scalar_one_or_none()
    return proof


def new_proof(master: bytes) -> bytes:
    """Make what opens with this master key only."""
    where, word = PROOF
    return seal_bytes(cipher_of(master), word, where)


def check_proof(proof: bytes | None, master: bytes, where: str) -> None:
    """Raise `KeyRingUnsafe` when a proof was made with another master key."""
    try:
        unseal_bytes(cipher_of(master), proof or b"", PROOF[0])
    except Tampered:
        raise KeyRingUnsafe(
            f"key ring {_shown(where)}: does not open with this master key; expected the one it was begun with; "
            "choices: put the right master key back, finish a change of it that was cut short, "
            "or begin a new journal with a new ring"
        ) from None


def _shown(where: str) -> str:
    file = file_of(url_of(where))
    return f"'{file}'" if file is not None else "database"
