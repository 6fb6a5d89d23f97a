"""`back`: goes back to the question before."""

from __future__ import annotations

from actions._turn import Scene, TurnAction
from bot.coaching import commands
from bot.model import Turn


class ActionBack(TurnAction):
    """Goes back to the question before."""

    def think(self, scene: Scene) -> Turn:
        """Let the coach answer the command, with the pending question kept."""
        return commands.back(scene.message, scene.heard, scene.thread, scene.knowledge)
