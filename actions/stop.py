"""`stop`: stops at once, keeps what was written, and offers one button to go on."""

from __future__ import annotations

from actions._turn import Scene, TurnAction
from bot.coaching import commands
from bot.model import Turn


class ActionStop(TurnAction):
    """Stops at once, keeps what was written, and offers one button to go on."""

    def think(self, scene: Scene) -> Turn:
        """Let the coach answer the command, with the pending question kept."""
        return commands.stop(scene.message, scene.heard, scene.thread, scene.knowledge)
