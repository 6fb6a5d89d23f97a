"""Which language a message is in, from its small words and the pieces of its other words."""

from __future__ import annotations

import re
import runpy
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import spacy

from bot.listening.classifier import Classifier
from bot.listening.features import features
from bot.model import LANGUAGES

OTHERS = ("de", "fr", "es", "it", "pt", "pl", "tr", "da", "sv")
"""Languages that are told apart from ours, so that the coach can say that it does not speak them."""

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
SEEN = 400
"""How many words of a message are looked at."""


@dataclass(frozen=True)
class Tongue:
    """The language of a message."""

    language: str
    sure: bool
    foreign: bool


def find_language(text: str, known: str | None, model: Classifier) -> Tongue:
    """Return the language of a text, or the `known` one of the person where the text does not tell.

    `find_language("ok", "en", model)` -> `Tongue("en", sure=False, foreign=False)`
    """
    words = [word.lower().replace("’", "'") for word in WORD.findall(text[:20_000])[:SEEN]]
    fallback = known if known in LANGUAGES else LANGUAGES[0]
    if not words:
        return Tongue(fallback, sure=False, foreign=_is_other_script(text))
    counts = {language: sum(word in small_words(language) for word in words) for language in (*LANGUAGES, *OTHERS)}
    ours = max(counts[language] for language in LANGUAGES)
    others = max(counts[language] for language in OTHERS)
    if _is_other_script(text) or (len(words) >= 4 and others >= ours + 2 and others >= 2 * ours):
        return Tongue(fallback, sure=False, foreign=True)
    return _ours(text, words, counts, fallback, model)


def _ours(text: str, words: list[str], counts: dict[str, int], fallback: str, model: Classifier) -> Tongue:
    first, second = LANGUAGES
    telling = {
        language: sum(word in small_words(language) and word not in small_words(other) for word in words)
        for language, other in ((first, second), (second, first))
    }
    shares = model.shares(features(text))
    lead = (telling[first] - telling[second]) / len(words) + shares[first] - shares[second]
    language = first if lead > 0 else second
    sure = abs(lead) > (0.9 if len(words) <= 2 else 0.5)
    return Tongue(language if sure else fallback, sure=sure, foreign=False)


@cache
def small_words(language: str) -> frozenset[str]:
    """Return the function words of a language, as spaCy lists them (it calls them stop words; we never drop them).

    Only that one file is run: importing the whole of a language takes up to four seconds (French).
    """
    file = Path(spacy.__file__).parent / "lang" / language / "stop_words.py"
    return frozenset(runpy.run_path(str(file))["STOP_WORDS"])


def _is_other_script(text: str) -> bool:
    letters = [letter for letter in text[:2_000] if letter.isalpha()]
    latin = sum("LATIN" in unicodedata.name(letter, "") for letter in letters)
    return len(letters) >= 3 and latin * 2 < len(letters)
