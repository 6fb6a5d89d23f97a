"""The sentences of a message, and how each stands toward the world."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from spacy.tokens import Doc, Span

from bot.listening.classifier import Classifier
from bot.listening.concepts import concepts_in, pairs_of
from bot.listening.features import Seen, features, numbers_of, pairs_apart
from bot.listening.once import once_per_doc
from bot.listening.signals import beginning_in
from bot.model import Sentence, Signal

MOST = 80
"""How many sentences of an endless message are told apart; danger and commands are heard in all of it."""
SURE = 0.4
"""From which share on not knowing is heard without a word that says it."""
PAIRED = 40
"""So many concepts of a stretch are paired at most."""
INNER = ("run_on", "echoing", "cuts", "persons", "moments", "minutes", "names")
"""Signal files that serve the listening itself and are no signal in a sentence."""


def hear_sentences(text: str, doc: Doc, model: Classifier, felt: frozenset[int]) -> tuple[Sentence, ...]:
    """Return the sentences of a message with their stance, signals and lemmas; `felt` is where own feelings begin.

    `"Hij luistert nooit. Ik baalde."` -> two sentences, the first an `interpretation`, the second a `feeling`
    """
    said = (span for span in doc.sents if any(token.text[0].isalnum() for token in span))
    return tuple(hear_sentence(text, span, model, felt) for span in islice(said, MOST))


def hear_sentence(text: str, span: Span, model: Classifier, felt: frozenset[int]) -> Sentence:
    """Return one span as a sentence, trimmed of white space."""
    said = text[span.start_char : span.end_char].rstrip()
    begin = span.start_char + len(said) - len(said.lstrip())
    signals = tuple(each for each in signals_in(text, span) if each.name != "feelings" or each.start in felt)
    stance, score = _choose(stand(span, model), {signal.name for signal in signals})
    return Sentence(said.lstrip(), begin, stance, round(score, 3), signals, lemmas_in(span))


def _choose(shares: Mapping[str, float], names: set[str]) -> tuple[str, float]:
    """Return the likeliest stance; not knowing must be said or sure, because so much is left alone after it."""
    (first, share), second = islice(shares.items(), 2)
    if first == "notknowing" and first not in names and share < SURE:
        return second
    return first, share


@once_per_doc
def see(span: Span) -> Seen:
    """Return what a classifier sees of a stretch: words, lemmas, signals, concepts."""
    return features(span.text, lemmas_in(span), labels_in(span), concepts_in(span))


@once_per_doc
def stand(span: Span, model: Classifier) -> Mapping[str, float]:
    """Return how likely each stance is in a stretch, the likeliest first; a doc is heard with one model."""
    return model.shares(see(span))


@once_per_doc
def see_pairs(span: Span) -> Seen:
    """Return what `see` does, the pairs of concepts in the stretch (who, with what, where), and lemmas apart."""
    return (*see(span), numbers_of(pairs_of(concepts_in(span), PAIRED)), pairs_apart(lemmas_in(span)))


def lemmas_in(span: Span) -> tuple[str, ...]:
    """Return the lemmas of the words in a stretch, none left out."""
    return tuple(token.lemma_ for token in span if token.text[0].isalnum())


def signals_in(text: str, span: Span) -> tuple[Signal, ...]:
    """Return the signals that begin in a span, named by their file (opposites by their side)."""
    return tuple(
        Signal(_name(heard.label_), text[heard.start_char : heard.end_char], heard.start_char, heard.end_char)
        for heard in beginning_in(span)
        if _name(heard.label_) not in INNER and heard.label_[-1] != "?"
    )


@once_per_doc
def labels_in(span: Span) -> list[str]:
    """Return what a classifier may see of the signals in a span: names, and names with group."""
    labels = [heard.label_ for heard in beginning_in(span)]
    return sorted({*labels, *(_name(label) for label in labels if not label.endswith("?"))})


def _name(label: str) -> str:
    return label if label.startswith("opposites.") else label.partition(".")[0]
