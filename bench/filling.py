"""Fills a journal as months of talking would, through the journal's own door and without talking."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from uuid import uuid4

from bench.samples import Tick
from bot.journal.journal import Journal
from bot.model import Heard, Message, Turn

STEP = timedelta(minutes=7)
"""Between two messages."""


def fill(
    journal: Journal, person: str, heards: Sequence[Heard], reflections: int, turns: int, tick: Tick, done: bool = True
) -> None:
    """Write reflections, `done` or left open, with `turns` answers in all, each with the coach's turn, in the past.

    The answers are those in `heards`, in turn; the coach answers each with the one after it.
    """
    now = datetime.now(timezone.utc) - STEP * (turns + 1)
    said = itertools.cycle(zip(heards, [*heards[1:], heards[0]]))
    sizes = [turns * (each + 1) // reflections - turns * each // reflections for each in range(reflections)]
    for size in sizes:
        for place in range(size):
            heard, reply = next(said)
            now += STEP
            turn = _turn(reply.text, first=place == 0, last=done and place == size - 1)
            with journal.turn(person) as page:
                page.write(Message(uuid4().hex, person, heard.text), heard, turn, now)
        tick()


def _turn(text: str, *, first: bool, last: bool) -> Turn:
    state = "done" if last else "open"
    return Turn(
        text, "ask", "beleven", ("four_words.beleven.ask.0",), exercise="four_words", step="beleven",
        answers="beleven", state=state, fresh=first, done=last,
    )  # fmt: skip
