"""`misheard`: drops what was misheard."""

from __future__ import annotations

from actions._turn import Scene, TurnAction
from bot.coaching import commands
from bot.model import Turn


class ActionMisheard(TurnAction):
    """Drops what was misheard."""

    def think(self, scene: Scene) -> Turn:
        """Let the coach answer the command, with the pending question kept."""
        return commands.misheard(scene.message, scene.heard, scene.thread, scene.knowledge)
