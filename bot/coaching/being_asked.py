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
ASIDE = {ASK_ME, NOT_UNDERSTOOD}
TOLD = {"reported", "tears", "hurt", "selfcontempt", "abuse"}
"""Signals of whoever tells something, or needs care first."""
AT_MOST = 9
"""Whoever writes more words than this tells something besides."""


def speaks_of_the_asking(talk: Talk) -> bool:
    """Whether a short message is about the asking and nothing else: "huh, dat snap ik niet", "vraag me iets".

    Where a question is what was asked for ("Hoe bedoelde je dat?"), it is the answer.
    """
    heard = talk.heard
    of_it = all({signal.name for signal in each.signals} & ASIDE for each in heard.sentences)
    other = bool(heard.feelings) or bool(heard.signals & TOLD)
    wanted = talk.step is not None and talk.step.about == "question"
    return bool(heard.sentences) and of_it and heard.words <= AT_MOST and not other and not wanted


def ask_at_all(talk: Talk) -> Turn:
    """Ask the question that waits, in other words where they are left for who did not understand; else an open one."""
    waits = talk.exercise is not None and (talk.exercise.listed or NOT_UNDERSTOOD in talk.heard.signals)
    if waits:
        return commands.repeat(talk.message, talk.heard, talk.thread, talk.knowledge)
    return replace(take_answer(talk), answers=None)
