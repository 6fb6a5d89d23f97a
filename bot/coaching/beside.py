"""Two passages side by side where the exercise makes them: my story and the other's, what is there and what I want."""

from __future__ import annotations

from dataclasses import replace

from bot.coaching.noticing import hurting
from bot.coaching.saying import Places, piece, turn
from bot.coaching.talk import Talk
from bot.model import INTENTION, SIDE_BY_SIDE, Heard, Passage, Turn

LEAST_WORDS = 3
"""A passage that is set beside another has at least so many words."""
MOST_WORDS = 10
"""A short answer of at most so many words may be set beside another whole."""
BOTH_WORDS = 20
"""The two passages together have at most so many words."""
PREFERRED = ("want", "wish", "must", "norm", "feelings", "feeling", "other_view")
"""Signals and stances that make a passage worth setting beside another, best first."""


def set_beside(talk: Talk) -> Turn | None:
    """Set the answer beside the one to the earlier step that the exercise names; once, and only when both can stand."""
    step = talk.step
    if step is None or step.beside is None or hurting(talk) or _stood_beside(talk):
        return None
    mine, there = _mine(talk, step.beside), _best([talk.heard], open_question=step.about == "question")
    if mine is None or there is None or mine.text.casefold() == there.text.casefold():
        return None
    if len(mine.text.split()) + len(there.text.split()) > BOTH_WORDS:
        return None
    move = talk.knowledge.moves[SIDE_BY_SIDE[0] if step.about == "other" else SIDE_BY_SIDE[1]]
    said = piece(talk, move.wordings, Places({"a": mine.text, "b": there.text}))
    if said is None:
        return None
    quoted = replace(said, quotes=((mine.text, mine.signal), (there.text, there.signal)))
    return turn(talk, "set_beside", move.id, (quoted,))


def _stood_beside(talk: Talk) -> bool:
    here = talk.exercise.id if talk.exercise else None
    return any(each.move in SIDE_BY_SIDE and each.exercise == here for each in talk.turns)


def _mine(talk: Talk, beside: str) -> Passage | None:
    """Return what stands on the other side: the answer to an earlier step, or what was intended before the talk."""
    reflection = talk.thread.reflection
    if beside != INTENTION:
        about = next((step.about for step in talk.exercise.steps if step.id == beside), "") if talk.exercise else ""
        answers = [entry.heard for entry in talk.answers if entry.step == beside and entry.heard]
        return _best(answers, open_question=about == "question")
    text = reflection.intention.text.strip().rstrip(".") if reflection and reflection.intention else ""
    return Passage(text, 0, len(text), INTENTION, 0.0) if LEAST_WORDS <= len(text.split()) <= MOST_WORDS else None


def _best(heards: list[Heard], *, open_question: bool = False) -> Passage | None:
    """Return the passage that tells most; not knowing tells only where the step is about a question."""
    passages = [passage for heard in heards for passage in heard.passages]
    telling = [passage for passage in passages if open_question or passage.signal != "notknowing"]
    found = [passage for passage in telling if len(passage.text.split()) >= LEAST_WORDS]
    if not found:
        found = [_whole(heard) for heard in heards if _stands_alone(heard, open_question)]
    ranked = sorted(found, key=lambda each: (_rank(each.signal), -each.score))
    return ranked[0] if ranked else None


def _stands_alone(heard: Heard, open_question: bool) -> bool:
    """Whether a short answer can be given back whole."""
    short = LEAST_WORDS <= heard.words <= MOST_WORDS and len(heard.sentences) == 1
    return short and (open_question or heard.stances != ("notknowing",))


def _whole(heard: Heard) -> Passage:
    text = heard.text.strip().rstrip(".")
    return Passage(text, heard.text.find(text), heard.text.find(text) + len(text), heard.stances[0], 0.0)


def _rank(signal: str) -> int:
    return PREFERRED.index(signal) if signal in PREFERRED else len(PREFERRED)
