"""`repeat`: says the pending question again."""

from __future__ import annotations

from actions._turn import Scene, TurnAction
from bot.coaching import commands
from bot.model import Turn


class ActionRepeat(TurnAction):
    """Says the pending question again."""

    def think(self, scene: Scene) -> Turn:
        """Let the coach answer the command, with the pending question kept."""
        return commands.repeat(scene.message, scene.heard, scene.thread, scene.knowledge)
