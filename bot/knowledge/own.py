"""A school's own exercises: files in a folder of theirs. A wrong one is left out, with all its faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from bot.knowledge.checking import check
from bot.knowledge.exercises import read_exercises
from bot.knowledge.reading import Faults
from bot.knowledge.scales import with_scales
from bot.model import Exercise, Knowledge


def with_own(knowledge: Knowledge, folder: Path) -> tuple[Knowledge, tuple[str, ...]]:
    """Return the knowledge with the exercises of a school's folder that are right, and the faults of the others.

    No folder is as good as an empty one. An exercise of ours cannot be replaced.
    """
    read, faults = read_exercises(folder)
    refused = {name for name in read if _faulty(name, faults)}
    found = [*faults]
    for name, exercise in with_scales(read, knowledge.frame).items():
        wrong = (*_taken(folder, name, knowledge), *find_across(folder, exercise, knowledge))
        if wrong:
            refused.add(name)
        found.extend(wrong)
    right: Mapping[str, Exercise] = {name: each for name, each in read.items() if name not in refused}
    scaled = with_scales(right, knowledge.frame)
    return replace(knowledge, exercises={**knowledge.exercises, **scaled}), tuple(dict.fromkeys(found))


def _faulty(name: str, faults: tuple[str, ...]) -> bool:
    return any(fault.partition(":")[0].endswith(f"{name}.yml") for fault in faults)


def _taken(folder: Path, name: str, knowledge: Knowledge) -> Iterator[str]:
    if name in knowledge.exercises:
        faults = Faults(folder / f"{name}.yml")
        faults.add("has the name of an exercise that is there already", "a name of its own")
        yield from faults.found


def find_across(folder: Path, exercise: Exercise, knowledge: Knowledge) -> Iterator[str]:
    """Yield what is wrong with the names that an exercise uses; faults that ours would have had are not its own."""
    alone = {**knowledge.exercises, exercise.id: exercise}
    for fault in check(folder, replace(knowledge, exercises=alone)):
        if _faulty(exercise.id, (fault,)):
            yield fault
