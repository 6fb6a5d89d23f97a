"""Where somebody may be in danger: ask plainly, show where a human is, let the exercise rest; no nagging after that."""

from __future__ import annotations

from dataclasses import replace

from bot.coaching.commands import go_on_here
from bot.coaching.noticing import danger_asked, does_not_know
from bot.coaching.saying import button, frame, turn, words
from bot.coaching.talk import Talk
from bot.model import SAFETY, Heard, Knowledge, Message, Thread, Turn

CHOICE_WORDS = 6
"""A typed choice has at most so many words; more is a story."""


def refer(message: Message, heard: Heard, thread: Thread, knowledge: Knowledge) -> Turn:
    """Answer a message in which danger may be heard: asked plainly when unclear, else the referral at once."""
    talk = Talk(message, heard, None, thread, knowledge)
    kind = heard.safety or SAFETY[0]
    if heard.safety_sure or _asked_before(talk, kind):
        return show_referral(talk, kind)
    ways = (button(talk, "yes_danger", "danger_yes"), button(talk, "no", "danger_no"))
    asked = turn(talk, "ask", f"danger_ask_{kind}", (frame(talk, f"danger_ask_{kind}"),), buttons=ways, awaits="danger")
    return _kept_as_answer(talk, asked)


def show_referral(talk: Talk, kind: str) -> Turn:
    """Show who is there and which duty holds; the exercise rests until the person chooses to go on."""
    ways = (button(talk, "go_on", "danger_go_on"), button(talk, "rest", "danger_rest"))
    name = f"danger_refer_{kind}"
    shown = turn(talk, "inform", name, (frame(talk, name),), buttons=ways, awaits="danger_choice")
    return _kept_as_answer(talk, shown)


def take_danger_answer(talk: Talk) -> Turn | None:
    """Take what was answered to the plain question or after the referral. One "no" does not close the door.

    Whoever writes on after the referral has chosen to go on: `None`, the message is an answer like any other.
    """
    kind = danger_asked(talk)
    pressed = talk.message.button or ""
    if talk.awaits == "danger_choice":
        return _after_referral(talk, pressed)
    if pressed == "danger_no" or _denies(talk):
        ways = (button(talk, "go_on", "danger_go_on"), button(talk, "rest", "danger_rest"))
        name = f"danger_denied_{kind}"
        return turn(talk, "inform", name, (frame(talk, name),), buttons=ways, awaits="danger_choice")
    return show_referral(talk, kind)


def _denies(talk: Talk) -> bool:
    """Whether the answer is a no, by itself or as its first word ("nee, hij tekent gewoon graag")."""
    signals, first = talk.heard.signals, talk.heard.text.casefold().split()[:1]
    begins = bool(first) and first[0].strip(".,!") in words(talk, "denials").split()
    return "yes" not in signals and ("no" in signals or begins)


def _after_referral(talk: Talk, pressed: str) -> Turn | None:
    few = talk.heard.words <= CHOICE_WORDS
    if pressed == "danger_go_on" or (few and "yes" in talk.heard.signals):
        reply = go_on_here(talk)
        return replace(reply, awaits="answer", buttons=())
    if pressed == "danger_rest" or (few and ("no" in talk.heard.signals or does_not_know(talk.heard))):
        state = "paused" if talk.open else None
        return turn(talk, "close", "danger_rests", (frame(talk, "danger_rests"),), state=state, awaits="after")
    return None


def _asked_before(talk: Talk, kind: str) -> bool:
    return any(each.move == f"danger_ask_{kind}" for each in talk.turns)


def _kept_as_answer(talk: Talk, reply: Turn) -> Turn:
    """Keep the message as an answer to the step that waited, or as the beginning of a story."""
    if talk.step is not None:
        return replace(reply, answers=talk.step.id)
    return replace(reply, answers="tell", exercise="story", step="tell", state="open")
