"""Which exercises fit what somebody comes with."""

from __future__ import annotations

from bot.listening.classifier import Classifier
from bot.listening.features import features

AT_MOST = 3
FEWEST_WORDS = 3
"""Of fewer words nothing can be told."""


def rank_openers(text: str, model: Classifier) -> tuple[str, ...]:
    """Return the ids of the three best fitting exercises, best first: `"vrijdag een lastig gesprek"` -> `four_words`, …"""
    if len(text.split()) < FEWEST_WORDS:
        return ()
    return tuple(list(model.shares(features(text)))[:AT_MOST])
