"""Choosing a move: the first whose names are noticed, among those that fit anywhere and those that the step allows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.coaching.entering import NEXT
from bot.coaching.noticing import notice
from bot.coaching.offering import weigh_buttons
from bot.coaching.reflecting import feelings_given_back, reflect
from bot.coaching.saying import Piece, Places, button, frame, piece, turn
from bot.coaching.talk import Talk
from bot.model import Button, Move, Turn

BOTH_WORDS = 22
"""Two passages side by side have at most so many words together."""
ASKED_FOR = ("advice_", "ask_me")
"""So begin the moves that answer what was asked of the coach: each time, however often."""
TEARS = "tears"
EDGE = " .,;:"
ASKS = {"ask", "reflect_ask"}
RECEIVES = {"receive", "reflect"}


def move_anywhere(talk: Talk) -> Turn | None:
    """Make the first of the moves that fit in every step; `None` when none does."""
    anywhere = (move for move in talk.knowledge.moves.values() if move.anywhere)
    return _first(talk, sorted(anywhere, key=lambda move: move.order))


def move_here(talk: Talk) -> Turn | None:
    """Make the first of the moves that deepen this step, until it was deepened enough; `None` when none does."""
    step = talk.step
    if step is None:
        return None
    deepened = sum(each.move in step.deepen or each.kind == "set_beside" for each in talk.turns_here)
    moves = talk.knowledge.moves
    return _first(talk, [moves[name] for name in step.deepen if name in moves]) if deepened < step.deepest else None


def _first(talk: Talk, moves: Iterable[Move]) -> Turn | None:
    names = notice(talk)
    for move in moves:
        fits = set(move.when) <= names and not set(move.unless) & names
        if fits and not _too_often(move, talk):
            made = _made(move, talk)
            if made is not None:
                return made
    return None


def places(talk: Talk) -> Places:
    """What stands ready for a wording's places: the judgement, the two sides of a discrepancy, the feelings."""
    texts: dict[str, str] = {}
    quotes: dict[str, str] = {}
    found = talk.discrepancy or talk.heard.discrepancy
    if found is not None and found.speak and len(found.a.split()) + len(found.b.split()) <= BOTH_WORDS:
        texts.update(a=found.a.strip(EDGE), b=found.b.strip(EDGE))
        quotes.update(a=f"discrepancy.{found.kind}", b=f"discrepancy.{found.kind}")
    if talk.heard.evidence.quote:
        texts["judgement"] = talk.heard.evidence.quote.strip().rstrip(".,;")
        quotes["judgement"] = talk.heard.evidence.cause or "judgement"
    given = feelings_given_back(talk)
    if given:
        texts["feelings"] = given
    return Places(texts, quotes)


def _too_often(move: Move, talk: Talk) -> bool:
    """A deepening move once in a step; nothing is received twice in a row, but tears are after anything else."""
    if move.kind in RECEIVES and talk.last is not None:
        return talk.last.move == TEARS if move.id == TEARS else talk.last.kind in RECEIVES
    if move.awaits != "answer" or move.id.startswith(ASKED_FOR):
        return False
    return any(each.move == move.id for each in talk.turns_here)


def _made(move: Move, talk: Talk) -> Turn | None:
    said = piece(talk, move.wordings, _sure(move, talk))
    if said is None:
        return None
    extra: dict[str, Any] = {"awaits": move.awaits}
    if move.kind in RECEIVES:
        extra["buttons"] = ways_on(talk)
    if move.awaits == "weigh":
        extra["buttons"] = weigh_buttons(talk)
    if move.id == "advice_third" and "ally" in talk.knowledge.exercises:
        extra.update(exercise="ally", step="who")
    if talk.awaits == "offer" and talk.last is not None and move.awaits == "answer" and "step" not in extra:
        extra.update(awaits="offer", buttons=talk.last.buttons)
    before = reflect(talk) if move.kind == "ask" else _written_before(talk) if move.kind == "set_beside" else None
    kind = "reflect_ask" if before is not None and move.kind == "ask" else move.kind
    return turn(talk, kind, move.id, (before, said), **extra)


def _written_before(talk: Talk) -> Piece | None:
    """Say that the first passage is from another reflection, where it is."""
    found = talk.discrepancy or talk.heard.discrepancy
    here = (talk.heard.text, *(entry.text for entry in talk.thread.entries))
    return frame(talk, "written_before") if found and not any(found.a in text for text in here) else None


def ways_on(talk: Talk) -> tuple[Button, ...]:
    """Return the button that goes on after a turn that asks nothing, for whoever has nothing to add."""
    return (button(talk, "go_on", NEXT),) if talk.step is not None and talk.awaits == "answer" else ()


def _sure(move: Move, talk: Talk) -> Places:
    """The places for this move. Two passages side by side are the move itself, so they may always be quoted."""
    ready = places(talk)
    return Places(ready.texts) if move.kind == "set_beside" and not talk.may_quote else ready
