"""Two passages side by side where the exercise makes them: my story and the other's, what is there and what I want."""

from __future__ import annotations

from bot.coaching.noticing import hurting
from bot.coaching.saying import Places, piece, turn
from bot.coaching.talk import Talk
from bot.model import SIDE_BY_SIDE, Heard, Passage, Turn

LEAST_WORDS = 3
"""A passage that is set beside another has at least so many words."""
PREFERRED = ("norm", "want", "wish", "must", "feelings", "feeling", "other_view")
"""Signals and stances that make a passage worth setting beside another, best first."""


def set_beside(talk: Talk) -> Turn | None:
    """Set the answer beside the one to the earlier step that the exercise names; once, and only when both can stand."""
    step, move = talk.step, talk.knowledge.moves.get(SIDE_BY_SIDE)
    if step is None or move is None or step.beside is None or hurting(talk):
        return None
    if any(each.move == SIDE_BY_SIDE for each in talk.turns):
        return None
    earlier = [entry.heard for entry in talk.answers if entry.step == step.beside and entry.heard]
    mine, there = _best(earlier), _best([talk.heard])
    if mine is None or there is None:
        return None
    ready = Places({"a": mine.text, "b": there.text})
    said = piece(talk, move.wordings, ready)
    if said is None:
        return None
    said = type(said)(said.text, said.asked, ((mine.text, mine.signal), (there.text, there.signal)))
    return turn(talk, "set_beside", SIDE_BY_SIDE, (said,))


def _best(heards: list[Heard]) -> Passage | None:
    found = [passage for heard in heards for passage in heard.passages if len(passage.text.split()) >= LEAST_WORDS]
    ranked = sorted(found, key=lambda each: (_rank(each.signal), -each.score))
    return ranked[0] if ranked else None


def _rank(signal: str) -> int:
    return PREFERRED.index(signal) if signal in PREFERRED else len(PREFERRED)
