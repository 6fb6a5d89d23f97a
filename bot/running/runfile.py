"""`run.json` in `BLIJK_HOME`: where the running Blijk listens, and the secret that opens the terminal's door."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from bot.errors import NotReady


@dataclass(frozen=True)
class Run:
    """One running Blijk."""

    host: str
    port: int
    secret: str
    pid: int

    @property
    def address(self) -> str:
        """Where a browser goes: `http://127.0.0.1:8080`."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Hold the lock of a home; raises `NotReady` while another process holds it. It goes with the process, too."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(home / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        flock(handle, LOCK_EX | LOCK_NB)
        yield
    except BlockingIOError:
        raise NotReady(f"{home}: Blijk runs already; expected it to be stopped; choices: use it, or stop it") from None
    finally:
        os.close(handle)


@contextmanager
def write_run(home: Path, run: Run) -> Iterator[None]:
    """Let the terminal find this run as long as it lasts; only its owner can read the file."""
    path = home / "run.json"
    beside = home / f".run-{run.pid}.json"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(run), file)
    beside.replace(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def read_run(home: Path) -> Run | None:
    """Return the Blijk that runs in a home, `None` when none does."""
    try:
        run = Run(**json.loads((home / "run.json").read_text(encoding="utf-8")))
        os.kill(run.pid, 0)
    except (OSError, ValueError, TypeError, OverflowError):
        return None
    return run
