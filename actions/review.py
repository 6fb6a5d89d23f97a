"""`review`: finds earlier reflections back, by day, by person, by word."""

from __future__ import annotations

from actions._turn import Scene, TurnAction
from bot.coaching import looking_back
from bot.errors import NotThere
from bot.model import Reflection, Turn


class ActionReview(TurnAction):
    """Shows a short list, or the one reflection that was chosen from it."""

    def think(self, scene: Scene) -> Turn:
        """Let the coach show what the journal holds of what is asked for."""
        return looking_back.review(scene.message, scene.heard, scene.thread, scene.knowledge, find(scene))


def find(scene: Scene) -> tuple[Reflection, ...]:
    """Return the reflections of this person that the message asks for, newest first; the chosen one whole."""
    wanted = looking_back.wanted(scene.message, scene.heard)
    person = scene.message.person
    if wanted.id is None:
        return scene.journal.reflections(person, since=wanted.since, until=wanted.until, words=wanted.words)
    try:
        return (scene.journal.reflection(person, wanted.id),)
    except NotThere:  # erased since it was listed
        return ()
