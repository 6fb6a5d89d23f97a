"""Reads `data/coaching` once, checks all of it, and reports all faults with their place. Only doors call it."""

from __future__ import annotations

from pathlib import Path

from bot.errors import KnowledgeError
from bot.knowledge.checking import check
from bot.knowledge.concepts import read_concepts
from bot.knowledge.exercises import read_exercises
from bot.knowledge.frame import read_frame
from bot.knowledge.moves import read_moves
from bot.knowledge.own import with_own
from bot.knowledge.scales import with_scales
from bot.knowledge.signals import read_signals
from bot.model import Knowledge


def find_faults(folder: Path) -> tuple[Knowledge, tuple[str, ...]]:
    """Read everything under `data/coaching` and return it with all faults, each as `path: what; expected; choices`.

    The concepts, which lie beside it in `data/listening`, are checked too.
    """
    exercises, wrong_exercises = read_exercises(folder / "exercises")
    moves, wrong_moves = read_moves(folder / "moves")
    frame, wrong_frame = read_frame(folder / "frame.yml")
    signals, wrong_signals = read_signals(folder / "signals")
    _, wrong_concepts = read_concepts(folder.parent / "listening")
    knowledge = Knowledge(with_scales(exercises, frame), moves, frame, signals)
    wrong = (*wrong_exercises, *wrong_moves, *wrong_frame, *wrong_signals, *wrong_concepts)
    return knowledge, (*wrong, *check(folder, knowledge))


def read_knowledge(folder: Path, own: Path | None = None) -> Knowledge:
    """Read everything under `data/coaching`; raises `KnowledgeError` with every fault when there is one.

    `own` is the folder of a school's own exercises; what is wrong there is left out.
    """
    knowledge, faults = find_faults(folder)
    if faults:
        raise KnowledgeError(faults)
    return with_own(knowledge, own)[0] if own is not None else knowledge
