"""`language`: changes the language that the coach speaks."""

from __future__ import annotations

from actions._turn import Scene, TurnAction
from bot.coaching import commands
from bot.model import Turn


class ActionLanguage(TurnAction):
    """Changes the language that the coach speaks."""

    def think(self, scene: Scene) -> Turn:
        """Let the coach answer the command, with the pending question kept."""
        return commands.language(scene.message, scene.heard, scene.thread, scene.knowledge)
