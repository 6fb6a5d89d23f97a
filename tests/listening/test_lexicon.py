"""The lexicon says what spaCy's own lists of lemmas say."""

from __future__ import annotations

from typing import Any

import pytest
from spacy.lookups import load_lookups
from spacy.strings import get_string_id

from bot.listening.lexicon import ADJECTIVE, NOUN, TABLES, VERB, lexicon_of
from bot.model import LANGUAGES

EVERY = 97
"""Only every so many-th lemma is looked up."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_lemma_is_what_the_lists_say_and_no_more(language: str) -> None:
    index: Any = load_lookups(language, ["lemma_index"]).get_table("lemma_index")
    listed = {name: frozenset(index[name]) for name in TABLES}
    for lemma in sorted(frozenset().union(*listed.values()))[::EVERY]:
        known = sum(part for name, part in TABLES.items() if lemma in listed[name])
        assert lexicon_of(language).of(get_string_id(lemma)) == known, lemma


@pytest.mark.parametrize(
    ("language", "word", "parts"),
    [
        ("nl", "klas", NOUN),
        ("nl", "zijn", VERB),
        ("nl", "lastig", ADJECTIVE),
        ("nl", "qwrty", 0),
        ("en", "school", NOUN),
    ],
)
def test_a_word_can_be_this(language: str, word: str, parts: int) -> None:
    assert lexicon_of(language).of(get_string_id(word)) & parts == parts


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_that_is_not_known_can_be_nothing(language: str) -> None:
    assert lexicon_of(language).of(get_string_id("qwrty")) == 0
