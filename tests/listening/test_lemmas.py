"""The packed table of lemmas says what spaCy's own tables say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from spacy.lookups import load_lookups
from spacy.strings import get_string_id

from bot.listening.lemmas import ORDER, Table
from bot.model import LANGUAGES

pytestmark = pytest.mark.proof
"""Reads both tables whole, which takes seconds."""

EVERY = 41
"""Only every so many-th form is looked up."""


def tables_of(language: str) -> Iterator[dict[int, str]]:
    """The tables in which a form is looked up, in that order."""
    lookups: Any = load_lookups(language, ["lemma_exc", "lemma_lookup"])
    exceptions = lookups.get_table("lemma_exc")
    for part in ORDER:
        yield {get_string_id(form): lemmas[0] for form, lemmas in exceptions.get(part, {}).items()}
    yield dict(lookups.get_table("lemma_lookup").items())


def forms_of(language: str) -> list[str]:
    """Forms that can be spelled out: those of the exceptions, and every lemma."""
    lookups: Any = load_lookups(language, ["lemma_exc", "lemma_lookup"])
    exceptions = [form for table in lookups.get_table("lemma_exc").values() for form in table]
    return sorted({*exceptions, *lookups.get_table("lemma_lookup").values()})[::EVERY]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_form_has_the_lemma_of_the_first_table_that_knows_it(language: str) -> None:
    table, tables = Table(language), list(tables_of(language))
    forms = forms_of(language)
    expected = [
        next((each[get_string_id(form)] for each in tables if get_string_id(form) in each), None) for form in forms
    ]
    assert [table.find(form) for form in forms] == expected
    assert None in expected and len(set(expected)) > 100


@pytest.mark.parametrize("form", ["", "zzzzz", "🙂", "\x00"], ids=ascii)
def test_what_is_no_word_has_no_lemma(form: str) -> None:
    assert Table("nl").find(form) is None
