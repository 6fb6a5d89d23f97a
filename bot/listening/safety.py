"""Where somebody may be in danger: four kinds, said plainly or only to be suspected, and their look-alikes."""

from __future__ import annotations

from collections.abc import Sequence

from bot.listening.classifier import Classifier
from bot.listening.features import features
from bot.model import SAFETY, Sentence, Signal

LOOKALIKE = "lookalike"
"""The signal of what only sounds like danger ("ik werk me dood")."""
HINT = "_hint"
"""Ends the name of the signal files with what may mean danger; the files without it hold what says it plainly."""
DOUBT = 0.6
"""From which share on the model's word is enough to ask."""


def hear_danger(sentences: Sequence[Sentence], model: Classifier) -> tuple[str | None, bool]:
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
    return _learned(sentences, model), False


def _real(sentence: Sentence) -> list[Signal]:
    """Leave out what lies within a look-alike."""
    alike = [signal for signal in sentence.signals if signal.name == LOOKALIKE]
    return [
        signal
        for signal in sentence.signals
        if not any(other.start < signal.end and signal.start < other.end for other in alike)
    ]


def _learned(sentences: Sequence[Sentence], model: Classifier) -> str | None:
    for sentence in sentences:
        if any(signal.name == LOOKALIKE for signal in sentence.signals):
            continue
        label, share = next(iter(model.shares(features(sentence.text)).items()))
        if label in SAFETY and share >= DOUBT and len(sentence.lemmas) >= 3:
            return label
    return None
