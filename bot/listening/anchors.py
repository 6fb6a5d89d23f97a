"""Token patterns, each tried only where a word stands that it cannot do without: trying is slow, looking is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

Pattern = Sequence[Mapping[str, Any]]
Match = tuple[int, int, int]
"""What a matcher finds: the label, where it begins and where it ends, in tokens."""
NEEDED = (None, "1", "+")
"""How often a token of a pattern may stand there, where that is not "or not at all"."""
_Anchored = tuple[Matcher, tuple[frozenset[int], ...]]


class AnchoredPatterns:
    """Finds what spaCy's `Matcher` finds with the same patterns."""

    def __init__(self, vocab: Vocab) -> None:
        """Take the vocabulary of the docs; it knows no patterns until `add` gives them."""
        self._vocab = vocab
        self._begun: dict[int, list[_Anchored]] = defaultdict(list)
        self._always: list[Matcher] = []

    def add(self, label: str, patterns: Iterable[Pattern]) -> None:
        """Take patterns of tokens, as spaCy writes them, that are found under one label."""
        for pattern in patterns:
            matcher = Matcher(self._vocab)
            matcher.add(label, [[dict(token) for token in pattern]])
            anchors = [frozenset(map(self._vocab.strings.add, words)) for words in anchors_of(pattern)]
            for word in anchors[0] if anchors else ():
                self._begun[word].append((matcher, tuple(anchors[1:])))
            self._always += [] if anchors else [matcher]

    def __call__(self, doc: Doc) -> Iterator[Match]:
        """Yield what is found in a doc."""
        there = {each for token in doc for each in (token.norm, token.lemma)}
        begun = {each for word in there & self._begun.keys() for each in self._begun[word]}
        whole = (matcher for matcher, others in begun if not any(there.isdisjoint(words) for words in others))
        for matcher in (*self._always, *whole):
            yield from matcher(doc)


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
