"""Sentence boundaries that survive chat text: no capitals, no full stops, new lines, dots, run-on lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from spacy.tokens import Doc, Token

from bot.model import SignalRule

RUN_ON = "run_on"
"""The signal file with the joints at which a long unstopped line may be cut ("en toen"), and with abbreviations."""
ABBREVIATIONS = "abbreviations"

ENDS = frozenset(".!?…;")
CLOSERS = frozenset("\"'”’)»")
LONG = 8
"""A line is cut at a joint only after this many words, and only if as many as `REST` follow."""
REST = 3
LONGEST = 60
"""After so many words, or as many stops, a line is cut wherever it is."""


class SentenceSplitter:
    """Marks where sentences begin."""

    def __init__(self) -> None:
        """Start without joints; `teach` gives them."""
        self.joints: frozenset[tuple[str, ...]] = frozenset()
        self.first_words: frozenset[str] = frozenset()
        self.abbreviations: frozenset[str] = frozenset()

    def teach(self, rules: Iterable[SignalRule]) -> None:
        """Take the joints from the rule named `run_on`."""
        found = [rule for rule in rules if rule.name == RUN_ON]
        self.joints = frozenset(tuple(words.lower().split()) for rule in found for words in rule.words)
        self.first_words = frozenset(joint[0] for joint in self.joints)
        self.abbreviations = frozenset(word for rule in found for word in rule.groups.get(ABBREVIATIONS, ()))

    def __call__(self, doc: Doc) -> Doc:
        """`"ik zei niks en ze keek weg… dat was het"` -> two sentences, the second from `dat`."""
        since = 0
        begins = []
        for token in doc:
            ended = token.i == 0 or since >= LONGEST or self._after_end(token)
            begins.append(ended or (since >= LONG and self._is_joint(token)))
            since = 1 if begins[-1] else since + 1
        starts: Any = np.where(begins, 1, -1).astype(np.int64).astype(np.uint64)
        return doc.from_array(["SENT_START"], starts) if begins else doc

    def _after_end(self, token: Token) -> bool:
        """Tell whether a token comes after a stop, quotation marks and white space passed over, or a new line."""
        if token.is_space or token.text in CLOSERS or token.text[0] in ENDS:
            return False
        before = token.nbor(-1)
        while before.i > 0 and "\n" not in before.text and (before.is_space or before.text in CLOSERS):
            before = before.nbor(-1)
        if "\n" in before.text:
            return True
        return before.text[-1] in ENDS and not self._is_abbreviation(before, token)

    def _is_abbreviation(self, stop: Token, following: Token) -> bool:
        """Tell "bijv. de ouders" and "o.a. dit" from the end of a sentence."""
        if stop.text != "." or stop.i == 0:
            return False
        word = stop.nbor(-1)
        glued = not stop.whitespace_ and following.i == stop.i + 1
        known = word.lower_ in self.abbreviations and not word.whitespace_
        return word.is_alpha and (glued or (known and following.is_lower))

    def _is_joint(self, token: Token) -> bool:
        if token.norm_ not in self.first_words:
            return False
        following = token.doc[token.i : token.i + LONG]
        if len(following) < REST:
            return False
        lower = tuple(each.norm_ for each in following)
        return any(lower[: len(joint)] == joint for joint in self.joints)
