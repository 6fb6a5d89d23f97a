"""Lemmas from spaCy's lookup data: the exceptions of any part of speech first, then the plain table."""

from __future__ import annotations

from functools import cache
from typing import Any

from spacy.lookups import load_lookups
from spacy.tokens import Doc

ORDER = ("verb", "noun", "adj", "adv", "pron", "det", "adp")
"""Which part of speech wins where a form is an exception in several ("moest": moeten, not moe)."""


class Lemmas:
    """Finds the lemma of a word form, without knowing its part of speech."""

    def __init__(self, language: str) -> None:
        """Take one of `LANGUAGES`; the tables are loaded from the installed lookup data."""
        lookups = load_lookups(language, ["lemma_exc", "lemma_lookup"])
        exceptions: Any = lookups.get_table("lemma_exc")
        self._exceptions = [exceptions[part] for part in ORDER if part in exceptions]
        self._lookup: Any = lookups.get_table("lemma_lookup")
        self._known: dict[str, str] = {}

    def of(self, word: str) -> str:
        """Return the lemma in lower case: `of("Gezegd")` -> `"zeggen"`; a word that is not known is its own lemma."""
        form = word.lower()
        lemma = self._known.get(form)
        if lemma is None:
            lemma = self._find(form)
            if len(self._known) < 50_000:
                self._known[form] = lemma
        return lemma

    def has(self, form: str) -> bool:
        """Tell whether a form in lower case stands in the tables, so that it is hardly anybody's name."""
        return form in self._lookup or any(form in table for table in self._exceptions)

    def forget(self) -> None:
        """Drop what was remembered of words that people typed."""
        self._known.clear()

    def _find(self, form: str) -> str:
        for table in self._exceptions:
            if form in table:
                return str(table[form][0])
        return str(self._lookup.get(form, form))


@cache
def lemmas_of(language: str) -> Lemmas:
    """Return the one `Lemmas` of a language; its tables take half a second to load."""
    return Lemmas(language)


class LemmaSetter:
    """Sets the lemma of every token."""

    def __init__(self, language: str) -> None:
        """Take one of `LANGUAGES`."""
        self._lemmas = lemmas_of(language)

    def __call__(self, doc: Doc) -> Doc:
        """`"Ze vond niks"` -> lemmas `ze`, `vinden`, `niks`."""
        for token in doc:
            token.lemma_ = self._lemmas.of(token.norm_)
        return doc
