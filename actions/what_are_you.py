"""`what_are_you`: says what the coach is: a program."""

from __future__ import annotations

from actions._turn import Scene, TurnAction
from bot.coaching import commands
from bot.model import Turn


class ActionWhatAreYou(TurnAction):
    """Says what the coach is: a program."""

    def think(self, scene: Scene) -> Turn:
        """Let the coach answer the command, with the pending question kept."""
        return commands.what_are_you(scene.message, scene.heard, scene.thread, scene.knowledge)
