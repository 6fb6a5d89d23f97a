"""The first message: heard, answered in a line, and two ways to go on. No menu before it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.coaching.commands import go_on_here
from bot.coaching.earlier import third_today
from bot.coaching.entering import ask_step
from bot.coaching.moments import number_in_words
from bot.coaching.moving import move_anywhere
from bot.coaching.offering import offer, shelf_of
from bot.coaching.reflecting import feelings_given_back, quoted, reflect_words
from bot.coaching.saying import Piece, button, frame, piece, sentence, turn
from bot.coaching.talk import Talk
from bot.model import Exercise, Turn

SHORT_MINUTES = 5
"""With so many minutes or fewer there are two questions and a card."""
GREETING_WORDS = 4
LEAST_SCORE = 0.25
"""At the opening a passage worth so little is still better than a phrase of the coach's own."""
DOOR_SIGNALS = {"advice_request", "forced", "confirm_request"}
"""Signals that are answered at the door, before anything is offered."""


def begin(talk: Talk) -> Turn:
    """Answer the first message of a reflection; the message is kept as the beginning of the person's story."""
    for way in _ways():
        reply = way(talk)
        if reply is not None:
            return introduced(talk, reply)
    given = _given_back(talk)
    return offer(talk, (_introduction(talk), given))


def _ways() -> tuple[Callable[[Talk], Turn | None], ...]:
    return (_named, _foreign, _greeted, _no_words, _in_a_hurry, _hurt, _at_the_door, third_today)


def introduced(talk: Talk, reply: Turn) -> Turn:
    """Say first what this is, to who is new and was not told by the reply itself."""
    said = _introduction(talk)
    if said is None or said.text in reply.text:
        return reply
    return replace(reply, text=f"{said.text} {reply.text}", asked=(*said.asked, *reply.asked))


def _introduction(talk: Talk) -> Piece | None:
    return None if talk.thread.person.met else frame(talk, "introduction")


def _foreign(talk: Talk) -> Turn | None:
    if not talk.heard.foreign:
        return None
    ways = (button(talk, "dutch", "language:nl"), button(talk, "english", "language:en"))
    return turn(talk, "inform", "foreign", (frame(talk, "foreign"),), buttons=ways, **_story(talk, awaits="answer"))


def _greeted(talk: Talk) -> Turn | None:
    heard = talk.heard
    if "greeting" not in heard.signals or heard.words > GREETING_WORDS or heard.feelings:
        return None
    return turn(talk, "ask", "greeting", (_introduction(talk), frame(talk, "greeting")))


def _no_words(talk: Talk) -> Turn | None:
    """Only emoji or signs: something was said, though not in words."""
    if re.search(r"\w", talk.heard.text):
        return None
    return turn(talk, "ask", "no_words", (_introduction(talk), frame(talk, "no_words")), **_story(talk))


def _named(talk: Talk) -> Turn | None:
    """The name of an exercise starts it: "vier woorden"."""
    said = bare(talk.heard.text)
    for exercise in shelf_of(talk).values():
        if said in {bare(title) for title in exercise.title.values()}:
            if talk.thread.reflection is not None and talk.thread.reflection.exercise == exercise.id:
                return go_on_here(talk)
            there = _in_the_language_of(talk, exercise, said)
            begun = ask_step(there, exercise, exercise.steps[0], _introduction(there))
            return replace(begun, answers=None, language=there.language)
    return None


def _in_the_language_of(talk: Talk, exercise: Exercise, title: str) -> Talk:
    """The same talk in the language in which an exercise was named, where the name tells."""
    named = [language for language, each in exercise.title.items() if bare(each) == title]
    if talk.thread.person.language or len(named) != 1:
        return talk
    return replace(talk, heard=replace(talk.heard, language=named[0]))


def bare(title: str) -> str:
    """Return a title as it is compared. `"Vanuit welke plek?"` -> `"vanuit welke plek"`."""
    return title.strip(" .!?").casefold()


def _in_a_hurry(talk: Talk) -> Turn | None:
    heard, exercise = talk.heard, talk.knowledge.exercises.get("in_between")
    hurried = heard.minutes <= SHORT_MINUTES if heard.minutes is not None else "hurry" in heard.signals
    if exercise is None or not hurried:
        return None
    said = frame(talk, "in_a_hurry_no_count")
    if heard.minutes is not None:
        count = sentence(number_in_words(talk, heard.minutes)).rstrip(".")
        said = frame(talk, "in_a_hurry", count=count)
    begun = ask_step(talk, exercise, exercise.steps[0], said)
    return replace(begun, answers="tell")


def _hurt(talk: Talk) -> Turn | None:
    """Somebody in tears or torn apart is asked first whether to tell it or to be left in peace."""
    if not talk.heard.signals & {"tears", "hurt"} or "relief" not in talk.knowledge.exercises:
        return None
    given = feelings_given_back(talk)
    pieces = (_introduction(talk), Piece(given, spare=True) if given else None, frame(talk, "hurt_at_the_door"))
    ways = (button(talk, "tell", "tell"), button(talk, "nothing", "nothing"))
    where = {**_story(talk), "awaits": "offer", "exercise": "relief"}
    return turn(talk, "reflect_ask", "hurt_at_the_door", pieces, buttons=ways, **where)


def _at_the_door(talk: Talk) -> Turn | None:
    if not talk.heard.signals & DOOR_SIGNALS:
        return None
    made = move_anywhere(talk)
    if made is None:
        return None
    where = {key: value for key, value in _story(talk).items() if key != "awaits" and getattr(made, key) is None}
    return replace(made, **where)


def _given_back(talk: Talk) -> Piece | None:
    given = reflect_words(talk) or quoted(talk, LEAST_SCORE)
    return replace(given, spare=False) if given else None


def _story(talk: Talk, awaits: str = "answer") -> dict[str, Any]:
    return {"exercise": "story", "step": "tell", "state": "open", "answers": "tell", "awaits": awaits}


def continue_story(talk: Talk) -> Turn:
    """Hear the story first, as was chosen."""
    asked = piece(talk, talk.knowledge.frame["story_begins"])
    return turn(talk, "receive", "story_begins", (asked,), exercise="story", step="tell", state="open")
