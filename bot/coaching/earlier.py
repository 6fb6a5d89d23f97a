"""Somebody was spoken of before: an earlier passage is offered, once; a third time in one day, another ear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.coaching.moments import day_in_words
from bot.coaching.noticing import hurting
from bot.coaching.saying import MOST_WORDS, button, frame, turn
from bot.coaching.talk import Talk
from bot.model import Earlier, Heard, Knowledge, Thread, Turn

NAME = "name"
"""The role of whoever is called by name."""
OFFERED = "frame.earlier"
"""The wording that offers an earlier passage."""
LONG_AGO = timedelta(days=7)
"""What was written later than that is still in mind."""
OFTEN = 2
"""After so many reflections of one day about somebody the next is the third."""


def whom_to_look_for(heard: Heard, thread: Thread, knowledge: Knowledge) -> tuple[str, ...]:
    """Return who is spoken of by name, or as one's own, here or in the answer before; nobody once that was offered.

    "Pieter zei tegen mijn duo" -> `("Pieter", "mijn duo")`; "de ouders" are not looked for
    """
    answers = [entry.heard for entry in thread.entries if entry.role == "answer" and entry.heard]
    told = [entry.turn for entry in thread.entries if entry.turn]
    if any(OFFERED in each.asked for each in told):
        return ()
    found = (name for each in (heard, *answers[-1:]) for name in _called(each, knowledge))
    return tuple(dict.fromkeys(found))


def _called(heard: Heard, knowledge: Knowledge) -> Iterator[str]:
    own = {word for text in knowledge.frame["own_words"][0].says.values() for word in text.split()}
    for mention in heard.people:
        if mention.role == NAME or mention.text.casefold().split()[0] in own:
            yield mention.text


def third_today(talk: Talk) -> Turn | None:
    """Ask with whom it can be talked over, when somebody comes with the same person for the third time in a day."""
    today = [each for each in talk.thread.earlier if _day(talk, each) == talk.thread.now.date()]
    person = next((each.person for each in today), None)
    if person is None or sum(each.person == person for each in today) < OFTEN or "ally" not in talk.knowledge.exercises:
        return None
    asked = (frame(talk, "third_today"),)
    return turn(talk, "ask", "third_today", asked, exercise="ally", step="who", state="open", answers="tell")


def with_earlier(talk: Talk, reply: Turn) -> Turn:
    """Add that the person wrote of somebody before, and a button to read it, where there is room for it and peace."""
    since = talk.thread.now - LONG_AGO
    before = next((each for each in talk.thread.earlier if each.begun <= since), None)
    if before is None or reply.answers is None or reply.done or reply.buttons or talk.heard.safety or hurting(talk):
        return reply
    said = frame(talk, "earlier", day=day_in_words(talk, before.begun))
    if reply.awaits != "answer" or len(f"{reply.text} {said.text}".split()) > MOST_WORDS:
        return reply
    text = f"{said.text} {reply.text}" if "?" in reply.text else f"{reply.text} {said.text}"
    ways = (button(talk, "read_back", f"review:{before.id}"),)
    return replace(reply, text=text, asked=(*reply.asked, *said.asked), buttons=ways)


def _day(talk: Talk, earlier: Earlier) -> object:
    return earlier.begun.astimezone(talk.thread.now.tzinfo).date()
