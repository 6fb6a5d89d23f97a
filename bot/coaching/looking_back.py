"""Finding it back in the chat: a list, one reflection whole, taking it along, erasing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.coaching.card import card_lines
from bot.coaching.choices import is_drawn
from bot.coaching.closing import card_line
from bot.coaching.commands import aside
from bot.coaching.moments import day_in_words
from bot.coaching.saying import Piece, button, frame, turn
from bot.coaching.talk import Talk
from bot.model import FOLLOW_UP, Button, Heard, Knowledge, Message, Reflection, Thread, Turn

MOST_LISTED = 5
FIRST_WORDS = 6
PERIODS = {"time": 1, "part": 1, "day": 1, "week": 7, "month": 31}
"""How many days each grain of a moment spans."""


@dataclass(frozen=True)
class Wanted:
    """What somebody asks to see again."""

    since: datetime | None
    until: datetime | None
    words: tuple[str, ...]
    """A reflection is found when all of these stand in it."""
    id: str | None = None
    """The one that was chosen from the list."""


def wanted(message: Message, heard: Heard) -> Wanted:
    """Read from a message which reflections are asked for.

    "wat schreef ik over Pieter?" -> `Wanted(None, None, ("Pieter",))`
    """
    label, _, chosen = (message.button or "").partition(":")
    if label == "review" and chosen:
        return Wanted(None, None, (), chosen)
    since = heard.moment.at if heard.moment else None
    until = since + timedelta(days=PERIODS.get(heard.moment.grain, 1)) if since and heard.moment else None
    return Wanted(since, until, tuple(dict.fromkeys(each.text for each in heard.people)))


def review(message: Message, heard: Heard, thread: Thread, knowledge: Knowledge, found: Sequence[Reflection]) -> Turn:
    """Show what was found: one reflection whole when one was chosen, else a short list with buttons."""
    talk = Talk(message, heard, None, thread, knowledge)
    asked = wanted(message, heard)
    if asked.id and found:
        return _whole(talk, found[0])
    if not found:
        narrowed = asked.since or asked.words
        return aside(talk, "review_nothing_found" if narrowed else "review_none")
    shown = found[:MOST_LISTED]
    pieces = [Piece(frame(talk, "review_list").text + "\n")]
    pieces += [Piece(_line(talk, each) + "\n") for each in shown]
    if len(found) > len(shown):
        pieces.append(frame(talk, "review_more", count=len(found)))
    buttons = tuple(Button(_name(talk, each), f"review:{each.id}") for each in shown)
    reply = turn(talk, "inform", "review_list", pieces, buttons=(*buttons, *_pending(talk)))
    return _waiting(talk, reply)


def export(message: Message, heard: Heard, thread: Thread, knowledge: Knowledge) -> Turn:
    """Say where everything can be taken along."""
    return aside(Talk(message, heard, None, thread, knowledge), "export")


def ask_erase(message: Message, heard: Heard, thread: Thread, knowledge: Knowledge) -> Turn:
    """Ask what to erase; nothing is erased before a button that this turn offers is pressed."""
    talk = Talk(message, heard, None, thread, knowledge)
    ways = [button(talk, "erase_this", f"erase:one:{thread.reflection.id}")] if thread.reflection else []
    ways += [button(talk, "erase_all", "erase:all"), button(talk, "no", "go_on")]
    return _waiting(talk, turn(talk, "ask", "erase_ask", (frame(talk, "erase_ask"),), buttons=tuple(ways)))


def erase_asked(message: Message, thread: Thread) -> tuple[str, str | None] | None:
    """What a pressed button erases: `("one", id)` or `("all", None)`; `None` when the last turn did not offer it."""
    pressed = message.button or ""
    offered = {each.payload for each in thread.last_turn.buttons} if thread.last_turn else set()
    if pressed not in offered or not pressed.startswith("erase:"):
        return None
    _, what, *rest = pressed.split(":")
    return (what, rest[0] if rest else None) if what in {"one", "all"} else None


def erased(message: Message, heard: Heard, thread: Thread, knowledge: Knowledge, what: str, count: int) -> Turn:
    """Say that it is gone."""
    gone = replace(thread, reflection=None, asides=())
    talk = Talk(message, heard, None, gone, knowledge)
    said = frame(talk, "erased_all", count=count) if what == "all" else frame(talk, "erased_one")
    return turn(talk, "inform", f"erased_{what}", (said,), exercise=None, step=None, state=None)


def _whole(talk: Talk, reflection: Reflection) -> Turn:
    lines = card_lines(reflection.entries, talk.knowledge.exercises, talk.language)
    quoted = [card_line(talk, title, text) for title, text in lines]
    head = frame(talk, "review_whole", day=day_in_words(talk, reflection.begun), title=_title(talk, reflection))
    pieces = (Piece(head.text + "\n"), Piece("\n".join(quoted) or reflection.first))
    goes_on = [button(talk, "go_on", f"resume:{reflection.id}")] if reflection.state == "paused" else []
    if reflection.state == "done" and reflection.intention:
        goes_on = [button(talk, "how_was_it", f"{FOLLOW_UP}:{reflection.id}")]
    ways = (*goes_on, button(talk, "erase_this", f"erase:one:{reflection.id}"), *_pending(talk))
    quotes = tuple((text, "card") for _, text in lines if not is_drawn(text))
    return replace(_waiting(talk, turn(talk, "inform", "review_whole", pieces, buttons=ways)), quotes=quotes)


def _line(talk: Talk, reflection: Reflection) -> str:
    first = " ".join(reflection.first.split()[:FIRST_WORDS])
    more = " …" if len(reflection.first.split()) > FIRST_WORDS else ""
    day = day_in_words(talk, reflection.begun)
    return frame(talk, "review_line", day=day, title=_title(talk, reflection), first=first + more).text


def _name(talk: Talk, reflection: Reflection) -> str:
    """What tells one reflection from another on a button: "vrijdag, Vier woorden"."""
    return f"{day_in_words(talk, reflection.begun)}, {_title(talk, reflection)}"


def _title(talk: Talk, reflection: Reflection) -> str:
    exercise = talk.knowledge.exercises.get(reflection.exercise or "") or talk.knowledge.exercises["story"]
    return exercise.title[talk.language]


def _pending(talk: Talk) -> tuple[Button, ...]:
    """The buttons of the question that waits, so that it can still be answered."""
    return talk.last.buttons if talk.last and talk.awaits in {"offer", "which", "weigh"} else ()


def _waiting(talk: Talk, reply: Turn) -> Turn:
    return replace(reply, awaits=talk.last.awaits) if talk.last else reply
