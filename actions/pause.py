"""`pause`: lets the reflection rest as it is."""

from __future__ import annotations

from actions._turn import Scene, TurnAction
from bot.coaching import commands
from bot.model import Turn


class ActionPause(TurnAction):
    """Lets the reflection rest as it is."""

    def think(self, scene: Scene) -> Turn:
        """Let the coach answer the command, with the pending question kept."""
        return commands.pause(scene.message, scene.heard, scene.thread, scene.knowledge)
