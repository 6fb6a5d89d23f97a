"""Two passages side by side where the exercise makes them: my story and the other's, what is there and what I want."""

from __future__ import annotations

from dataclasses import replace

from bot.coaching.noticing import hurting
from bot.coaching.saying import Places, piece, turn
from bot.coaching.talk import Talk
from bot.model import SIDE_BY_SIDE, Heard, Passage, Turn

LEAST_WORDS = 3
"""A passage that is set beside another has at least so many words."""
PREFERRED = ("want", "wish", "must", "norm", "feelings", "feeling", "other_view")
"""Signals and stances that make a passage worth setting beside another, best first."""


def set_beside(talk: Talk) -> Turn | None:
    """Set the answer beside the one to the earlier step that the exercise names; once, and only when both can stand."""
    step = talk.step
    if step is None or step.beside is None or hurting(talk) or any(each.move in SIDE_BY_SIDE for each in talk.turns):
        return None
    earlier = [entry.heard for entry in talk.answers if entry.step == step.beside and entry.heard]
    mine, there = _best(earlier), _best([talk.heard])
    if mine is None or there is None:
        return None
    move = talk.knowledge.moves[SIDE_BY_SIDE[0] if step.about == "other" else SIDE_BY_SIDE[1]]
    said = piece(talk, move.wordings, Places({"a": mine.text, "b": there.text}))
    if said is None:
        return None
    quoted = replace(said, quotes=((mine.text, mine.signal), (there.text, there.signal)))
    return turn(talk, "set_beside", move.id, (quoted,))


def _best(heards: list[Heard]) -> Passage | None:
    telling = [heard for heard in heards if set(heard.stances) != {"notknowing"}]
    found = [passage for heard in telling for passage in heard.passages if len(passage.text.split()) >= LEAST_WORDS]
    ranked = sorted(found, key=lambda each: (_rank(each.signal), -each.score))
    return ranked[0] if ranked else None


def _rank(signal: str) -> int:
    return PREFERRED.index(signal) if signal in PREFERRED else len(PREFERRED)
