"""Token patterns, each tried only where a word stands that it cannot do without: trying is slow, looking is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

Pattern = Sequence[Mapping[str, Any]]
Match = tuple[int, int, int]
"""What a matcher finds: the label, where it begins and where it ends, in tokens."""
NEEDED = (None, "1", "+")
"""How often a token of a pattern may stand there, where that is not "or not at all"."""
SINGLE = (None, "1", "?", "!")
"""How often, where a token of a pattern takes one token of the text at most."""
EVERYWHERE = 1_000_000
"""The reach of a pattern of which nobody knows how many tokens it takes."""
SHORT = 50
"""A doc of so few tokens is searched whole: that is faster than looking where the words stand."""
Places = Mapping[int, Sequence[int]]
"""Word -> where it stands."""


@dataclass(frozen=True, eq=False)
class _Anchored:
    """One pattern: what finds it, the words it cannot do without, and how many tokens it takes at most."""

    matcher: Matcher
    anchors: tuple[frozenset[int], ...]
    reach: int

    def find(self, doc: Doc, places: Places) -> Iterator[Match]:
        """Yield what is found, sought only around the rarest word where the doc is long."""
        if any(places.keys().isdisjoint(words) for words in self.anchors):
            return
        if len(doc) <= SHORT or not self.anchors:
            yield from self.matcher(doc)
            return
        for begin, end in self._stretches(places, len(doc)):
            yield from ((label, begin + one, begin + other) for label, one, other in self.matcher(doc[begin:end]))

    def _stretches(self, places: Places, length: int) -> Iterator[tuple[int, int]]:
        begin = end = 0
        for place in sorted(place for word in self.anchors[0] for place in places.get(word, ())):
            if place - self.reach >= end:
                if end:
                    yield begin, end
                begin = max(0, place - self.reach + 1)
            end = min(length, place + self.reach)
        yield begin, end


class AnchoredPatterns:
    """Finds what spaCy's `Matcher` finds with the same patterns."""

    def __init__(self, vocab: Vocab) -> None:
        """Take the vocabulary of the docs; it knows no patterns until `add` gives them."""
        self._vocab = vocab
        self._begun: dict[int, list[_Anchored]] = defaultdict(list)
        self._always: list[_Anchored] = []

    def add(self, label: str, patterns: Iterable[Pattern]) -> None:
        """Take patterns of tokens, as spaCy writes them, that are found under one label."""
        for pattern in patterns:
            matcher = Matcher(self._vocab)
            matcher.add(label, [[dict(token) for token in pattern]])
            anchors = tuple(frozenset(map(self._vocab.strings.add, words)) for words in anchors_of(pattern))
            single = all(token.get("OP") in SINGLE for token in pattern)
            anchored = _Anchored(matcher, anchors, len(pattern) if single else EVERYWHERE)
            for word in anchors[0] if anchors else ():
                self._begun[word].append(anchored)
            self._always += [] if anchors else [anchored]

    def __call__(self, doc: Doc) -> Iterator[Match]:
        """Yield what is found in a doc."""
        places: dict[int, list[int]] = defaultdict(list)
        for token in doc:
            for word in {token.norm, token.lemma}:
                places[word].append(token.i)
        begun = {each for word in places.keys() & self._begun.keys() for each in self._begun[word]}
        for each in (*self._always, *begun):
            yield from each.find(doc, places)


def anchors_of(pattern: Pattern) -> list[tuple[str, ...]]:
    """Return the words of each token that a pattern cannot do without, of which one must stand there.

    Those with the longest words first, since they are rare.

    `({"NORM": "ik"}, {"NORM": {"IN": ["leidinggevende", "mentor"]}})` -> `[("leidinggevende", "mentor"), ("ik",)]`
    """
    needed = (token for token in pattern if token.get("OP") in NEEDED)
    listed = (_words_of(token[name]) for token in needed for name in ("NORM", "LEMMA") if name in token)
    return sorted(filter(None, listed), key=lambda words: sum(map(len, words)) / len(words), reverse=True)


def _words_of(wanted: str | Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return (wanted,) if isinstance(wanted, str) else tuple(wanted.get("IN", ()))
