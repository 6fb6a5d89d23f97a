"""The exercises that a person made: begun from any page, or by their title, whatever it sounds like."""

from __future__ import annotations

from dataclasses import replace

from bot.coaching.commands import go_on_here
from bot.coaching.entering import ask_step
from bot.coaching.opening import bare, introduced
from bot.coaching.saying import frame
from bot.coaching.talk import Talk
from bot.model import OWN, STORY, Command, Exercise, Heard, Knowledge, Message, Thread, Turn

START = f"start:{OWN}_"
"""What the button that starts an own exercise begins with."""
SURE_CAUSE = "data/nlu"
"""The cause of a command that stands word for word among those that steer: it stays one, whatever is called so."""


def is_own_start(payload: str) -> bool:
    """Whether a button starts an own exercise. It may stand on another page, so no turn needs to have offered it."""
    return payload.startswith(START)


def begin_own(talk: Talk, exercise: Exercise) -> Turn:
    """Begin an own exercise. Another exercise that is under way rests; this one, when it is, goes on."""
    if talk.exercise == exercise:
        return go_on_here(talk)
    rests = talk.thread.reflection is not None and (talk.exercise is None or _under_way(talk))
    here = replace(talk, thread=replace(talk.thread, reflection=None)) if rests else talk
    asked = ask_step(here, exercise, exercise.steps[0], frame(here, "exercise_begins"))
    return replace(introduced(here, asked), fresh=rests)


def heard_as_title(message: Message, heard: Heard, thread: Thread, knowledge: Knowledge) -> Heard | None:
    """Return a message as a story where it sounds like a command and is the title of an own exercise; else `None`.

    "Terugblik op mijn week", typed by who made an exercise of that name, starts it and lists no reflections.
    """
    steers = heard.command.label != STORY or heard.command.ask_back
    if message.button is not None or not steers or heard.safety or heard.command.cause == SURE_CAUSE:
        return None
    said = bare(message.text)
    titles = {bare(each.title) for each in thread.own_exercises if each.listed}
    talk = Talk(message, heard, None, thread, knowledge)
    if said not in titles or _under_way(talk):
        return None
    return replace(heard, command=Command(cause="title"))


def _under_way(talk: Talk) -> bool:
    """Whether an exercise is under way, be it one that the person changed or removed meanwhile."""
    return talk.exercise is not None and (talk.exercise.listed or talk.exercise.group == OWN)
