"""A real running Blijk for tests: `blijk run` in a home of its own, on free ports; and a way to talk with it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.running.ports import free_ports
from bot.running.runfile import Run, read_run
from bot.settings import ROOT

PATIENCE = 120.0
"""Seconds until it must be ready; a first start trains."""
BLIJK = (sys.executable, "-m", "bot.cli")


@dataclass
class Stack:
    """One running Blijk."""

    folder: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def run(self) -> Run:
        found = read_run(self.home)
        assert found is not None
        return found

    @property
    def output(self) -> str:
        """All that `blijk run` said so far."""
        return (self.folder / "output").read_text()

    @property
    def children(self) -> dict[str, int]:
        """The process id of each part by the module it runs."""
        pids = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True).stdout.split()
        commands = {int(pid): command_of(pid) for pid in pids}
        return {command[4]: pid for pid, command in commands.items() if len(command) > 4}

    def blijk(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run another `blijk` command beside it."""
        return subprocess.run(
            [*BLIJK, *arguments],
            cwd=ROOT,
            env=self.environment,
            input=typed,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def talk(self, person: str, lines: Sequence[str]) -> list[dict[str, Any]]:
        """Say lines one after the other in one terminal; return the answers."""
        done = self.blijk("talk", "--json", "--person", person, typed="".join(f"{line}\n" for line in lines))
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    @contextmanager
    def terminal(self, person: str) -> Iterator[Callable[[str], dict[str, Any]]]:
        """Open one terminal; what it gives says a line and returns the answer."""
        command = [*BLIJK, "talk", "--json", "--person", person]
        with subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        ) as talk:
            assert talk.stdin is not None and talk.stdout is not None
            typed, shown = talk.stdin, talk.stdout

            def say(line: str) -> dict[str, Any]:
                typed.write(f"{line}\n")
                answer: dict[str, Any] = json.loads(shown.readline())
                return answer

            yield say
            typed.close()

    def export(self, person: str) -> dict[str, Any]:
        """Everything that is kept of a person."""
        done = self.blijk("journal", "export", "--person", person, "--format", "json")
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def stop(self) -> int:
        """Stop it as Ctrl-C does and return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


def command_of(pid: str) -> list[str]:
    """The words of a process's command; empty when it has just ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


def environment_in(folder: Path) -> dict[str, str]:
    """The environment of a Blijk that touches nothing outside a folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BLIJK_")}
    return {
        **kept,
        "BLIJK_HOME": str(folder / "home"),
        "BLIJK_KEYS": str(folder / "conf" / "keys.db"),
        "BLIJK_MASTER_KEY_FILE": str(folder / "data" / "master.key"),
        "BLIJK_PORT": str(free_ports(1)[0]),
        "LC_ALL": "en_GB.UTF-8",
    }


@contextmanager
def running(folder: Path, environment: dict[str, str] | None = None) -> Iterator[Stack]:
    """Start Blijk in a folder, wait until it is ready, stop it at the end."""
    environment = environment or environment_in(folder)
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen([*BLIJK, "run"], cwd=ROOT, env=environment, stdout=output, stderr=output)
    stack = Stack(folder, environment, process)
    try:
        wait_until_ready(stack)
        yield stack
    finally:
        stack.stop()


def wait_until_ready(stack: Stack) -> None:
    """Wait for the one line with the address; fail with all that was said when it does not come."""
    until = time.monotonic() + PATIENCE
    while "http://" not in stack.output:
        assert stack.process.poll() is None and time.monotonic() < until, stack.output + logs_of(stack)
        time.sleep(0.05)


def logs_of(stack: Stack) -> str:
    return "\n".join(file.read_text(errors="replace") for file in sorted((stack.home / "log").glob("*.log")))
