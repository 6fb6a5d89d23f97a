"""Which exercises fit what somebody comes with."""

from __future__ import annotations

from spacy.tokens import Doc

from bot.listening.classifier import Classifier
from bot.listening.clauses import count
from bot.listening.stances import see

AT_MOST = 3
FEWEST_WORDS = 3
"""Of fewer words nothing can be told."""


def rank_openers(doc: Doc, model: Classifier) -> tuple[str, ...]:
    """Return the ids of the three best fitting exercises, best first.

    `"Vrijdag een lastig gesprek met haar"` -> `("four_words", "equal_conversation", "own_share")`
    """
    if count(doc[:]) < FEWEST_WORDS:
        return ()
    return tuple(list(model.shares(see(doc[:])))[:AT_MOST])
