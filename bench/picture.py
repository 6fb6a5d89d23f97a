"""The growth curve over turns and over people, as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib import figure

Curve = Sequence[tuple[int, float]]
"""Points."""
FIGURE: Any = figure.Figure
"""Untyped, as all of matplotlib's drawing."""
TURNS = ("earlier", "within", "on.init")
LOOKS = {"svg.fonttype": "none", "svg.hashsalt": "blijk", "axes.grid": True, "grid.alpha": 0.3}


def draw(curves: Mapping[str, Curve], words: Mapping[str, Any], path: Path) -> None:
    """Draw turns beside people: the curves in `TURNS`, and `median` and `p95`; write an SVG file."""
    with matplotlib.rc_context(LOOKS):
        both = FIGURE(figsize=(10, 4), layout="constrained")
        turns, people = both.subplots(1, 2)
        _lines(turns, curves, TURNS, words, "growth", "turns")
        turns.set_xscale("symlog", linthresh=10)
        turns.set_yscale("log")
        _lines(people, curves, ("median", "p95"), words, "crowd", "people")
        both.savefig(path, format="svg", metadata={"Date": None})


def _lines(axes: Any, curves: Mapping[str, Curve], names: Sequence[str], words: Mapping[str, Any], *says: str) -> None:
    title, below = (words[each] for each in says)
    for name, style in zip(names, ("o-", "s--", "^:")):
        if curves.get(name):
            axes.plot(*zip(*sorted(curves[name])), style, label=words[name], markersize=4)
    axes.set(title=title, xlabel=below, ylabel=words["ms"])
    axes.legend()
