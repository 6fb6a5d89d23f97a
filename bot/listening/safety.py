"""Where somebody may be in danger: four kinds, said plainly or only to be suspected, and their look-alikes."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from bot.listening.classifier import Classifier
from bot.listening.clauses import count
from bot.listening.stances import see
from bot.model import SAFETY, Sentence, Signal

LOOKALIKE = "lookalike"
"""The signal of what only sounds like danger ("ik werk me dood")."""
HINT = "_hint"
"""Ends the name of the signal files with what may mean danger; the files without it hold what says it plainly."""
DANGER = "danger"
"""The label of the first model for any danger; the second tells which kind."""
DOUBT = 0.75
"""From which share on the model's word is enough to ask."""
FEWEST_WORDS = 3


def hear_danger(
    doc: Doc, sentences: Sequence[Sentence], danger: Classifier, kinds: Classifier
) -> tuple[str | None, bool]:
    """Return the kind of danger that is spoken of, if any, and whether it is said plainly.

    `"ik wil niet meer leven"` -> `("suicide", True)`; `"ik werk me dood"` -> `(None, False)`
    """
    names = {signal.name for sentence in sentences for signal in _real(sentence)}
    for kind in SAFETY:
        if kind in names:
            return kind, True
    for kind in SAFETY:
        if kind + HINT in names:
            return kind, False
    return _learned(doc, danger, kinds), False


def _real(sentence: Sentence) -> list[Signal]:
    """Leave out what lies within a look-alike."""
    alike = [signal for signal in sentence.signals if signal.name == LOOKALIKE]
    return [
        signal
        for signal in sentence.signals
        if not any(other.start < signal.end and signal.start < other.end for other in alike)
    ]


def _learned(doc: Doc, danger: Classifier, kinds: Classifier) -> str | None:
    if count(doc[:]) < FEWEST_WORDS:
        return None
    for stretch in [doc[:], *doc.sents]:
        seen = see(stretch)
        if count(stretch) >= FEWEST_WORDS and danger.shares(seen)[DANGER] >= DOUBT:
            return next(iter(kinds.shares(seen)))
    return None
