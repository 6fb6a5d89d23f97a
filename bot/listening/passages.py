"""Exact stretches of a message that can be given back, best first, and what must never be given back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from spacy.tokens import Doc, Span

from bot.listening.clauses import clauses_of, count, trim
from bot.listening.signals import covered, spans_of
from bot.listening.stances import labels_in
from bot.model import SAFETY, Passage, Sentence

FEWEST, MOST = 2, 12
"""How many words a passage has."""
LONGEST = 80
"""How many sentences are looked at."""
AT_MOST = 6
"""How many passages are kept."""
WORTH = {
    "figurative": 0.6, "hurt": 0.5, "mindreading": 0.42, "absolute": 0.4, "judgement": 0.38, "feelings": 0.38,
    "wish": 0.36, "want": 0.36, "other_view": 0.36, "must": 0.3, "intention": 0.3, "success": 0.3,
    "notknowing": 0.28, "wider": 0.28,
    "cause_self": 0.3, "solution": 0.2, "reported": 0.2, "seen": 0.2,
}  # fmt: skip
"""How much each signal makes a stretch worth giving back; the strongest counts, and others a little."""
STANCES = {"interpretation": 0.15, "norm": 0.15, "feeling": 0.12, "notknowing": 0.08}
NEVER = frozenset({"abuse", "selfcontempt", *SAFETY, *(f"{kind}_hint" for kind in SAFETY)})
"""Signals that keep a stretch from being given back."""
HUSHED = frozenset({
    "yes", "no", "greeting", "thanks", "enough", "pushback", "advice_request", "confirm_request", "hurry", "laugh",
    "forced", "story_first", "is_answer",
})  # fmt: skip
"""Signals of talk with the coach, not of the story."""


def find_passages(text: str, doc: Doc, sentences: tuple[Sentence, ...]) -> tuple[Passage, ...]:
    """Return what may be given back between quotation marks, best first.

    `"Morgen het oudergesprek. Daar zie ik als een berg tegenop."` -> `als een berg tegenop`, …
    """
    found = [passage for span in _stretches(doc) if (passage := _passage(text, span, sentences)) is not None]
    ranked = sorted(found, key=lambda passage: (-passage.score, passage.start))
    kept: list[Passage] = []
    for passage in ranked:
        if all(passage.end <= other.start or passage.start >= other.end for other in kept):
            kept.append(passage)
    return tuple(kept[:AT_MOST])


def is_sayable(span: Span) -> bool:
    """Tell whether a stretch holds nothing that must not be given back, and is not talk with the coach."""
    return not set(labels_in(span)) & (NEVER | HUSHED) and not _touches_never(span)


def _stretches(doc: Doc) -> Iterator[Span]:
    for sentence in islice(doc.sents, LONGEST):
        yield from clauses_of(sentence)
    for span in spans_of(doc, "figurative"):
        if (stretch := trim(span)) is not None:
            yield stretch


def _passage(text: str, span: Span, sentences: tuple[Sentence, ...]) -> Passage | None:
    words = count(span)
    if not FEWEST <= words <= MOST or not is_sayable(span) or _leans(span):
        return None
    said = text[span.start_char : span.end_char]
    if "\n" in said or len(said.split()) < FEWEST:
        return None
    names = [label for label in labels_in(span) if label in WORTH]
    stance = next((each.stance for each in reversed(sentences) if each.start <= span.start_char), "fact")
    best = max(names, key=lambda name: WORTH[name], default=stance)
    score = WORTH.get(best, 0.0) + 0.05 * max(0, len(names) - 1) + STANCES.get(stance, 0.0) + _shape(span, words, text)
    return (
        Passage(said, span.start_char, span.end_char, best, round(max(0.05, min(1.0, score)), 3))
        if score > 0.2
        else None
    )


def _shape(span: Span, words: int, text: str) -> float:
    """Prefer a handful of words, not those that a message begins with, and not the whole of it."""
    score = 0.15 if 3 <= words <= 8 else 0.0
    whole = span.end_char - span.start_char >= 0.8 * len(text.strip())
    first = not text[: span.start_char].strip(" \n\"'-") or span.start <= 2
    return score - (0.25 if first and not whole else 0.0) - (0.15 if whole and words > 6 else 0.0)


def _leans(span: Span) -> bool:
    """Tell whether a stretch leans on words before it: it begins with one that points back to a thing just named."""
    return span[0].i in covered(span.doc, "cuts.leaning")


def _touches_never(span: Span) -> bool:
    doc, places = span.doc, range(span.start, span.end)
    return any(not covered(doc, name).isdisjoint(places) for name in NEVER)
