"""A running Blijk whose every word to the outside can be seen, and ways to treat its parts badly."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from resource import RLIM_INFINITY, RLIMIT_FSIZE, prlimit
from typing import Any
from uuid import uuid4

from bot.journal.journal import Journal
from bot.journal.opening import master_key, open_journal
from bot.running.asking import Answer, fetch
from tests.stack.running import Stack, environment_in, running

ACTIONS, GATEWAY, RASA = "bot.components.action_server", "bot.web", "rasa"
CHATTY = {
    "LOG_LEVEL": "DEBUG",
    "LOG_LEVEL_LIBRARIES": "DEBUG",
    "LOG_LEVEL_MATPLOTLIB": "DEBUG",
    "PYTHONWARNINGS": "default",
    "PYTHONASYNCIODEBUG": "1",
}
"""The most that anybody can ask it to tell."""


@dataclass
class Rough:
    """One running Blijk, and its journal, opened beside it."""

    stack: Stack
    journal: Journal

    @property
    def address(self) -> str:
        return self.stack.run.address

    @property
    def database(self) -> Path:
        return self.stack.home / "journal.db"

    def send(self, person: str, text: str, **more: Any) -> Answer:
        """Say something at the terminal's door, once, and return whatever came back."""
        body = {"person": person, "text": text, "button": None, "id": uuid4().hex, **more}
        return fetch(f"{self.address}/api/say", body=body, secret=self.stack.run.secret)

    def say(self, person: str, text: str, **more: Any) -> dict[str, Any]:
        """Say something that must be kept."""
        answer = self.send(person, text, **more)
        assert answer.content.get("saved") is True, answer.status
        return dict(answer.content)

    def kept(self, person: str) -> list[str]:
        """What a person wrote, in the order in which it was kept."""
        known = self.journal.find_person("local", person)
        if known is None:
            return []
        exported = self.journal.export(known.id)
        entries = [entry for each in exported["reflections"] for entry in each["entries"]]
        entries = sorted((*entries, *exported["asides"]), key=lambda entry: str(entry["at"]))
        return [str(entry["text"]) for entry in entries if entry["role"] != "turn"]

    def environment_of(self, part: str) -> dict[str, str]:
        """The environment of a part, with the secrets of this run."""
        told = Path(f"/proc/{self.stack.children[part]}/environ").read_text().split("\0")
        return dict(each.split("=", 1) for each in told if "=" in each)

    @contextmanager
    def stopped(self, part: str) -> Iterator[None]:
        """Let a part hang."""
        pid = self.stack.children[part]
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the journal's write lock, as another program could."""
        with closing(sqlite3.connect(self.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")

    @contextmanager
    def full(self, part: str = ACTIONS) -> Iterator[None]:
        """Let a part write no file beyond its first bytes, as on a disk that is full."""
        pid = self.stack.children[part]
        prlimit(pid, RLIMIT_FSIZE, (1, RLIM_INFINITY))
        try:
            yield
        finally:
            prlimit(pid, RLIMIT_FSIZE, (RLIM_INFINITY, RLIM_INFINITY))

    def kill(self, part: str) -> None:
        """Kill a part and wait until it was started again and all is ready."""
        dead = self.stack.children[part]
        os.kill(dead, signal.SIGKILL)
        wait_until(lambda: self.stack.children.get(part, dead) != dead and self.ready())

    def ready(self) -> bool:
        return fetch(f"{self.address}/health/ready").status == 200


def wait_until(true: Callable[[], bool], seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "waited for too long"
        time.sleep(0.05)


def open_beside(stack: Stack) -> Journal:
    """Open the journal of a Blijk that runs."""
    keys = stack.environment["BLIJK_KEYS"]
    master = master_key(stack.environment["BLIJK_MASTER_KEY_FILE"], keys)
    return open_journal(f"sqlite:///{stack.home / 'journal.db'}", keys, master)


@contextmanager
def rough_running(folder: Path) -> Iterator[Rough]:
    """Start a Blijk that tells all it can, with its temporary files below the same folder."""
    (folder / "tmp").mkdir()
    environment = {**environment_in(folder), **CHATTY, "TMPDIR": str(folder / "tmp"), "HOME": str(folder)}
    with running(folder, environment) as stack:
        journal = open_beside(stack)
        yield Rough(stack, journal)
        journal.close()
