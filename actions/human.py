"""`human`: points to a human, and keeps the pending question."""

from __future__ import annotations

from actions._turn import Scene, TurnAction
from bot.coaching import commands
from bot.model import Turn


class ActionHuman(TurnAction):
    """Points to a human, and keeps the pending question."""

    def think(self, scene: Scene) -> Turn:
        """Let the coach answer the command, with the pending question kept."""
        return commands.human(scene.message, scene.heard, scene.thread, scene.knowledge)
