"""`python -m bench`: measures everything, shows the table and writes `docs/performance.md`."""

from __future__ import annotations

import argparse
import signal
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bench import apart, report, rest_bot, together
from bench.measuring import QUICK, Measuring, Scale
from bench.samples import Tick
from bench.table import read_words
from bot.settings import ROOT

LONGEST = 40 * 60
"""Seconds after which it stops, whatever it is doing."""
WIDE = 160
"""Columns of the table where it does not go to a terminal."""

Measure = Callable[[Measuring, Tick], None]


def main() -> None:
    """Measure and write."""
    words, console = read_words(), Console()
    if not console.is_terminal:
        console = Console(width=WIDE)
    asked = _arguments(words["arguments"])
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.alarm(LONGEST)
    with tempfile.TemporaryDirectory(prefix="bench-") as own:
        folder = asked.folder or Path(own)
        for place in (folder, asked.docs):
            place.mkdir(parents=True, exist_ok=True)
        measuring = Measuring(folder.absolute(), QUICK if asked.quick else Scale())
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}"), TimeElapsedColumn())
        with Progress(*columns, console=console) as progress:
            measure(measuring, {name: partial(_shown, progress, says) for name, says in words["phases"].items()})
    report.show(measuring, words, console)
    console.print(words["written"].format(path=report.write(measuring, words, asked.docs)))


def measure(measuring: Measuring, phase: dict[str, Callable[[Measure, Measuring], None]]) -> None:
    """Go through all phases."""
    phase["train"](apart.train, measuring)
    phase["alone"](apart.weigh, measuring)
    with (
        measuring.checkout.running() as blijk,
        rest_bot.running(measuring.folder / "init", apart.INIT_SAID) as init,
        rest_bot.running(measuring.folder / "bare", apart.BARE_SAID) as bare,
    ):
        running = together.Running(blijk, init, bare)
        for name, each in (
            ("turns", together.take_turns),
            ("go_on", together.go_on),
            ("growth", together.grow),
            ("parts", together.take_apart),
            ("pages", together.show_pages),
            ("crowd", together.gather_people),
            ("steady", together.keep_steady),
        ):
            phase[name](partial(_with, running, each), measuring)
    phase["listen"](apart.listen, measuring)
    phase["double"](apart.double, measuring)


def _with(running: together.Running, each: together.Measure, measuring: Measuring, tick: Tick) -> None:
    each(measuring, running, tick)


def _shown(progress: Progress, says: str, each: Measure, measuring: Measuring) -> None:
    task = progress.add_task(says, total=None)
    if not progress.console.is_terminal:
        progress.console.print(says)
    each(measuring, lambda: progress.advance(task))
    progress.update(task, total=progress.tasks[task].completed)


def _arguments(says: dict[str, str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=says["about"])
    parser.add_argument("--quick", action="store_true", help=says["quick"])
    parser.add_argument("--folder", type=Path, help=says["folder"])
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help=says["docs"])
    return parser.parse_args()


if __name__ == "__main__":
    main()
