"""What the tests of the coach share."""

from __future__ import annotations

import pytest

from bot.model import Knowledge

from .hand_made import Play, hear


@pytest.fixture
def play(knowledge: Knowledge) -> Play:
    """Somebody in the four words, who told what their place is and was just asked what they lived through."""
    play = Play(knowledge)
    play.say(hear("vier woorden"))
    play.say(hear("Ik ben haar leidinggevende", "fact", signals=["position_self"]))
    return play
