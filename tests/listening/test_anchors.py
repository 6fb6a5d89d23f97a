"""Patterns that are only tried where their words stand find what they would find anywhere."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.knowledge.signals import read_signals
from bot.listening.anchors import AnchoredPatterns, Pattern, anchors_of
from bot.listening.labelled import read_labelled
from bot.listening.pipeline import make_pipeline
from bot.model import LANGUAGES
from tests.conftest import ROOT

I_WANT = [{"NORM": {"IN": ["ik", "k"]}}, {"LEMMA": "willen"}]
PERHAPS = [{"NORM": "heel", "OP": "?"}, {"NORM": "stil"}]
NOT_I = [{"NORM": {"NOT_IN": ["ik"]}}, {"NORM": "zei"}]
FIGURE = [{"TEXT": {"REGEX": "^[0-9]+$"}}]


def doc_of(vocab: Vocab, *words: str) -> Doc:
    return Doc(vocab, words=list(words), lemmas=["willen" if word == "wil" else word for word in words])


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (I_WANT, [("willen",), ("ik", "k")]),
        (PERHAPS, [("stil",)]),
        (NOT_I, [("zei",)]),
        (FIGURE, []),
        ([{"NORM": "op", "OP": "!"}, {"NORM": "tijd", "OP": "+"}], [("tijd",)]),
    ],
)
def test_a_pattern_cannot_do_without_these_words_the_rarest_first(
    pattern: Pattern, words: list[tuple[str, ...]]
) -> None:
    assert anchors_of(pattern) == words


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("k wil dat", {("want", 0, 2)}),
        ("wil ik dat", set()),
        ("het was heel stil", {("perhaps", 2, 4), ("perhaps", 3, 4)}),
        ("ik zei niets", set()),
        ("zij zei 3", {("said", 0, 2), ("figure", 2, 3)}),
        ("", set()),
    ],
)
def test_it_finds_what_stands_there(words: str, found: set[tuple[str, int, int]]) -> None:
    vocab = spacy.blank("nl").vocab
    patterns = AnchoredPatterns(vocab)
    for name, pattern in {"want": I_WANT, "perhaps": PERHAPS, "said": NOT_I, "figure": FIGURE}.items():
        patterns.add(name, [pattern])
    heard = patterns(doc_of(vocab, *words.split()))
    assert {(vocab.strings[label], start, end) for label, start, end in heard} == found


@pytest.mark.parametrize(
    ("pattern", "said", "found"),
    [
        (PERHAPS, "heel stil", 2),
        (PERHAPS, "stil", 1),
        (I_WANT, "k wil", 1),
        (I_WANT, "k heel wil", 0),
        ([{"NORM": "zeer", "OP": "+"}, {"NORM": "stil"}], "zeer zeer zeer stil", 3),
        ([{"NORM": "op"}, {"NORM": "zeer", "OP": "{2,3}"}, {"NORM": "tijd"}], "op zeer zeer zeer tijd", 1),
        ([{"NORM": "tijdelijk"}, {"NORM": "zeer", "OP": "{4}"}], "tijdelijk zeer zeer zeer zeer", 1),
    ],
)
@pytest.mark.parametrize(("before", "after"), [(60, 60), (0, 60), (60, 0), (0, 0)])
def test_it_finds_it_wherever_it_stands_in_a_long_message(
    pattern: Pattern, said: str, found: int, before: int, after: int
) -> None:
    vocab = spacy.blank("nl").vocab
    patterns = AnchoredPatterns(vocab)
    patterns.add("it", [pattern])
    doc = doc_of(vocab, *["q"] * before, *said.split(), *["q"] * after)
    heard = {(start, end) for _, start, end in patterns(doc)}
    assert len(heard) == found
    assert all(before <= start < end <= before + len(said.split()) for start, end in heard)


def both_of(language: str) -> tuple[Language, AnchoredPatterns, Matcher]:
    rules: Any = [rule for rule in read_signals(ROOT / "data" / "coaching" / "signals")[0] if rule.language == language]
    pipeline = make_pipeline(language, rules)
    anchored, plain = AnchoredPatterns(pipeline.vocab), Matcher(pipeline.vocab)
    for rule in rules:
        anchored.add(rule.name, rule.patterns)
        if rule.patterns:
            plain.add(rule.name, [[dict(token) for token in pattern] for pattern in rule.patterns])
    return pipeline, anchored, plain


@pytest.mark.parametrize("together", [1, 40])
@pytest.mark.parametrize("language", LANGUAGES)
def test_in_messages_about_work_short_and_long_it_finds_what_one_matcher_of_all_finds(
    language: str, together: int
) -> None:
    pipeline, anchored, plain = both_of(language)
    texts = [text for text, _ in read_labelled(ROOT / "data" / "listening" / language / "stance")][::2]
    messages = [" ".join(texts[begin : begin + together]) for begin in range(0, len(texts), together)]
    found = 0
    for doc in pipeline.pipe(messages):
        expected = set(plain(doc))
        assert set(anchored(doc)) == expected, doc.text
        found += len(expected)
    assert found > 100
