"""`privacy`: says what is kept, who can read it, and how to erase it."""

from __future__ import annotations

from actions._turn import Scene, TurnAction
from bot.coaching import commands
from bot.model import Turn


class ActionPrivacy(TurnAction):
    """Says what is kept, who can read it, and how to erase it."""

    def think(self, scene: Scene) -> Turn:
        """Let the coach answer the command, with the pending question kept."""
        return commands.privacy(scene.message, scene.heard, scene.thread, scene.knowledge)
