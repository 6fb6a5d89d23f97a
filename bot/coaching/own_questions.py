"""The person's own questions: every other time one of them is asked at the end, instead of what lingers."""

from __future__ import annotations

from bot.coaching.noticing import DANGER
from bot.coaching.saying import Piece
from bot.coaching.talk import Talk
from bot.model import Step, Turn

OWN = "own."
"""What the id of such a question begins with, where a turn says which wordings it used."""


def own_question(talk: Talk, step: Step) -> Piece | None:
    """Return the own question to ask instead of this step's; `None` when it is the step's turn.

    Never where somebody may be in danger. The one that was asked longest ago comes first.
    """
    danger = any(turn.move.startswith(DANGER) for turn in talk.turns)
    if danger or not talk.thread.own_questions or _asked_own_last(talk, step):
        return None
    before = talk.thread.asked
    ids = {each: f"{OWN}{each.id}" for each in talk.thread.own_questions}
    fresh = [each for each in ids if ids[each] not in before]
    chosen = fresh[0] if fresh else max(ids, key=lambda each: before.index(ids[each]))
    return Piece(chosen.text, (ids[chosen],))


def asks_own(turn: Turn) -> bool:
    """Whether a turn asked a question of the person's own."""
    return any(name.startswith(OWN) for name in turn.asked)


def _asked_own_last(talk: Talk, step: Step) -> bool:
    """Whether the question at the last end was their own; it alternates with what lingers, which any exercise asks."""
    lingers = {
        wording.id
        for exercise in talk.knowledge.exercises.values()
        for each in exercise.steps
        if each.about == step.about
        for wording in each.ask
    }
    asked = (name for name in talk.thread.asked if name.startswith(OWN) or name in lingers)
    return next(asked, "").startswith(OWN)
