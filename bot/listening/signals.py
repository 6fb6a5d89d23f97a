"""Hears the signals of a language in a doc: words, lemmas and token patterns, all of them data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from bot.listening.anchors import AnchoredPatterns
from bot.model import SignalRule

WHOLE = "="
"""Before a word in a file: heard only when it is the whole sentence."""
INFLECTED = ("feelings", "people", "opposites")
"""Grouped files whose words are also heard in their inflections ("boze", "ouders"); the groups of others are exact."""
UNHEARD = "mirroring"
"""A file that says how to answer, not what to hear."""
COVERED, BEGINS, LABELLED = "blijk_covered", "blijk_begins", "blijk_labelled"
Found = tuple[int, int, int]
"""Where something that was heard begins, where it ends, in tokens, and the number of its label."""
SPANS = "signals"
"""The key under which a doc holds what was heard: spans whose label is the name, or `name.group` of a grouped file."""


class SignalListener:
    """Adds a span for every signal that is heard."""

    def __init__(self) -> None:
        """Start with no rules; `teach` gives them."""
        self._matchers: list[PhraseMatcher | AnchoredPatterns] = []
        self._alone: frozenset[str] = frozenset()
        self._bare: dict[int, int] = {}
        self._kinds: dict[int, str] = {}

    def teach(self, nlp: Language, rules: Sequence[SignalRule]) -> None:
        """Take the rules of this pipeline's language."""
        rules = [rule for rule in rules if rule.name != UNHEARD]
        by_word = _worded(rules) | _grouped(rules)
        by_lemma = {rule.name: list(rule.lemmas) for rule in rules}
        by_lemma |= _inflected(rule for rule in rules if rule.name in INFLECTED)
        patterns = AnchoredPatterns(nlp.vocab)
        for rule in rules:
            patterns.add(rule.name, rule.patterns)
        self._matchers = [_matcher(nlp, "NORM", by_word), _matcher(nlp, "LEMMA", by_lemma), patterns]
        number = nlp.vocab.strings.add
        self._bare = {number(label): number(label[: -len(WHOLE)]) for label in by_word if label.endswith(WHOLE)}
        labels = [*by_word, *by_lemma, *(rule.name for rule in rules)]
        self._kinds = {number(label): _file(label) if _file(label) in INFLECTED else label for label in labels}
        self._alone = frozenset(rule.name for rule in rules if rule.alone)

    def __call__(self, doc: Doc) -> Doc:
        """`"Hij luistert nooit"` -> a span `nooit` labelled `absolute`."""
        found = {(label, start, end) for matcher in self._matchers for label, start, end in matcher(doc)}
        heard = [
            (start, end, self._bare.get(label, label))
            for label, start, end in found
            if label not in self._bare or _is_whole(doc, start, end)
        ]
        spans = [Span(doc, start, end, label=label) for start, end, label in self._longest(heard)]
        kept = self._keep_alone(doc, spans)
        doc.spans[SPANS] = kept
        _index(doc, kept)
        return doc

    def _longest(self, heard: Iterable[Found]) -> list[Found]:
        """Of what overlaps under one label, or in one inflected file, keep the longest; in the order of the text."""
        taken: dict[str, set[int]] = defaultdict(set)
        kept: list[Found] = []
        for start, end, label in sorted(heard, key=lambda each: (each[0] - each[1], *each)):
            places = taken[self._kinds[label]]
            if places.isdisjoint(range(start, end)):
                places.update(range(start, end))
                kept.append((start, end, label))
        return sorted(kept)

    def _keep_alone(self, doc: Doc, heard: Sequence[Span]) -> list[Span]:
        """Leave out what only counts alone in its sentence, where the sentence says more."""
        places = {place for span in heard if span.label_ in self._alone for place in _range(span)}
        if not places:
            return list(heard)
        more = {place for sentence in doc.sents if not places.issuperset(_said(sentence)) for place in _range(sentence)}
        return [span for span in heard if span.label_ not in self._alone or span.start not in more]


