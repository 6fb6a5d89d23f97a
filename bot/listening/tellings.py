"""What a classifier sees of all that some messages tell, to hear whether they hold a discrepancy. Without spaCy."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from bot.listening.features import Seen, features
from bot.listening.parts import lemmas_placed
from bot.model import Heard, Sentence

CONTRAST = "contrast"
"""The signal whose words are not seen: our writers put "maar" into stories without a discrepancy on purpose."""
UNSEEN = frozenset({CONTRAST, "joint"})
"""Signals that are not seen, since words of contrast are among theirs."""


def see_telling(heard: Heard) -> Seen:
    """Return the numbers of what a message tells: words, pieces of words, lemmas, signals, stances, no contrast.

    `"Ik wil luisteren, maar ik praatte"` is seen as `"Ik wil luisteren,  ik praatte"`.
    """
    lemmas = [lemma for sentence in heard.sentences for lemma in _lemmas(sentence)]
    signals = {signal.name for sentence in heard.sentences for signal in sentence.signals} - UNSEEN
    stances = {f"stance {stance}" for stance in heard.stances}
    return features("\n".join(map(_text, heard.sentences)), lemmas, sorted(signals | stances))


def see_together(tellings: Iterable[Seen]) -> Seen:
    """Return what is seen of some messages together: whatever is seen in one of them."""
    return tuple(np.unique(np.concatenate(groups)) for groups in zip(*tellings))


def _text(sentence: Sentence) -> str:
    cut = _cut(sentence)
    return "".join(sign for place, sign in enumerate(sentence.text, sentence.start) if place not in cut)


def _lemmas(sentence: Sentence) -> list[str]:
    cut = _cut(sentence)
    return [lemma for place, lemma in lemmas_placed(sentence) if place not in cut]


def _cut(sentence: Sentence) -> frozenset[int]:
    """Return the places, in the message, of the words of contrast."""
    joints = (signal for signal in sentence.signals if signal.name == CONTRAST)
    return frozenset(place for joint in joints for place in range(joint.start, joint.end))
