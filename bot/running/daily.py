"""What `blijk run` does once a day, in a short process of its own: letting go of what is too old."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.settings import ROOT

DAY = 24 * 60 * 60.0
TIDY = (sys.executable, "-m", "bot.cli", "tidy")


class Daily:
    """Runs a command every day; the first time a day after it was made."""

    def __init__(self, log: Path, command: Sequence[str] = TIDY, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the file for what the command says, the command, and a clock in seconds."""
        self._log = log
        self._command = command
        self._clock = clock
        self._next = clock() + DAY
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def busy(self) -> bool:
        """Whether the command runs just now."""
        return self._process is not None and self._process.poll() is None

    def look(self) -> None:
        """Start the command if its time has come; called often."""
        if not self.busy and self._clock() >= self._next:
            self._next = self._clock() + DAY
            with self._log.open("wb") as log:
                self._process = subprocess.Popen(self._command, cwd=ROOT, stdout=log, stderr=log)
