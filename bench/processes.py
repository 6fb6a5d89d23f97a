"""Programs that are started to be measured: started, waited for, weighed and always stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.errors import NotReady
from bot.running.asking import fetch

PATIENCE = 180.0
"""Seconds until a program must answer."""
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}
"""For every Rasa alike: nothing sent to anybody, and less chatter of its libraries."""


def environment(**more: str) -> dict[str, str]:
    """Return the environment for a program that is measured: ours, quiet, without any setting of Blijk."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BLIJK_", "PYTHONPATH"))}
    return {**kept, **QUIET, **more}


def run(command: Sequence[str], folder: Path, told: Mapping[str, str]) -> float:
    """Run a program to its end and return the seconds; raises `NotReady`, with the place of its output, if it fails."""
    begun = time.perf_counter()
    with (folder / "output").open("ab") as output:
        done = subprocess.run(command, cwd=folder, env=told, stdout=output, stderr=output)
    if done.returncode:
        raise NotReady(f"{folder / 'output'}: a program failed; expected exit status 0; choices: read there why")
    return time.perf_counter() - begun


@contextmanager
def started(command: Sequence[str], folder: Path, told: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program and stop it at the end as Ctrl-C does."""
    with (folder / "output").open("ab") as output:
        process = subprocess.Popen(command, cwd=folder, env=told, stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(address: str, process: subprocess.Popen[Any]) -> float:
    """Wait until an address answers with 200; return the seconds since this was asked.

    Raises `NotReady` when the program ends, or does not answer in time.
    """
    begun = time.perf_counter()
    while fetch(address).status != 200:
        if process.poll() is not None or time.perf_counter() - begun > PATIENCE:
            raise NotReady(f"{address}: nobody answers; expected 200 within {PATIENCE:.0f} s; choices: see its output")
        time.sleep(0.05)
    return time.perf_counter() - begun


def family_of(pid: int) -> list[int]:
    """Return the ids of a process and of all that it started, and they."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):  # it has just ended
            continue
    family = [pid]
    for each in family:
        family += [child for child, parent in parents.items() if parent == each]
    return family


def memory_of(pids: Sequence[int]) -> float:
    """Return the memory of processes in MB: what each has alone and its share of what it has with others (PSS)."""
    total = 0
    for pid in pids:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def environment_of(pid: int) -> dict[str, str]:
    """Return what a process was told in its environment."""
    told = Path(f"/proc/{pid}/environ").read_text().split("\0")
    return dict(each.split("=", 1) for each in told if "=" in each)
