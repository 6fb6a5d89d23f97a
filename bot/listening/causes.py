"""Where a cause is put: with oneself, with others, or with circumstances."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Sentence

PLACES = {"cause_self": "self", "cause_other": "others", "cause_circumstances": "circumstances"}
"""Signal -> where it puts the cause; the first wins when several are heard equally often."""


def hear_own_share(sentences: Sequence[Sentence]) -> str | None:
    """Return where the cause is put most: `"dat lag ook aan mij"` -> `"self"`; `None` when no cause is named."""
    names = [signal.name for sentence in sentences for signal in sentence.signals if signal.name in PLACES]
    return PLACES[max(PLACES, key=names.count)] if names else None
