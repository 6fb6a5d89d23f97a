"""Lemmas from spaCy's lookup data: the exceptions of any part of speech first, then the plain table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from spacy.lookups import load_lookups
from spacy.strings import get_string_id
from spacy.tokens import Doc

ORDER = ("verb", "noun", "adj", "adv", "pron", "det", "adp")
"""Which part of speech wins where a form is an exception in several ("moest": moeten, not moe)."""


class Table:
    """Word forms with a lemma each, packed side by side: a twentieth of the memory that a dictionary takes."""

    def __init__(self, language: str) -> None:
        """Take one of `LANGUAGES`; the lemmas are loaded from the installed lookup data."""
        found: dict[int, str] = {}
        for form, lemma in _entries(language):
            found.setdefault(form, lemma)
        forms, lemmas = np.array(list(found), dtype=np.uint64), [lemma.encode() for lemma in found.values()]
        order = forms.argsort()
        self._forms = forms[order]
        self._ends = np.cumsum([0, *(len(lemmas[at]) for at in order)], dtype=np.uint32)
        self._lemmas = b"".join(lemmas[at] for at in order)

    def find(self, form: str) -> str | None:
        """Return the lemma of a form in lower case, `None` if it is not there: `find("gezegd")` -> `"zeggen"`."""
        wanted = np.uint64(get_string_id(form))
        at = int(self._forms.searchsorted(wanted))
        if at == len(self._forms) or self._forms[at] != wanted:
            return None
        return self._lemmas[self._ends[at] : self._ends[at + 1]].decode()


def _entries(language: str) -> Iterator[tuple[int, str]]:
    """Yield the number of each form, as spaCy counts strings, and its lemma; the first of a form is the one to take."""
    lookups = load_lookups(language, ["lemma_exc", "lemma_lookup"])
    exceptions: Any = lookups.get_table("lemma_exc")
    for part in ORDER:
        if part in exceptions:
            yield from ((get_string_id(form), str(lemmas[0])) for form, lemmas in exceptions[part].items())
    lookup: Any = lookups.get_table("lemma_lookup")
    yield from ((get_string_id(form), str(lemma)) for form, lemma in lookup.items())


class Lemmas:
    """Finds the lemma of a word form, without knowing its part of speech."""

    def __init__(self, language: str) -> None:
        """Take one of `LANGUAGES`."""
        self._table = Table(language)
        self._known: dict[str, str] = {}

    def of(self, word: str) -> str:
        """Return the lemma in lower case: `of("Gezegd")` -> `"zeggen"`; a word that is not known is its own lemma."""
        form = word.lower()
        lemma = self._known.get(form)
        if lemma is None:
            lemma = self._table.find(form) or form
            if len(self._known) < 50_000:
                self._known[form] = lemma
        return lemma

    def has(self, form: str) -> bool:
        """Tell whether a form in lower case stands in the tables, so that it is hardly anybody's name."""
        return self._table.find(form) is not None

    def forget(self) -> None:
        """Drop what was remembered of words that people typed."""
        self._known.clear()


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