def _range(span: Span) -> range:
    return range(span.start, span.end)


def _said(sentence: Span) -> list[int]:
    """Return the places of the words in a sentence."""
    return [token.i for token in sentence if token.text[0].isalnum()]


def _index(doc: Doc, spans: Iterable[Span]) -> None:
    """Keep where each label lies and what begins where, so that long messages are heard in time."""
    covered: dict[str, set[int]] = defaultdict(set)
    begins: dict[int, list[Span]] = defaultdict(list)
    labelled: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        labelled[span.label_].append(span)
        covered[span.label_].update(range(span.start, span.end))
        begins[span.start].append(span)
    doc.user_data[COVERED] = {label: frozenset(places) for label, places in covered.items()}
    doc.user_data[BEGINS], doc.user_data[LABELLED] = dict(begins), dict(labelled)


def covered(doc: Doc, label: str) -> frozenset[int]:
    """Return the places of all tokens that lie in spans of one label."""
    places: frozenset[int] = doc.user_data[COVERED].get(label, frozenset())
    return places


def spans_of(doc: Doc, label: str) -> list[Span]:
    """Return the spans of one label, in order."""
    by_label: dict[str, list[Span]] = doc.user_data[LABELLED]
    return by_label.get(label, [])


def beginning_in(stretch: Span) -> list[Span]:
    """Return the spans of signals that begin in a stretch, in order."""
    begins: dict[int, list[Span]] = stretch.doc.user_data[BEGINS]
    return [span for place in range(stretch.start, stretch.end) for span in begins.get(place, ())]


def _worded(rules: Iterable[SignalRule]) -> dict[str, list[str]]:
    """Put the words that must be a whole sentence (`=ik`) under a label of their own, `position_self=`."""
    anywhere = {rule.name: [word for word in rule.words if not word.startswith(WHOLE)] for rule in rules}
    whole = {rule.name + WHOLE: [word[1:] for word in rule.words if word.startswith(WHOLE)] for rule in rules}
    return anywhere | whole


def _is_whole(doc: Doc, start: int, end: int) -> bool:
    """Whether a stretch is all that its sentence says; most are not, and a neighbour tells."""
    goes_on = end < len(doc) and doc[end].text[0].isalnum() and not doc[end].is_sent_start
    began = start > 0 and doc[start - 1].text[0].isalnum() and not doc[start].is_sent_start
    if goes_on or began:
        return False
    said = _said(doc[start].sent)
    return bool(said) and start <= said[0] and said[-1] < end


def _grouped(rules: Iterable[SignalRule]) -> dict[str, list[str]]:
    """Put the words of each group under a label of its own, `feelings.sad`; `=` marks a word without other forms."""
    return {
        f"{rule.name}.{group}": [word.removeprefix(WHOLE) for word in words]
        for rule in rules
        for group, words in rule.groups.items()
    }


def _inflected(rules: Iterable[SignalRule]) -> dict[str, list[str]]:
    """Put only the words of each group that are heard in every form under its label."""
    kept = ((rule.name, group, words) for rule in rules for group, words in rule.groups.items())
    return {f"{name}.{group}": [word for word in words if not word.startswith(WHOLE)] for name, group, words in kept}


def _matcher(nlp: Language, attribute: str, phrases: Mapping[str, Sequence[str]]) -> PhraseMatcher:
    matcher = PhraseMatcher(nlp.vocab, attr=attribute)
    lemmas = nlp.get_pipe("blijk_lemmas") if attribute == "LEMMA" else None
    for label, listed in phrases.items():
        docs = [nlp.make_doc(phrase.lower()) for phrase in listed]
        if docs:
            matcher.add(label, [lemmas(doc) for doc in docs] if lemmas else docs)
    return matcher


def _file(label: str) -> str:
    return label.partition(".")[0]
