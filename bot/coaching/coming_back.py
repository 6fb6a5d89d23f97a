"""Coming back: the card shortly before a talk, the question how it was after it, the next visit of an exercise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.coaching.closing import card_so_far
from bot.coaching.entering import ask_step
from bot.coaching.saying import Piece, button, frame, turn
from bot.coaching.talk import Talk
from bot.model import FOLLOW_UP, LANGUAGES, Heard, Knowledge, Message, Thread, Turn


def remind(kind: str, thread: Thread, knowledge: Knowledge, *, busy: bool = False) -> Turn:
    """Make the turn that comes by itself when a reminder is due, of one of `REMINDERS`.

    `thread.reflection` is the reflection that it belongs to, whole. `busy` tells that another one is under way: then
    the coach only offers to come back to this one.
    """
    person = thread.person
    language = person.language or LANGUAGES[0]
    talk = Talk(Message("", person.id, ""), Heard("", language), None, thread, knowledge)
    return {"before": _before, "after": _after, "visit": _visit}[kind](talk, busy)


def begin_follow_up(talk: Talk, reflection: str) -> Turn:
    """Ask how it was, as was chosen."""
    exercise = talk.knowledge.exercises[FOLLOW_UP]
    return replace(ask_step(talk, exercise, exercise.steps[0], None), resumes=reflection)


def change_wish(talk: Talk, wish: str) -> Turn:
    """Keep whether this person wants reminders; what was waited for stays."""
    said = turn(talk, "inform", f"reminders_{wish}", (frame(talk, f"reminders_{wish}"),), **_pending(talk))
    return replace(said, reminds=wish)


def _before(talk: Talk, busy: bool) -> Turn:
    card = card_so_far(talk, talk.knowledge.exercises[FOLLOW_UP])
    return turn(talk, "inform", "reminder_before", (card, frame(talk, "reminder_before")), **_pending(talk))


def _after(talk: Talk, busy: bool) -> Turn:
    reflection = talk.thread.reflection
    if busy and reflection is not None:
        later = (button(talk, "how_was_it", f"afterwards:{reflection.id}"),)
        return turn(talk, "inform", "reminder_after", (frame(talk, "reminder_after"),), buttons=later, awaits="offer")
    exercise = talk.knowledge.exercises[FOLLOW_UP]
    return replace(ask_step(talk, exercise, exercise.steps[0], None), buttons=(button(talk, "rest", "rest"),))


def _pending(talk: Talk) -> dict[str, Any]:
    """What was waited for in a reflection that is not closed, with its buttons; it stays so."""
    pending = talk.last if talk.open else None
    return {"buttons": pending.buttons, "awaits": pending.awaits} if pending else {"awaits": "after"}


def _visit(talk: Talk, busy: bool) -> Turn:
    reflection = talk.thread.reflection
    exercise = talk.knowledge.exercises.get(reflection.exercise or "") if reflection else None
    last = talk.last
    if reflection is None or exercise is None or last is None:
        raise ValueError("coaching: nothing to come back to; expected a reflection that rests between two visits")
    said: Piece = frame(talk, "reminder_visit", title=exercise.title[talk.language])
    goes_on = (button(talk, "go_on", f"resume:{reflection.id}"), button(talk, "rest", "rest"))
    return turn(
        talk, "inform", "reminder_visit", (said,), buttons=goes_on,
        exercise=exercise.id, step=last.step, state="paused", awaits="after",
    )  # fmt: skip
