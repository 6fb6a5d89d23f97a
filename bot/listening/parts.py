"""The parts of a message that can stand against each other, each with its roles: what was wanted, what happened."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from bot.listening.words import TOKEN
from bot.model import Heard, Sentence, Signal

ROLES = {
    "want": "wanted", "wish": "wanted", "intention": "intended", "success": "success", "other_view": "other_view",
    "wider": "wider", "practice": "practice", "own_view": "own_view", "hurt": "felt_bad",
}  # fmt: skip
"""Signal -> the role that it gives to its part."""
BY_STANCE = {"fact": "happened", "norm": "wanted", "solution": "intended", "interpretation": "own_view"}
"""Stance -> the role of a part that no signal gives one."""
GLAD = frozenset({"glad", "proud", "calm", "touched", "hopeful", "relieved", "grateful", "surprised", "curious"})
"""Shades of feelings that fit success."""
CUTS = frozenset({"joint"})
"""Signals at which a sentence is cut into parts."""
NOT_CONTENT = frozenset({"hedge", "contrast", "absolute", "must", "want", "wish", "reported"})
"""Signals whose words say nothing of the topic."""
SHORTEST, FEWEST = 5, 3
"""How many letters a word of the topic has at least, and how many words a part."""


@dataclass(frozen=True)
class Part:
    """A clause of a message, as exact text, and what it may stand against."""

    text: str
    roles: frozenset[str]
    content: frozenset[str]
    """The lemmas that say what it is about."""
    sides: frozenset[str]
    """Sides of opposites that it names."""
    denied: bool
    """Whether it holds a denial."""


def parts_of(heard: Heard) -> Iterator[Part]:
    """Yield the parts of a message in order.

    `"Ik wil dat iedereen meepraat, maar ik praat zelf het meest"` -> two parts, `wanted` and `happened`
    """
    for sentence in heard.sentences:
        yield from _cut(heard, sentence)


def _cut(heard: Heard, sentence: Sentence) -> Iterator[Part]:
    bounds = [0, *sorted(_bounds(sentence)), len(sentence.text)]
    for begin, end in itertools.pairwise(bounds):
        text = sentence.text[begin:end].strip(" ,;:-–\n")
        if len(text.split()) >= FEWEST:
            start = sentence.start + sentence.text.index(text, begin)
            yield _part(heard, sentence, text, start)


def whole_of(heard: Heard, sentence: Sentence) -> Part:
    """Return a whole sentence as one part."""
    return _part(heard, sentence, sentence.text, sentence.start)


def _bounds(sentence: Sentence) -> set[int]:
    places = {signal.start - sentence.start for signal in sentence.signals if signal.name in CUTS}
    places |= {match.end() for match in TOKEN.finditer(sentence.text) if match.group() in ",;:"}
    return {place for place in places if 0 < place < len(sentence.text)}


def _part(heard: Heard, sentence: Sentence, text: str, start: int) -> Part:
    end = start + len(text)
    signals = [signal for signal in sentence.signals if start <= signal.start < end]
    names = {signal.name for signal in signals}
    roles = {ROLES[name] for name in names if name in ROLES}
    shades = {feeling.shade for feeling in heard.feelings if start <= feeling.start < end}
    if shades - GLAD:
        roles.add("felt_bad")
    if not roles and sentence.stance in BY_STANCE:
        roles.add(BY_STANCE[sentence.stance])
    sides = {name for name in names if name.startswith("opposites.")}
    return Part(text, frozenset(roles), _content(sentence, start, end, signals), frozenset(sides), "denial" in names)


def _content(sentence: Sentence, start: int, end: int, signals: list[Signal]) -> frozenset[str]:
    idle = [signal for signal in signals if signal.name in NOT_CONTENT]
    words = [match for match in TOKEN.finditer(sentence.text) if match.group()[0].isalnum()]
    lemmas = sentence.lemmas if len(sentence.lemmas) == len(words) else tuple(word.group().lower() for word in words)
    return frozenset(
        lemma
        for word, lemma in zip(words, lemmas)
        if len(lemma) >= SHORTEST
        and start <= sentence.start + word.start() < end
        and not any(signal.start <= sentence.start + word.start() < signal.end for signal in idle)
    )
