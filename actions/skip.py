"""`skip`: goes on to the next question."""

from __future__ import annotations

from actions._turn import Scene, TurnAction
from bot.coaching import commands
from bot.model import Turn


class ActionSkip(TurnAction):
    """Goes on to the next question."""

    def think(self, scene: Scene) -> Turn:
        """Let the coach answer the command, with the pending question kept."""
        return commands.skip(scene.message, scene.heard, scene.thread, scene.knowledge)
