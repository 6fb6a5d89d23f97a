"""Holds the figures against the goals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
OUTCOMES = ("met", "missed", "unmeasured", "few_cores")


def read_words() -> dict[str, Any]:
    """Return what the measuring says."""
    words: dict[str, Any] = yaml.safe_load((HERE / "words.yml").read_text(encoding="utf-8"))
    return words


@dataclass(frozen=True)
class Row:
    """One goal and what came of it."""

    says: str
    figure: str
    also: str
    beside: str
    ratio: str
    goal: str
    outcome: str
    """One of `OUTCOMES`."""


def read_goals() -> list[dict[str, Any]]:
    """Return what is to be reached."""
    goals: list[dict[str, Any]] = yaml.safe_load((HERE / "goals.yml").read_text(encoding="utf-8"))
    return goals


def rows_of(figures: Mapping[str, float], words: Mapping[str, Any], cores: int) -> list[Row]:
    """Make a row of each goal, on a machine with so many cores."""
    return [_row(goal, figures, words, cores) for goal in read_goals()]


def _row(goal: Mapping[str, Any], figures: Mapping[str, float], words: Mapping[str, Any], cores: int) -> Row:
    figure, beside = figures.get(goal["figure"]), figures.get(goal.get("of", ""))
    kind = "at_most" if "at_most" in goal else "at_least"
    ratio = figure / beside if figure is not None and beside else None
    held = ratio if "of" in goal else figure
    return Row(
        goal["says"],
        shown(figure, goal["unit"]),
        shown(figures.get(goal.get("also", "")), goal["unit"]),
        shown(beside, goal["unit"]),
        "" if ratio is None else f"{ratio:.2f}",
        words[kind].format(limit=goal[kind]),
        _outcome(goal, kind, held, cores),
    )


def _outcome(goal: Mapping[str, Any], kind: str, held: float | None, cores: int) -> str:
    if held is None:
        return "unmeasured"
    if held <= goal[kind] if kind == "at_most" else held >= goal[kind]:
        return "met"
    return "few_cores" if cores < goal.get("cores", 1) else "missed"


def shown(figure: float | None, unit: str) -> str:
    """Write a figure with its unit: `shown(9.123, "ms")` -> `"9.1 ms"`; nothing for nothing."""
    if figure is None:
        return ""
    return f"{figure:,.{0 if figure >= 100 or figure == int(figure) else 1 if figure >= 1 else 2}f} {unit}".rstrip()


def cells_of(row: Row, words: Mapping[str, Any]) -> Sequence[str]:
    """Return what stands in a row, column by column."""
    return (row.says, row.figure, row.also, row.beside, row.ratio, row.goal, words[row.outcome])
