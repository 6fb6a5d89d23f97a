"""Which words of a language can be a noun, a verb or an adjective, from spaCy's lookup data."""

from __future__ import annotations

from functools import cache
from typing import Any

from preshed.maps import PreshMap
from spacy.lookups import load_lookups
from spacy.strings import get_string_id

NOUN, VERB, ADJECTIVE = 1, 2, 4
"""What `Lexicon.of` tells, added up."""
TABLES = {"noun": NOUN, "verb": VERB, "adj": ADJECTIVE}
"""What each is called in the lookup data."""


class Lexicon:
    """The parts of speech of lemmas, by the numbers that spaCy counts strings by: a third of the memory of sets."""

    def __init__(self, language: str) -> None:
        """Take one of `LANGUAGES`; its lemmas are loaded from the installed lookup data."""
        self._known: Any = PreshMap()
        index: Any = load_lookups(language, ["lemma_index"]).get_table("lemma_index")
        for name, part in TABLES.items():
            for lemma in map(get_string_id, index[name]):
                self._known[lemma] = self.of(lemma) | part

    def of(self, word: int) -> int:
        """Return what a word can be, 0 when it is not known: `of(get_string_id("werken"))` -> `NOUN + VERB`."""
        return self._known[word] or 0


@cache
def lexicon_of(language: str) -> Lexicon:
    """Return the one `Lexicon` of a language; it takes a good tenth of a second to load."""
    return Lexicon(language)
