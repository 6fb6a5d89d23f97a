"""The master key: 32 bytes in a file of their own that opens the key ring. Without it nothing can be read again."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import select, update

from bot.errors import KeyRingUnsafe
from bot.journal.copying import renew_stale_copy
from bot.journal.engines import open_engine, scrub, sync_folder, url_of
from bot.journal.keyring import keys, rings, unwrap, wrap
from bot.journal.rings import check_private, check_proof, new_proof, open_ring, proof_of, ring_exists
from bot.journal.sealing import KEY, cipher_of, new_key


def master_key(path: str | Path, keys: str) -> bytes:
    """Read the master key from its file; make it, durably, when neither it nor the key ring `keys` exists.

    Raises `KeyRingUnsafe` when the ring exists and the key does not, when others can read the file, or when what it
    holds is no key.
    """
    file = Path(path)
    if not file.exists():
        if ring_exists(keys):
            raise KeyRingUnsafe(
                f"master key '{file}': is not there, though its key ring is; expected the key the ring was begun with; "
                "choices: put the file back, name another with BLIJK_MASTER_KEY_FILE, or begin anew with a new ring"
            )
        with suppress(FileExistsError):  # another process that starts now was first
            _write(file, new_key())
    check_private(file, "master key")
    return _read(file)


def change_master_key(path: str | Path, keys: str) -> int:
    """Give the key ring a new master key and put that in the file; return how many keys were wrapped anew.

    Cut short by a crash it can be called again: the new key waits beside the file until the ring is under it.
    """
    file = Path(path)
    waiting = file.with_name(file.name + ".new")
    with suppress(FileExistsError):
        _write(waiting, new_key())
    wrapped = 0
    if not _opens(keys, _read(waiting)):
        wrapped = rotate(keys, _read(file), _read(waiting))
    waiting.replace(file)
    sync_folder(file.parent)
    return wrapped


def rotate(where: str, master_old: bytes, master_new: bytes) -> int:
    """Wrap every key under a new master key instead of the old one, all or none; return how many.

    Raises `KeyRingUnsafe` when the old master key is not the ring's. Processes that run must be started again.
    """
    engine = open_engine(url_of(where))
    try:
        with engine.execution_options(lock="IMMEDIATE").begin() as connection:
            check_proof(proof_of(connection), master_old, where)
            connection.execute(update(rings).values(proof=new_proof(master_new), stale=rings.c.copy.is_not(None)))
            rows = connection.execute(select(keys)).all()
            old, new = cipher_of(master_old), cipher_of(master_new)
            for row in rows:
                key = unwrap(old, row.journal, row.owner, row.wrapped)
                here = (keys.c.journal == row.journal) & (keys.c.owner == row.owner)
                wrapped = wrap(new, row.journal, row.owner, key)
                connection.execute(update(keys).where(here).values(wrapped=wrapped))
        scrub(engine)
        renew_stale_copy(engine)
        return len(rows)
    finally:
        engine.dispose()


def _opens(keys: str, master: bytes) -> bool:
    try:
        open_ring(keys, master, "", begin=False).engine.dispose()
    except KeyRingUnsafe:
        return False
    return True


def _read(file: Path) -> bytes:
    try:
        key = bytes.fromhex(file.read_text("ascii"))
    except ValueError:
        key = b""
    if len(key) != KEY:
        raise KeyRingUnsafe(
            f"master key '{file}': holds no key; expected {KEY * 2} hexadecimal digits; "
            "choices: put the right file back"
        )
    return key


def _write(file: Path, key: bytes) -> None:
    """Put a key under its name only once it is whole and on disk; `FileExistsError` when there is one already."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    handle = os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    try:
        os.write(handle, key.hex().encode("ascii") + b"\n")
        os.fsync(handle)
        os.link(draft, file)
    finally:
        os.close(handle)
        draft.unlink()
    sync_folder(file.parent)
