"""Hears concepts: words and phrases that mean much the same, so that what is said in new words is understood too."""

from __future__ import annotations

import itertools
import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spacy.tokens import Doc, Span

from bot.errors import ModelMissing
from bot.listening.lemmas import Lemmas, lemmas_of
from bot.listening.words import TOKEN
from bot.model import Concept
from bot.wire import pack, unpack

FILE = "concepts.json"
HEARD = "blijk_concepts"
"""Under this key a doc holds the concepts that begin at each token."""
HEAD = 5
"""A Dutch compound has the concepts of its last part, if that has so many letters: "voortgangsgesprek"."""
COMPOUNDING = ("nl",)
"""Languages that write a compound as one word."""
ANY_END = "*"
"""At the end of a word in a file: however it goes on."""
REMEMBERED = 20_000
"""The concepts of so many word forms are remembered."""

Names = frozenset[str]
NOTHING: Names = frozenset()


class ConceptListener:
    """Notes at each token which concepts begin there."""

    def __init__(self, language: str) -> None:
        """Take one of `LANGUAGES`; it knows no concepts until `teach` gives them."""
        self._lemmas, self._compounding = lemmas_of(language), language in COMPOUNDING
        self._phrases: dict[tuple[str, ...], Names] = {}
        self._beginnings: dict[str, Names] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        self._known: dict[tuple[str, str], Names] = {}

    def teach(self, concepts: Iterable[Concept]) -> None:
        """Take the concepts of this pipeline's language."""
        for concept in concepts:
            for phrase in concept.words:
                self._learn(concept.name, phrase)
        lengths: dict[str, set[int]] = {}
        for words in self._phrases:
            lengths.setdefault(words[0], set()).add(len(words))
        self._lengths = {word: tuple(sorted(each - {1})) for word, each in lengths.items() if each != {1}}

    def __call__(self, doc: Doc) -> Doc:
        """`"ze gaf haar gitaar weg"` -> `giving_away` at `gitaar`, …."""
        heard = [NOTHING] * len(doc)
        said = [token for token in doc if token.text[0].isalnum()]
        forms, lemmas = [plain(token.norm_) for token in said], [plain(token.lemma_) for token in said]
        for at, token in enumerate(said):
            heard[token.i] = self._of_word(forms[at], lemmas[at])
            if forms[at] in self._lengths or lemmas[at] in self._lengths:
                heard[token.i] = heard[token.i].union(*self._beginning(forms, at), *self._beginning(lemmas, at))
        doc.user_data[HEARD] = heard
        return doc

    def _learn(self, name: str, phrase: str) -> None:
        if phrase.endswith(ANY_END):
            begin = plain(phrase[: -len(ANY_END)])
            self._beginnings[begin] = self._beginnings.get(begin, NOTHING) | {name}
            return
        for words in _spellings(phrase, self._lemmas):
            self._phrases[words] = self._phrases.get(words, NOTHING) | {name}

    def _beginning(self, words: Sequence[str], at: int) -> Iterator[Names]:
        for length in self._lengths.get(words[at], ()):
            yield self._phrases.get(tuple(words[at : at + length]), NOTHING)

    def _of_word(self, form: str, lemma: str) -> Names:
        names = self._known.get((form, lemma))
        if names is None:
            names = self._find(form) | self._find(lemma)
            if len(self._known) < REMEMBERED:
                self._known[form, lemma] = names
        return names

    def _find(self, word: str) -> Names:
        begun = (self._beginnings.get(word[:end], NOTHING) for end in range(3, len(word) + 1))
        whole = self._phrases.get((word,), NOTHING).union(*begun)
        return whole if whole or not self._compounding else self._of_last_part(word)

    def _of_last_part(self, word: str) -> Names:
        """First where the rest is a word: `"proeflessen"` is a lesson (`proef`), no bottle (`flessen`, `proe`)."""
        cuts = sorted(range(2, len(word) - HEAD + 1), key=lambda at: not self._is_word(word[:at]))
        parts = [word[at:] for at in cuts]
        found = (self._phrases.get((each,)) for part in parts for each in (part, self._lemmas.of(part)))
        return next((names for names in found if names), NOTHING)

    def _is_word(self, part: str) -> bool:
        """Whether a first part is a word, with or without the `s` that joins."""
        return self._lemmas.has(part) or (part.endswith("s") and self._lemmas.has(part[:-1]))


def plain(word: str) -> str:
    """Return a word in lower case without accents: `"Wéér"` -> `"weer"`."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFD", word.lower().replace("’", "'"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def concepts_in(span: Span) -> Names:
    """Return the names of the concepts that begin in a stretch."""
    heard: list[Names] = span.doc.user_data.get(HEARD, [])
    return NOTHING.union(*heard[span.start : span.end])


def pairs_of(names: Iterable[str], most: int) -> list[str]:
    """Return the pairs of some concepts, of at most so many of them: `{"carer", "hit"}` -> `["carer + hit"]`."""
    return [f"{one} + {other}" for one, other in itertools.combinations(sorted(names)[:most], 2)]


def save_concepts(concepts: Iterable[Concept], folder: Path) -> None:
    """Keep the concepts beside the models that learned with them."""
    (folder / FILE).write_text(json.dumps([pack(concept) for concept in concepts]), encoding="utf-8")


def load_concepts(folder: Path) -> tuple[Concept, ...]:
    """Read what `save_concepts` wrote; raises `ModelMissing` if it is not there or cannot be read."""
    try:
        return tuple(unpack(Concept, each) for each in json.loads((folder / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise ModelMissing(
            f"{FILE}: cannot be read ({type(error).__name__}); expected trained models; run: make train"
        ) from error


def _spellings(phrase: str, lemmas: Lemmas) -> Iterator[tuple[str, ...]]:
    """Yield a phrase as it stands, and in lemmas."""
    words = [match.group() for match in TOKEN.finditer(phrase.lower()) if match.group()[0].isalnum()]
    yield tuple(plain(word) for word in words)
    yield tuple(plain(lemmas.of(word)) for word in words)
