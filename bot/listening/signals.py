"""Hears the signals of a language in a doc: words, lemmas and token patterns, all of them data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span

from bot.model import SignalRule

WHOLE = "="
"""Before a word in a file: heard only when it is the whole sentence."""
INFLECTED = ("feelings", "people", "opposites")
"""Grouped files whose words are also heard in their inflections ("boze", "ouders"); the groups of others are exact."""
SPANS = "signals"
"""The key under which a doc holds what was heard: spans whose label is the name, or `name.group` of a grouped file."""


class SignalListener:
    """Adds a span for every signal that is heard."""

    def __init__(self) -> None:
        """Start with no rules; `teach` gives them."""
        self._matchers: list[PhraseMatcher | Matcher] = []
        self._alone: frozenset[str] = frozenset()

    def teach(self, nlp: Language, rules: Sequence[SignalRule]) -> None:
        """Take the rules of this pipeline's language."""
        by_word = _worded(rules) | _grouped(rules)
        by_lemma = {rule.name: rule.lemmas for rule in rules}
        by_lemma |= _grouped(rule for rule in rules if rule.name in INFLECTED)
        patterns = Matcher(nlp.vocab)
        for rule in rules:
            if rule.patterns:
                patterns.add(rule.name, [[dict(token) for token in pattern] for pattern in rule.patterns])
        matchers: list[PhraseMatcher | Matcher] = [
            _matcher(nlp, "NORM", by_word),
            _matcher(nlp, "LEMMA", by_lemma),
            patterns,
        ]
        self._matchers = [matcher for matcher in matchers if len(matcher)]
        self._alone = frozenset(rule.name for rule in rules if rule.alone)

    def __call__(self, doc: Doc) -> Doc:
        """`"Hij luistert nooit"` -> a span `nooit` labelled `absolute`."""
        found = {(label, start, end) for matcher in self._matchers for label, start, end in matcher(doc)}
        spans = [Span(doc, start, end, label=label) for label, start, end in sorted(found)]
        heard = [span for each in spans if (span := _whole_if_asked(each)) is not None]
        doc.spans[SPANS] = list(self._keep_alone(doc, _longest(heard)))
        return doc

    def _keep_alone(self, doc: Doc, heard: Iterable[Span]) -> Iterator[Span]:
        """Leave out what only counts alone in its sentence, where the sentence says more."""
        heard = list(heard)
        covered = {token.i for span in heard if span.label_ in self._alone for token in span}
        for span in heard:
            if span.label_ not in self._alone or all(
                token.i in covered for token in span[0].sent if token.text[0].isalnum()
            ):
                yield span


def _worded(rules: Iterable[SignalRule]) -> dict[str, list[str]]:
    """Put the words that must be a whole sentence (`=ik`) under a label of their own, `position_self=`."""
    anywhere = {rule.name: [word for word in rule.words if not word.startswith(WHOLE)] for rule in rules}
    whole = {rule.name + WHOLE: [word[1:] for word in rule.words if word.startswith(WHOLE)] for rule in rules}
    return anywhere | whole


def _whole_if_asked(span: Span) -> Span | None:
    if not span.label_.endswith(WHOLE):
        return span
    said = [token.i for token in span[0].sent if token.text[0].isalnum()]
    whole = said and span.start <= said[0] and said[-1] < span.end
    return Span(span.doc, span.start, span.end, label=span.label_.removesuffix(WHOLE)) if whole else None


def _grouped(rules: Iterable[SignalRule]) -> dict[str, list[str]]:
    return {f"{rule.name}.{group}": list(words) for rule in rules for group, words in rule.groups.items()}


def _matcher(nlp: Language, attribute: str, phrases: Mapping[str, Sequence[str]]) -> PhraseMatcher:
    matcher = PhraseMatcher(nlp.vocab, attr=attribute)
    lemmas = nlp.get_pipe("blijk_lemmas") if attribute == "LEMMA" else None
    for label, listed in phrases.items():
        docs = [nlp.make_doc(phrase.lower()) for phrase in listed]
        if docs:
            matcher.add(label, [lemmas(doc) for doc in docs] if lemmas else docs)
    return matcher


def _longest(spans: Iterable[Span]) -> Iterator[Span]:
    """Of spans with one label, or of one inflected file, that overlap keep the longest; in the order of the text."""
    kept: dict[str, list[Span]] = {}
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
        others = kept.setdefault(_file(span) if _file(span) in INFLECTED else span.label_, [])
        if all(span.end <= other.start or span.start >= other.end for other in others):
            others.append(span)
    yield from sorted((span for others in kept.values() for span in others), key=lambda span: (span.start, span.end))


def _file(span: Span) -> str:
    return str(span.label_.partition(".")[0])
