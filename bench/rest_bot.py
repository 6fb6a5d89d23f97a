"""The bots to compare with, asked over Rasa's own REST channel: what `rasa init` makes, and the barest there can be."""

from __future__ import annotations

import itertools
import json
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from bench.asking import Line
from bench.processes import environment, run, started, wait_for
from bench.samples import Turn
from bot.running.ports import free_ports
from bot.settings import ROOT

RASA = (sys.executable, "-m", "rasa")
FEW = 9
"""After so many turns somebody else begins, so that Rasa's growing tracker does not count against it."""


MOST_SILENT = 5
"""After so many silences in a row something is wrong."""


class Silent(RuntimeError):
    """A bot answered nothing."""


class RestBot:
    """A bot that runs."""

    def __init__(self, address: str, pid: int, start: float, said: Sequence[str]) -> None:
        """Take where it answers, its process, the seconds it took to start, and what to say to it in turn."""
        self.pid, self.start = pid, start
        self._line, self.said = Line(address), said
        self._count, self._sender = 0, ""

    def turn(self) -> float:
        """Say the next thing; return the seconds until the answer was there.

        Where a bot falls silent, which what `rasa init` learns by chance sometimes does, somebody else begins.
        """
        for _ in range(MOST_SILENT):
            if self._count % FEW == 0:
                self._sender = uuid4().hex
            self._count += 1
            try:
                return self.say(self._sender, self.said[self._count % len(self.said)])
            except Silent:
                self._sender = uuid4().hex
        raise Silent("rasa: no reply came, for whoever asked; expected one; choices: see its output")

    def turn_as(self, sender: str) -> Turn:
        """Return what says the next thing as one person who goes on; where the bot falls silent, the one after."""
        said = itertools.cycle(self.said)

        def turn() -> float:
            for _ in range(MOST_SILENT):
                with suppress(Silent):
                    return self.say(sender, next(said))
            raise Silent("rasa: no reply came, whatever was said; expected one; choices: see its output")

        return turn

    def say(self, sender: str, text: str) -> float:
        """Say something as somebody; return the seconds until the answer was there."""
        body = json.dumps({"sender": sender, "message": text}).encode()
        begun = time.perf_counter()
        answers = self._line.post("/webhooks/rest/webhook", body)
        seconds = time.perf_counter() - begun
        if not answers:
            raise Silent("rasa: no reply came; expected one; choices: see its output")
        return seconds


def make_init_bot(folder: Path) -> float:
    """Let `rasa init` make and train its bot in a folder; return the seconds."""
    folder.mkdir()
    return run([*RASA, "init", "--no-prompt", "--init-dir", str(folder)], folder, environment())


def make_bare_bot(folder: Path) -> float:
    """Train a bot with one rule, one fixed reply and Blijk's tracker store, which keeps nothing; return the seconds."""
    shutil.copytree(Path(__file__).parent / "bare", folder)
    return run([*RASA, "train"], folder, environment(PYTHONPATH=str(ROOT)))


@contextmanager
def running(folder: Path, said: Sequence[str]) -> Iterator[RestBot]:
    """Start a bot and wait until it answers."""
    (port,) = free_ports(1)
    address = f"http://127.0.0.1:{port}"
    told = environment(PYTHONPATH=str(ROOT))
    with started([*RASA, "run", "--interface", "127.0.0.1", "--port", str(port)], folder, told) as process:
        start = wait_for(address, process)
        yield RestBot(address, process.pid, start, said)
