"""Lets the listener hear examples, and keeps beside each what should have been heard."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from bot.listening.comparing import clearest, compare
from bot.listening.listener import Listener
from bot.listening.openers import AT_MOST
from bot.model import Discrepancy, Heard
from evaluation.examples import Example

NONE = "none"


@dataclass(frozen=True)
class Answer:
    """What was heard in one example."""

    example: Example
    heard: str
    """The label that was heard, in the terms of the example's own labels."""
    doubt: bool = False
    """Asked back (command), or found without being sure enough to speak (discrepancy)."""
    ranked: tuple[str, ...] = ()
    overlap: float | None = None
    """Of two quotes: words in both, as a share of the words in either."""


def hear(listener: Listener, example: Example, language: str) -> Answer:
    """Listen to one example and say what came of it."""
    heards = [listener.listen(message, language=language) for message in example.messages]
    if example.kind == "discrepancy":
        return _discrepancy(example, heards, listener)
    return BY_KIND[example.kind](example, heards)


def _stance(example: Example, heards: list[Heard]) -> Answer:
    weights: Counter[str] = Counter()
    for sentence in heards[0].sentences:
        weights[sentence.stance] += round(1_000 * sentence.score * len(sentence.text))
    return Answer(example, weights.most_common(1)[0][0] if weights else NONE)


def _evidence(example: Example, heards: list[Heard]) -> Answer:
    evidence = heards[0].evidence
    both = evidence.ask and example.quote
    overlap = _overlap(example.quote or "", evidence.quote or "") if both else None
    return Answer(example, "yes" if evidence.ask else "no", overlap=overlap)


def _overlap(one: str, other: str) -> float:
    a, b = set(one.lower().split()), set(other.lower().split())
    return len(a & b) / max(1, len(a | b))


def _discrepancy(example: Example, heards: list[Heard], listener: Listener) -> Answer:
    found: list[Discrepancy | None] = [compare(heards[:at], heard, listener.pairs) for at, heard in enumerate(heards)]
    best = clearest([each for each in found if each])
    return Answer(example, "yes" if best else "no", doubt=best is not None and not best.speak)


def _safety(example: Example, heards: list[Heard]) -> Answer:
    return Answer(example, heards[0].safety or NONE)


def _command(example: Example, heards: list[Heard]) -> Answer:
    command = heards[0].command
    return Answer(example, command.label, doubt=command.ask_back)


def _opener(example: Example, heards: list[Heard]) -> Answer:
    ranked = heards[0].opener
    return Answer(example, ranked[0] if ranked else NONE, ranked=ranked)


def _shelf(example: Example, heards: list[Heard]) -> Answer:
    """Among the exercises that are seldom needed, which come after those that often are."""
    ranked = heards[0].opener[AT_MOST:]
    return Answer(example, ranked[0] if ranked else NONE, ranked=ranked)


BY_KIND = {
    "stance": _stance,
    "evidence": _evidence,
    "safety": _safety,
    "command": _command,
    "opener": _opener,
    "shelf": _shelf,
}
