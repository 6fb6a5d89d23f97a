"""`why`: says why the pending question was asked, and that it may be left."""

from __future__ import annotations

from actions._turn import Scene, TurnAction
from bot.coaching import commands
from bot.model import Turn


class ActionWhy(TurnAction):
    """Says why the pending question was asked, and that it may be left."""

    def think(self, scene: Scene) -> Turn:
        """Let the coach answer the command, with the pending question kept."""
        return commands.why(scene.message, scene.heard, scene.thread, scene.knowledge)
