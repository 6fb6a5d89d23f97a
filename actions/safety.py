"""`suicide`, `child_safety`, `sexual_misconduct`, `violence`: danger comes before everything else."""

from __future__ import annotations

from actions._turn import Scene, TurnAction
from bot.coaching import safety
from bot.model import Turn


class ActionSafety(TurnAction):
    """Asks plainly where it is unclear, shows where a human is, and lets the exercise rest."""

    def think(self, scene: Scene) -> Turn:
        """Let the coach point to a human."""
        return safety.refer(scene.message, scene.heard, scene.thread, scene.knowledge)
