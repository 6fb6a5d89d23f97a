"""The figures as a table for the terminal, and as `docs/listening.md`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from rich.console import Console
from rich.table import Table

from bot.listening.labelled import read_yaml
from bot.model import LANGUAGES, STANCES
from evaluation.examples import KINDS, RETOLD, Example, read_examples
from evaluation.figures import WANTED, Wanted
from evaluation.hearing import Answer
from evaluation.manners import Manners, limits, reached
from evaluation.running import Answers, figures_of
from evaluation.scoring import Figure, confusion

HERE = Path(__file__).resolve().parent
Row = dict[str, str]


def rows_of(apart: Answers, folded: Answers) -> dict[str, list[Row]]:
    """Return the rows of the table per language, every cell as text."""
    names, near, far = read_yaml(HERE / "words.yml")["names"], figures_of(apart), figures_of(folded)
    rows: dict[str, list[Row]] = {}
    for language in LANGUAGES:
        for wanted in WANTED:
            key = language, wanted.name
            row = _row(wanted, language, near.get(key), far.get(key)) | {"name": names[wanted.name]}
            rows.setdefault(language, []).append(row)
    return rows


def _row(wanted: Wanted, language: str, apart: Figure | None, folded: Figure | None) -> Row:
    goal = wanted.goals.get(language)
    row = {"goal": "" if goal is None else f"{'≤' if wanted.at_most else '≥'} {_share(goal)}"}
    for name, figure in (("apart", apart), ("folded", folded)):
        row[name] = "" if figure is None else _cell(figure, goal, wanted.at_most)
        row[f"{name}_count"] = "" if figure is None else str(figure.count)
    return row


def _cell(figure: Figure, goal: float | None, at_most: bool) -> str:
    reached = "" if goal is None else " ✓" if (figure.value <= goal if at_most else figure.value >= goal) else " ✗"
    return f"{_share(figure.value)} ({_share(figure.low)}–{_share(figure.high)}){reached}"


def _share(value: float) -> str:
    """`0.004` -> `.004`, `0.82` -> `.82`, `1.0` -> `1.00`."""
    text = f"{value:.3f}" if 0 < value < 0.095 else f"{value:.2f}"
    return text.removeprefix("0")


def print_manners(manners: Manners, console: Console) -> None:
    """Print what was measured of the manners, a row each, with its limit."""
    names = read_yaml(HERE / "words.yml")["manners"]
    table = Table(*names["columns"])
    held = reached(manners)
    for name, limit in limits().items():
        table.add_row(names[name], str(limit), f"{getattr(manners, name):.2f}", "✓" if held[name] else "✗")
    console.print(table)


def print_table(rows: Mapping[str, Sequence[Row]], console: Console) -> None:
    """Print the rows, a table per language."""
    columns = ("name", "goal", "apart", "apart_count", "folded", "folded_count")
    for language, listed in rows.items():
        table = Table(*columns, title=language)
        for row in listed:
            table.add_row(*(row[column].replace("&nbsp;", " ") for column in columns))
        console.print(table)


def write_page(root: Path, rows: Mapping[str, Sequence[Row]], apart: Answers, folds: int) -> None:
    """Write `<root>/docs/listening.md`."""
    pages = Environment(loader=FileSystemLoader(HERE), trim_blocks=False, keep_trailing_newline=True, autoescape=False)  # noqa: S701 (markdown)
    text = pages.get_template("listening.md.jinja").render(
        rows=rows, folds=folds, languages=LANGUAGES, stances=STANCES,
        confusion={language: confusion(apart[language, "stance"]) for language in LANGUAGES},
        dangers=_missed(apart, "safety"), commands=_missed(apart, "command"), openers=_missed(apart, "opener"),
        **_counts(root),
    )  # fmt: skip
    (root / "docs" / "listening.md").write_text(text, encoding="utf-8")


def _missed(answers: Answers, kind: str) -> dict[str, list[tuple[str, int, int]]]:
    return {language: _missed_labels(answers[language, kind]) for language in LANGUAGES}


def _missed_labels(answers: Sequence[Answer]) -> list[tuple[str, int, int]]:
    there = Counter(each.example.label for each in answers)
    missed = Counter(each.example.label for each in answers if not _heard(each))
    return [(label, missed[label], there[label]) for label in sorted(there) if label not in ("none", "story")]


def _heard(answer: Answer) -> bool:
    if answer.example.kind == "safety":
        return answer.heard != "none"
    return answer.doubt or answer.heard == answer.example.label


def _counts(root: Path) -> dict[str, Any]:
    counts: list[tuple[str, ...]] = []
    voices: Counter[str] = Counter()
    for language in LANGUAGES:
        for kind in KINDS:
            train = list(read_examples(root / "data" / "listening" / language, kind))
            test = list(read_examples(root / "tests" / "listening" / "sentences" / language, kind))
            voices.update(f"{language}/{each.voice}" for each in [*train, *test])
            counts.extend((language, kind, *row) for row in _by_label(train, test))
    return {"counts": counts, "voices": sorted(voices.items())}


def _by_label(train: Sequence[Example], test: Sequence[Example]) -> list[tuple[str, ...]]:
    learned, held = Counter(each.label for each in train), Counter(each.label for each in test)
    retold = Counter(each.label for each in train if each.voice.endswith(RETOLD))
    voices: dict[str, set[str]] = {}
    for each in [*train, *test]:
        if not each.voice.endswith(RETOLD):
            voices.setdefault(each.label, set()).add(each.voice)
    counted = ((len(voices[label]), learned[label], retold[label], held[label]) for label in sorted(voices))
    return [(label, *map(str, counts)) for label, counts in zip(sorted(voices), counted)]
