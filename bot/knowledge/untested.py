"""Finds what is in `data/coaching` without a test: each exercise, move and signal has one by its name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.model import LANGUAGES, Knowledge


def find_untested(tests: Path, knowledge: Knowledge) -> tuple[str, ...]:
    """Return a fault per exercise, move or signal whose test is missing, and per test of something that is not there.

    `tests` is the folder that holds `talks/<exercise>.<language>.yml`, `moves/<move>.yml` and
    `signals/<language>/<signal>.yml`.
    """
    expected = set(_expected(knowledge))
    found = {
        path.relative_to(tests).as_posix()
        for folder in ("talks", "moves", "signals")
        for path in (tests / folder).rglob("*.yml")
        if not path.name.startswith("_")
    }
    missing = (f"tests/{name}: is missing; expected a test by the name of what it tests" for name in expected - found)
    extra = (
        f"tests/{name}: tests nothing; expected the name of an exercise, move or signal" for name in found - expected
    )
    return (*sorted(missing), *sorted(extra))


def _expected(knowledge: Knowledge) -> Iterator[str]:
    for exercise in knowledge.exercises:
        yield from (f"talks/{exercise}.{language}.yml" for language in LANGUAGES)
    yield from (f"moves/{move}.yml" for move in knowledge.moves)
    yield from (f"signals/{rule.language}/{rule.name}.yml" for rule in knowledge.signals)
