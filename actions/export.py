"""`export`: says where everything that was kept can be taken along."""

from __future__ import annotations

from actions._turn import Scene, TurnAction
from bot.coaching import looking_back
from bot.model import Turn


class ActionExport(TurnAction):
    """Points to the export of the journal."""

    def think(self, scene: Scene) -> Turn:
        """Let the coach say where the export is."""
        return looking_back.export(scene.message, scene.heard, scene.thread, scene.knowledge)
