"""`story`, and `nlu_fallback` where it is in doubt: whatever is not surely a command is met by the coach."""

from __future__ import annotations

from dataclasses import replace

from actions._turn import Scene, TurnAction
from bot.coaching import think, whom_to_look_for
from bot.listening.comparing import compare
from bot.model import Turn

COMPARED = 30
"""Of a longer reflection only so many of the newest answers are compared: no exercise asks for more."""


class ActionCoach(TurnAction):
    """Compares what was heard with what was heard before, and lets the coach think."""

    def think(self, scene: Scene) -> Turn:
        """Let the coach answer a story."""
        answers = [entry.heard for entry in scene.thread.entries if entry.role == "answer" and entry.heard]
        earlier = (*reversed(scene.page.closings()), *answers[-COMPARED:])
        discrepancy = compare(earlier, scene.heard, self._desk().pairs)
        people = whom_to_look_for(scene.heard, scene.thread, scene.knowledge)
        thread = replace(scene.thread, earlier=scene.page.spoken_of(people))
        return think(scene.message, scene.heard, discrepancy, thread, scene.knowledge)
