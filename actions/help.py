"""`help`: says in one breath what a person can say."""

from __future__ import annotations

from actions._turn import Scene, TurnAction
from bot.coaching import commands
from bot.model import Turn


class ActionHelp(TurnAction):
    """Says in one breath what a person can say."""

    def think(self, scene: Scene) -> Turn:
        """Let the coach answer the command, with the pending question kept."""
        return commands.help(scene.message, scene.heard, scene.thread, scene.knowledge)
