"""Where somebody speaks of the asking itself: did not understand the question, or wants to be asked one."""

from __future__ import annotations

from dataclasses import replace

from bot.coaching import commands
from bot.coaching.rewording import NOT_UNDERSTOOD
from bot.coaching.stepping import take_answer
from bot.coaching.talk import Talk
from bot.model import Turn

ASK_ME = "ask_me"
"""The signal of whoever wants to be asked something: "zeg eens wat"."""
AT_MOST = 9
"""Whoever writes more words than this tells something besides."""


def speaks_of_the_asking(talk: Talk) -> bool:
    """Whether a short message is about the asking: "huh, dat snap ik niet", "vraag me iets"."""
    return bool(talk.heard.signals & {ASK_ME, NOT_UNDERSTOOD}) and talk.heard.words <= AT_MOST


def ask_at_all(talk: Talk) -> Turn:
    """Ask the question that waits, in other words for who did not understand it; where none waits, an open one."""
    waits = talk.exercise is not None and (talk.exercise.listed or NOT_UNDERSTOOD in talk.heard.signals)
    if waits:
        return commands.repeat(talk.message, talk.heard, talk.thread, talk.knowledge)
    return replace(take_answer(talk), answers=None)
