"""The clauses of a sentence: stretches that stand alone, cut at commas and joints, hedges kept where they belong."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from spacy.tokens import Span

from bot.listening.once import once_per_doc
from bot.listening.signals import beginning_in, covered

BEFORE, TRIM, DANGLING, HEDGE = "cuts.before", "cuts.trim", "cuts.dangling", "hedge"
"""Labels: what begins a new clause; what a clause does not begin with; what it does not end with; hedges."""

STOPS = frozenset(',:;()–—"“”')
SHORTEST = 2
"""Fewer words are no clause of their own and stay with the one before."""


@once_per_doc
def clauses_of(sentence: Span) -> list[Span]:
    """Return the clauses of a sentence in order, without the joints between them.

    `"Ja maar hij komt te laat, en ik zeg niks"` -> `hij komt te laat`, `ik zeg niks`
    """
    bounds = [sentence.start, *sorted(_cuts(sentence)), sentence.end]
    parts = [sentence.doc[begin:end] for begin, end in itertools.pairwise(bounds) if begin < end]
    trimmed = [part for part in (trim(part) for part in _joined(parts)) if part is not None]
    return trimmed or [part for part in [trim(sentence)] if part is not None]


def trim(part: Span) -> Span | None:
    """Return a stretch without joints at its beginning and dangling words at its end; `None` if nothing is left."""
    doc, start, end = part.doc, part.start, part.end
    leading, trailing = covered(doc, TRIM), covered(doc, DANGLING)
    while start < end and (start in leading or not doc[start].text[0].isalnum()):
        start += 1
    while end > start and (end - 1 in trailing or not doc[end - 1].text[0].isalnum()):
        end -= 1
    return doc[start:end] if start < end else None


def count(part: Span) -> int:
    """Return how many words a stretch has."""
    before = _words_before(part.doc[:])
    return before[part.end] - before[part.start]


@once_per_doc
def _words_before(whole: Span) -> list[int]:
    """Return how many words stand before each token of a doc, and how many there are."""
    return [0, *itertools.accumulate(token.text[0].isalnum() for token in whole)]


def _cuts(sentence: Span) -> Iterator[int]:
    for span in beginning_in(sentence):
        if span.label_ == BEFORE and span.start > sentence.start:
            yield span.start
    yield from (token.i + 1 for token in sentence if token.text in STOPS)


def _joined(parts: list[Span]) -> list[Span]:
    """Put what is too short to stand alone, or only a hedge, back to the part before it."""
    joined: list[Span] = []
    for part in parts:
        if (joined and (count(part) < SHORTEST or _is_hedge(part))) or (joined and count(joined[-1]) < SHORTEST):
            joined[-1] = part.doc[joined[-1].start : part.end]
        else:
            joined.append(part)
    return joined


def _is_hedge(part: Span) -> bool:
    hedges = covered(part.doc, HEDGE)
    return all(token.i in hedges for token in part if token.text[0].isalnum())
