"""The parts of a message that can stand against each other, each with its roles: what was wanted, what happened."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.listening.words import TOKEN
from bot.model import Heard, Sentence

ROLES = {
    "want": "wanted", "wish": "wanted", "intention": "intended", "success": "success", "other_view": "other_view",
    "wider": "wider", "practice": "practice", "own_view": "own_view", "hurt": "felt_bad",
}  # fmt: skip
"""Signal -> the role that it gives to its part."""
BY_STANCE = {"fact": "happened", "norm": "wanted", "solution": "intended", "interpretation": "own_view"}
"""Stance -> the role of a part that no signal gives one."""
GLAD = frozenset(
    {"glad", "proud", "calm", "touched", "hopeful", "relieved", "grateful", "valued", "surprised", "curious"}
)
"""Shades of feelings that fit success."""
CUTS = frozenset({"joint"})
"""Signals at which a sentence is cut into parts."""
STOPS = ",;:"
"""Signs after which it is cut."""
NOT_CONTENT = frozenset({"hedge", "contrast", "absolute", "must", "want", "wish", "reported"})
"""Signals whose words say nothing of the topic."""
SHORTEST, FEWEST = 5, 3
"""How many letters a word of the topic has at least, and how many words a part."""
Topic = Sequence[tuple[int, str]]
"""Where each word of the topic begins in the message, and its lemma."""


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


@dataclass(frozen=True)
class Cut:
    """A sentence as one part, and the parts that it falls into."""

    sentence: Sentence
    whole: Part
    parts: tuple[Part, ...]


def cuts_of(heard: Heard) -> tuple[Cut, ...]:
    """Return the sentences of a message in order, each whole and in its parts.

    `"Ik wil dat iedereen meepraat, maar ik praat zelf het meest"` -> one sentence in two parts, `wanted` and `happened`
    """
    return tuple(_cut(heard, sentence, _topic_of(sentence)) for sentence in heard.sentences)


def parts_in(cuts: Iterable[Cut]) -> Iterator[Part]:
    """Yield the parts with a role: no other stands against anything."""
    return (part for cut in cuts for part in cut.parts if part.roles)


def _cut(heard: Heard, sentence: Sentence, topic: Topic) -> Cut:
    bounds = [0, *sorted(_bounds(sentence)), len(sentence.text)]
    stretches = ((begin, sentence.text[begin:end].strip(" ,;:-–\n")) for begin, end in itertools.pairwise(bounds))
    parts = tuple(
        _part(heard, sentence, text, sentence.start + sentence.text.index(text, begin), topic)
        for begin, text in stretches
        if len(text.split()) >= FEWEST
    )
    return Cut(sentence, _part(heard, sentence, sentence.text, sentence.start, topic), parts)


def _bounds(sentence: Sentence) -> set[int]:
    places = {signal.start - sentence.start for signal in sentence.signals if signal.name in CUTS}
    if any(stop in sentence.text for stop in STOPS):
        places |= {match.end() for match in TOKEN.finditer(sentence.text) if match.group() in STOPS}
    return {place for place in places if 0 < place < len(sentence.text)}


def _part(heard: Heard, sentence: Sentence, text: str, start: int, topic: Topic) -> Part:
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
    content = frozenset(lemma for place, lemma in topic if start <= place < end)
    return Part(text, frozenset(roles), content, frozenset(sides), "denial" in names)


def lemmas_placed(sentence: Sentence) -> list[tuple[int, str]]:
    """Return the lemma of each word of a sentence, with where the word begins in the message."""
    words = [match for match in TOKEN.finditer(sentence.text) if match.group()[0].isalnum()]
    lemmas = sentence.lemmas if len(sentence.lemmas) == len(words) else tuple(word.group().lower() for word in words)
    return [(sentence.start + word.start(), lemma) for word, lemma in zip(words, lemmas)]


def _topic_of(sentence: Sentence) -> Topic:
    """Return the words that say what a sentence is about."""
    idle = [range(signal.start, signal.end) for signal in sentence.signals if signal.name in NOT_CONTENT]
    placed = ((place, lemma) for place, lemma in lemmas_placed(sentence) if len(lemma) >= SHORTEST)
    return [(place, lemma) for place, lemma in placed if not any(place in each for each in idle)]
