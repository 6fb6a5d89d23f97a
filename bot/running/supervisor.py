"""Keeps the parts of Blijk running: starts them together, starts a dead one again, stops all of them together."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings import ROOT

BACK_OFF = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds to wait before the first, second, … start again of a part that keeps dying; the last one from then on."""
STEADY = 60.0
"""Seconds after which a part that ran counts as well, and its earlier deaths as forgotten."""
PATIENCE = 5.0
"""Seconds that a part gets to stop by itself."""
LARGEST_LOG = 1_000_000
"""Bytes of a log file that is kept at a start; a larger one begins anew."""


@dataclass
class Part:
    """One process: its name, the module it runs and what it is told."""

    name: str
    module: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    begun: float = field(default=0.0)
    again: float = field(default=0.0)

    @property
    def dead(self) -> bool:
        """Whether it was started and has ended."""
        return self.process is not None and self.process.poll() is not None


class Supervisor:
    """Starts parts, and looks after them as often as `look_after` is called.

    Parts must be started from the main thread: Linux ties their life to the thread that started them.
    """

    def __init__(self, parts: Sequence[Part], logs: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the parts, and the folder for their output (one file each)."""
        self.parts = parts
        self._logs = logs
        self._clock = clock

    def start(self) -> None:
        """Start all parts, together."""
        self._logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        for part in self.parts:
            self._start(part)

    def _start(self, part: Part) -> None:
        command = [sys.executable, "-m", "bot.running.child", str(os.getpid()), part.module, *part.arguments]
        log = os.open(self._logs / f"{part.name}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        if os.fstat(log).st_size > LARGEST_LOG:
            os.ftruncate(log, 0)
        try:
            part.process = subprocess.Popen(
                command, cwd=ROOT, env=part.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        finally:
            os.close(log)
        part.begun = self._clock()

    def look_after(self) -> tuple[Part, ...]:
        """Start again what has died, each after its pause; return the parts that were found dead just now."""
        found, now = [], self._clock()
        for part in self.parts:
            if not part.dead:
                continue
            if part.again == 0.0:
                part.deaths = 1 if now - part.begun > STEADY else part.deaths + 1
                part.again = now + BACK_OFF[min(part.deaths, len(BACK_OFF)) - 1]
                found.append(part)
            if now >= part.again:
                part.again = 0.0
                self._start(part)
        return tuple(found)

    def stop(self) -> None:
        """Stop all parts, first kindly."""
        running = [part.process for part in self.parts if part.process is not None]
        for process in running:
            process.terminate()
        until = time.monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
