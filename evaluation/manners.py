"""The manners of the coach over all talks of `tests/talks`: how often it reflects, asks, is silent, quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bot.listening.labelled import read_yaml
from bot.model import Knowledge, Step, Turn, Wording

HERE = Path(__file__).resolve().parent
REFLECTING = ("reflect", "reflect_ask", "set_beside")
ASIDE = ("moment", "position")
"""Steps that are about time or consent, beside those in which something is chosen."""
CONSENT = ("offer", "which", "return", "weigh", "erase", "danger", "danger_choice")
"""What may be waited for that is no answer to a question about the story."""
LONGER = ("card", "review_", "danger_refer", "help", "privacy", "reminder_before")
"""Moves that may say more than thirty words: the card, what was asked to be read back, a referral, an explanation."""


@dataclass(frozen=True)
class Manners:
    """The figures; shares are of all turns, but for those that give the card."""

    turns: int
    reflections: float
    """Reflections for each question about the story; questions about time, consent or a choice are none."""
    silent: float
    """Share of turns without a question, where something else than a choice or a moment is asked about."""
    open: float
    """Share of the questions that cannot be answered by yes or no."""
    quoting: float
    median: float
    """Words in a turn."""
    longest: int
    """Words in the longest turn, card and referral excepted."""


def measure(turns: Iterable[Turn], knowledge: Knowledge) -> Manners:
    """Measure the turns of whole talks."""
    said = [turn for turn in turns if not turn.move.startswith(LONGER)]
    told = [turn for turn in said if not _is_choice(turn, knowledge)]
    asking = [turn for turn in told if "?" in turn.text]
    words = [len(turn.text.split()) for turn in said if not _shows(turn, knowledge)]
    reflections = sum(turn.reflects or turn.kind in REFLECTING for turn in told)
    return Manners(
        turns=len(said),
        reflections=reflections / max(1, len(asking)),
        silent=1 - len(asking) / max(1, len(told)),
        open=sum(not is_closed(turn.text) for turn in asking) / max(1, len(asking)),
        quoting=sum(bool(turn.quotes) for turn in said) / max(1, len(said)),
        median=median(words),
        longest=max(words),
    )


def is_closed(text: str) -> bool:
    """Tell whether a question can be answered by yes or no: it begins with its verb, or offers a choice of two.

    `"Hoe was het?"` -> `False`; `"Is er iemand die dit weet?"` -> `True`
    """
    asked = re.findall(r"[^.?!:]*\?", re.sub(r'"[^"]*"', "", text))
    first = re.findall(r"[\w']+", asked[-1].lower()) if asked else []
    closed = " ".join(_lists()["closed"].values()).split()
    return bool(first) and first[0] in closed


def forbidden_in(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield each wording that holds a word of advice, judgement or praise, and that word."""
    for wording in _wordings(knowledge):
        for language, sentence in wording.says.items():
            for word in _lists()["forbidden"][language]:
                if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", sentence.lower()):
                    yield wording.id, word


def _wordings(knowledge: Knowledge) -> Iterator[Wording]:
    for move in knowledge.moves.values():
        yield from move.wordings
    for name, wordings in knowledge.frame.items():
        if not name.startswith("danger_"):
            yield from wordings
    for exercise in knowledge.exercises.values():
        for step in exercise.steps:
            yield from (*step.ask, *step.brief, *step.again, *((step.lead,) if step.lead else ()))


def _step(turn: Turn, knowledge: Knowledge) -> Step | None:
    exercise = knowledge.exercises.get(turn.exercise or "")
    return next((step for step in exercise.steps if step.id == turn.step), None) if exercise else None


def _is_choice(turn: Turn, knowledge: Knowledge) -> bool:
    step = _step(turn, knowledge)
    chosen = step is not None and (bool(step.choices) or step.shows == "profile" or step.about in ASIDE)
    consent = turn.move == "close" and "?" in turn.text
    return chosen or consent or turn.awaits in CONSENT


def _shows(turn: Turn, knowledge: Knowledge) -> bool:
    step = _step(turn, knowledge)
    return step is not None and step.shows is not None


def _lists() -> Mapping[str, Any]:
    lists: Mapping[str, Any] = read_yaml(HERE / "manners.yml")
    return lists


def limits() -> Mapping[str, float]:
    """Return the limit of each figure by its name."""
    found: Mapping[str, float] = _lists()["limits"]
    return found


def reached(manners: Manners) -> dict[str, bool]:
    """Tell by name which of the limits hold."""
    least, most = ("reflections", "silent", "open"), ("quoting", "median", "longest")
    held = {name: getattr(manners, name) >= limits()[name] for name in least}
    return held | {name: getattr(manners, name) <= limits()[name] for name in most}
