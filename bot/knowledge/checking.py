"""Checks across files: every name that is used somewhere is made somewhere, and nothing is made for nothing."""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path

from bot.knowledge.reading import Faults
from bot.model import LANGUAGES, NOTICES, SIDE_BY_SIDE, Knowledge, Wording

PLACES = ("quote", "judgement", "a", "b", "feelings", "echo", "moment", "title", "time", "minutes", "count", "words",
          "person", "first", "day", "name", "chosen", "felt", "dots")  # fmt: skip
"""The places in a sentence that the coach knows how to fill."""
IN_QUESTIONS = frozenset({"chosen", "felt"})
"""The places that only a step's own question has, and not always anything to fill them."""


def check(folder: Path, knowledge: Knowledge) -> tuple[str, ...]:
    """Return every fault that only shows when all files are known."""
    return (
        *_check_exercises(folder, knowledge),
        *_check_moves(folder, knowledge),
        *_check_places(folder, knowledge),
        *_check_languages(folder, knowledge),
    )


def _check_exercises(folder: Path, knowledge: Knowledge) -> Iterator[str]:
    for exercise in knowledge.exercises.values():
        faults = Faults(folder / "exercises" / f"{exercise.id}.yml")
        if exercise.next and exercise.next not in knowledge.exercises:
            faults.add(f"next exercise '{exercise.next}' is not known", "an exercise", knowledge.exercises)
        for step in exercise.steps:
            for move in step.deepen:
                if move not in knowledge.moves:
                    faults.add(f"step '{step.id}': move '{move}' is not known", "a move", knowledge.moves)
            for wordings in (step.ask, step.brief):
                if wordings and all(IN_QUESTIONS & _places_in(each) for each in wordings):
                    faults.add(
                        f"step '{step.id}' cannot always be asked", "a wording without a place, below the others"
                    )
        yield from faults.found


def _check_moves(folder: Path, knowledge: Knowledge) -> Iterator[str]:
    known = {*NOTICES, *(rule.name for rule in knowledge.signals)}
    steps = [step for exercise in knowledge.exercises.values() for step in exercise.steps]
    used = {move for step in steps for move in step.deepen}
    if any(step.beside for step in steps):
        used.update(SIDE_BY_SIDE)
    for move in knowledge.moves.values():
        faults = Faults(folder / "moves" / f"{move.id}.yml")
        for name in (*move.when, *move.unless):
            if name not in known:
                faults.add(f"'{name}' is not a signal and not a notice", "a name that can be noticed", known)
        if not move.anywhere and move.id not in used:
            faults.add("is not used", "a step that deepens with it, or `anywhere: true`")
        yield from faults.found


def _check_places(folder: Path, knowledge: Knowledge) -> Iterator[str]:
    for owner, wording, asks in _all_wordings(knowledge):
        faults = Faults(folder / owner)
        places = [_places(sentence) for sentence in wording.says.values()]
        known = PLACES if asks else tuple(place for place in PLACES if place not in IN_QUESTIONS)
        for place in sorted(set().union(*places) - set(known)):
            faults.add(f"'{wording.id}': place '{{{place}}}' is not known here", "a place that can be filled", known)
        if any(each != places[0] for each in places):
            faults.add(f"'{wording.id}' has other places in one language than in another", "the same places in each")
        yield from faults.found


def _check_languages(folder: Path, knowledge: Knowledge) -> Iterator[str]:
    names = {(rule.name, rule.language) for rule in knowledge.signals}
    for name, language in sorted(names):
        for other in LANGUAGES:
            if (name, other) not in names:
                faults = Faults(folder / "signals" / language / f"{name}.yml")
                faults.add(f"has no file in '{other}'", f"signals/{other}/{name}.yml")
                yield from faults.found


def _places(sentence: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


def _places_in(wording: Wording) -> frozenset[str]:
    return frozenset().union(*map(_places, wording.says.values()))


def _all_wordings(knowledge: Knowledge) -> Iterator[tuple[str, Wording, bool]]:
    """Yield each wording with the file it stands in, and whether it is a step's own question."""
    for wordings in knowledge.frame.values():
        yield from (("frame.yml", wording, False) for wording in wordings)
    for move in knowledge.moves.values():
        yield from ((f"moves/{move.id}.yml", wording, False) for wording in move.wordings)
    for exercise in knowledge.exercises.values():
        owner = f"exercises/{exercise.id}.yml"
        for step in exercise.steps:
            yield from ((owner, wording, True) for wording in (*step.ask, *step.brief))
            single = (each for each in (step.lead, step.rest) if each)
            yield from ((owner, wording, False) for wording in (*step.again, *step.choices, *single))
