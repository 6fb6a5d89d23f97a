"""What is left of a measuring: a table on the terminal, a page and a picture in `docs`."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rich.console import Console
from rich.table import Column, Table

from bench.measuring import QUICK, WARM_UP, Measuring
from bench.picture import draw
from bench.rest_bot import FEW
from bench.table import HERE, cells_of, rows_of, shown

STYLES = {"met": "green", "missed": "red"}


def write(measuring: Measuring, words: dict[str, Any], docs: Path) -> Path:
    """Write `performance.md` and `performance.svg` into the folder `docs`; return the path of the page."""
    draw(measuring.curves, words["picture"], docs / "performance.svg")
    templates = Environment(loader=FileSystemLoader(HERE), undefined=StrictUndefined, keep_trailing_newline=True)  # noqa: S701 - Markdown
    curves, figures = measuring.curves, measuring.figures
    text = templates.get_template("performance.md.j2").render(
        machine=_machine(),
        quick=measuring.scale == QUICK,
        scale=measuring.scale,
        warm_up=WARM_UP,
        few=FEW,
        words=words,
        table=[cells_of(row, words) for row in rows_of(figures, words, cores())],
        figures=figures,
        curves=curves,
        crowd=list(zip(sorted(curves["median"]), sorted(curves["p95"]))),
        whole=sum(figures[f"part.{part}"] for part in words["parts"]),
        shown=shown,
    )
    page = docs / "performance.md"
    page.write_text(text, encoding="utf-8")
    return page


def show(measuring: Measuring, words: dict[str, Any], console: Console) -> None:
    """Show the table of goals."""
    first, *others = words["columns"]
    table = Table(first, *(Column(name, no_wrap=True) for name in others))
    for row in rows_of(measuring.figures, words, cores()):
        table.add_row(*(cell.strip("*") for cell in cells_of(row, words)), style=STYLES.get(row.outcome, "dim"))
    console.print(table)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0))


def _machine() -> dict[str, Any]:
    return {
        "cores": cores(),
        "memory": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "linux": platform.release().split("-")[0],
        "python": platform.python_version(),
        "rasa": version("rasa"),
    }
