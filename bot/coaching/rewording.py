"""A question that was not understood, asked in other words of the same family."""

from __future__ import annotations

from collections.abc import Iterator

from bot.coaching.saying import Piece
from bot.coaching.talk import Talk
from bot.model import Wording

NOT_UNDERSTOOD = "not_understood"
"""The signal of whoever does not see what is asked: "ik snap de vraag niet"."""


def in_other_words(talk: Talk) -> Piece | None:
    """Return the last question in words that were not used for it in this reflection, `None` when there are none.

    After "Wat weet je hierover nog niet?", "huh, dat snap ik niet" -> "Tot waar weet je het, en waar houdt het op?"
    """
    used = {name for turn in talk.turns for name in turn.asked}
    asked = set(talk.last.asked) if talk.last else set()
    for family in _families(talk):
        if any(each.id in asked and "?" in each.says[talk.language] for each in family):
            return next((piece for each in family if (piece := _piece(talk, each, used))), None)
    return None


def _piece(talk: Talk, wording: Wording, used: set[str]) -> Piece | None:
    said = wording.says[talk.language]
    return Piece(said, (wording.id,)) if "?" in said and "{" not in said and wording.id not in used else None


def _families(talk: Talk) -> Iterator[tuple[Wording, ...]]:
    """Yield the wordings that ask the same: of each step of the exercise, of each move."""
    for step in talk.exercise.steps if talk.exercise else ():
        yield (*step.ask, *step.brief, *step.again)
    for move in talk.knowledge.moves.values():
        yield tuple(move.wordings)


def wordings_of(talk: Talk) -> list[Wording]:
    """Return all wordings that a question can have come from, of the exercise, the moves and the offers."""
    framed = (each for wordings in talk.knowledge.frame.values() for each in wordings)
    offers = [each for each in framed if "?" in each.says[talk.language]]
    return [*(each for family in _families(talk) for each in family), *offers]
