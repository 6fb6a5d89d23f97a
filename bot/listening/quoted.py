"""What the evidence model learns from: the clauses of short answers in which a person marked what lacks evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from spacy.tokens import Doc, Span

from bot.listening.classifier import Classifier
from bot.listening.evidence import ASK, NONE, see_clauses
from bot.listening.features import Seen

SAME = 0.3
"""From which part in common on a clause is the quoted one."""
JUDGING = "interpretation"
"""The stance that is asked about where it stands alone."""
EVERY_BARE, EVERY_OTHER = 2, 4
"""Of the sentences of one stance so many as not to drown the answers: each second judgement, each fourth other."""

Pipeline = Callable[[str], Doc]


def quoted_clauses(
    answers: Iterable[Mapping[str, Any]], pipeline: Pipeline, stances: Classifier
) -> Iterator[tuple[Seen, str]]:
    """Yield the quoted clause of each answer that is asked about, and all clauses of the others, with their labels.

    What else stands in an answer that is asked about may lack evidence too, so nothing is learned from it (measured: of
    a hundred answers one more is heard right).

    `{"text": "Het was druk. Hij wil niet", "ask": True, "quote": "Hij wil niet"}` -> `ask` for the second clause
    """
    for answer in answers:
        text, quote = str(answer["text"]), str(answer.get("quote") or "") if answer["ask"] else ""
        clauses = list(see_clauses(pipeline(text), stances))
        shared = [_shared(clause, text.find(quote), len(quote)) for clause, _ in clauses]
        if not quote:
            yield from ((seen, NONE) for _, seen in clauses)
        elif shared and max(shared) > SAME:
            yield clauses[shared.index(max(shared))][1], ASK


def told_clauses(
    told: Iterable[tuple[str, str]], pipeline: Pipeline, stances: Classifier
) -> Iterator[tuple[Seen, str]]:
    """Yield the clauses of sentences in one stance: a bare interpretation is asked about, a fact or feeling is not."""
    for text, label in told_alone(told):
        clauses = list(see_clauses(pipeline(text), stances))
        if label == NONE or len(clauses) == 1:
            yield from ((seen, label) for _, seen in clauses)


def told_alone(told: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield some sentences in one stance, each with its label: a bare interpretation is asked about, no other is."""
    told = list(told)
    bare = [text for text, stance in told if stance == JUDGING]
    other = [text for text, stance in told if stance != JUDGING]
    yield from ((text, ASK) for text in bare[::EVERY_BARE])
    yield from ((text, NONE) for text in other[::EVERY_OTHER])


def _shared(clause: Span, start: int, length: int) -> float:
    """Return how much a clause and a quote have in common: 0 nothing, 1 all."""
    both = min(clause.end_char, start + length) - max(clause.start_char, start)
    return 2 * max(0, both) / (clause.end_char - clause.start_char + length) if length else 0.0
