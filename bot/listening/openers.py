"""Which exercises fit what somebody comes with."""

from __future__ import annotations

from spacy.tokens import Doc

from bot.listening.classifier import Classifier
from bot.listening.clauses import count
from bot.listening.stances import see_pairs

AT_MOST = 3
"""So many of the exercises that many need, and then of the others."""
FEWEST_WORDS = 3
"""Of fewer words nothing can be told."""


def rank_openers(doc: Doc, often: Classifier, seldom: Classifier) -> tuple[str, ...]:
    """Return the ids of the best fitting exercises, best first: three that are often needed, three that seldom are.

    Which of the two it is cannot be told well from a first message; which of its own kind fits best can.
    `"Vrijdag een lastig gesprek met haar"` -> `("four_words", "equal_conversation", "own_share", "meta_talk", …)`
    """
    if count(doc[:]) < FEWEST_WORDS:
        return ()
    seen = see_pairs(doc[:])
    return tuple(name for model in (often, seldom) for name in list(model.shares(seen))[:AT_MOST])
