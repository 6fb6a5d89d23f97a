"""The table, the goals and the page of `make bench`, on hand-made figures: nothing is measured here."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bench import report
from bench.measuring import QUICK, Measuring
from bench.picture import TURNS
from bench.samples import Sample, in_rotation, windows
from bench.table import OUTCOMES, cells_of, read_goals, read_words, rows_of, shown

WORDS = read_words()
CURVES = (*TURNS, "median", "p95", "steady")
MANY = 16
"""Cores of a machine that has enough of them for every goal."""


def needed() -> set[str]:
    """The names of all figures that the goals ask for."""
    return {goal[part] for goal in read_goals() for part in ("figure", "also", "of") if part in goal}


def figures_at(share: float) -> dict[str, float]:
    """Figures that all reach a share of what is allowed; above 1 each goal is missed."""
    figures = {name: 100.0 for name in needed()}
    for goal in read_goals():
        beside = 100.0 if "of" in goal else 1.0
        reached = goal["at_most"] * share if "at_most" in goal else goal["at_least"] / share
        figures[goal["figure"]] = beside * reached + (share > 1)
    return figures


def outcomes(figures: dict[str, float], cores: int = MANY) -> set[str]:
    return {row.outcome for row in rows_of(figures, WORDS, cores)}


def measured(folder: Path) -> Measuring:
    measuring = Measuring(folder, QUICK)
    measuring.figures = {
        **figures_at(0.5),
        **{f"part.{part}": 1.5 for part in WORDS["parts"]},
        **{f"{name}.{which}": 0.5 for name in ("bare", "loopback", "commit", "alone") for which in ("median", "p95")},
        **{"training.unchanged": 1.4, "listen.words": 9},
    }
    measuring.curves = {name: [(10, 1.0), (100, 2.0)] for name in CURVES}
    return measuring


def test_what_stays_within_its_goal_is_met() -> None:
    assert outcomes(figures_at(0.99)) == {"met"}


def test_what_does_not_is_missed() -> None:
    figures = figures_at(1.01)
    by_itself = {goal["says"] for goal in read_goals() if "at_least" in goal}
    missed = {row.says for row in rows_of(figures, WORDS, MANY) if row.outcome == "missed"}
    assert {goal["says"] for goal in read_goals()} - missed <= by_itself


def test_what_was_not_measured_is_neither() -> None:
    assert outcomes({}) == {"unmeasured"}


def test_a_goal_that_needs_more_cores_is_not_missed_where_there_are_fewer() -> None:
    figures = {**figures_at(0.5), "two.rate": 90.0}
    assert outcomes(figures, cores=2) == {"met", "few_cores"}
    assert outcomes(figures) == {"met", "missed"}


def test_every_outcome_has_its_words() -> None:
    assert all(isinstance(WORDS[outcome], str) for outcome in OUTCOMES)


@pytest.mark.parametrize(
    "figure, unit, text",
    [(9.123, "ms", "9.1 ms"), (0.066, "ms", "0.07 ms"), (1234.5, "MB", "1,234 MB"), (0, "", "0"), (None, "s", "")],
)
def test_a_figure_is_written_no_finer_than_it_is_known(figure: float | None, unit: str, text: str) -> None:
    assert shown(figure, unit) == text


def test_a_row_has_a_cell_for_every_column() -> None:
    rows = rows_of(figures_at(0.5), WORDS, MANY)
    assert {len(cells_of(row, WORDS)) for row in rows} == {len(WORDS["columns"])}


def test_the_page_and_the_picture_are_written_and_name_every_goal(tmp_path: Path) -> None:
    page = report.write(measured(tmp_path), WORDS, tmp_path).read_text(encoding="utf-8")
    assert all(goal["says"] in page for goal in read_goals())
    assert all(part in page for part in WORDS["parts"].values())
    assert "<svg" in (tmp_path / "performance.svg").read_text(encoding="utf-8")


def test_every_line_of_a_table_on_the_page_has_as_many_cells_as_its_head(tmp_path: Path) -> None:
    page = report.write(measured(tmp_path), WORDS, tmp_path).read_text(encoding="utf-8")
    for table in re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE):
        assert len({line.count("|") for line in table.splitlines()}) == 1, table


def test_the_table_is_shown(tmp_path: Path) -> None:
    terminal = io.StringIO()
    report.show(measured(tmp_path), WORDS, Console(file=terminal, width=200))
    assert all(column in terminal.getvalue() for column in WORDS["columns"])


def test_the_median_and_the_95th_percentile_are_in_milliseconds() -> None:
    sample = Sample(tuple(number / 1000 for number in range(1, 100)))
    assert (sample.median, sample.p95) == (50.0, 95.0)


def test_what_is_compared_is_taken_in_rotation_and_the_first_rounds_do_not_count() -> None:
    order: list[str] = []

    def turn(name: str) -> Any:
        return lambda: float(order.append(name) or len(order))

    taken = in_rotation({"a": turn("a"), "b": turn("b")}, 2, 1, lambda: None)
    assert "".join(order) == "ababab"
    assert taken["a"].seconds == (3.0, 5.0)


def test_a_curve_has_the_median_of_each_stretch() -> None:
    assert windows([0.001, 0.002, 0.003, 0.004], 2) == [(2, 1.5), (4, 3.5)]
