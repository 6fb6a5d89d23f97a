"""Noun phrases without a tagger: an article, number or adjective, and a noun from the lookup data."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.lookups import load_lookups
from spacy.tokens import Doc, Span, Token

from bot.listening.languages import small_words
from bot.listening.signals import beginning_in, covered

OPENERS = "echoing.openers"
"""Articles and numbers that begin a noun phrase."""
LEADERS = "echoing.leaders"
"""Prepositions that stand before one."""
LONGEST = 1_500
"""How many tokens are looked at."""
SHORTEST_TAIL, SHORTEST_HEAD = 4, 3
"""Letters in the parts of a compound ("klassen-bezoeken")."""
TAKEN = ("echoing.times", "feelings", "hedge", "absolute", "denial")


def noun_phrases(doc: Doc) -> Iterator[Span]:
    """Yield noun phrases in order: `"hij deed twee klassenbezoeken"` -> `twee klassenbezoeken`."""
    openers, leaders = covered(doc, OPENERS), covered(doc, LEADERS)
    spans = beginning_in(doc[:LONGEST])
    taken = {token.i for span in spans if span.label_.startswith(TAKEN) for token in span}
    for token in doc[:LONGEST]:
        led = token.i > 0 and token.i - 1 in openers | leaders
        if token.i in taken or token.i in openers or not _is_noun(doc.lang_, token, led):
            continue
        start = token.i
        while start > 0 and not doc[start].is_sent_start and start - 1 not in taken and _is_adjective(doc[start - 1]):
            start -= 1
        if start > 0 and not doc[start].is_sent_start and start - 1 in openers:
            start -= 1
        if start < token.i or len(token.text) >= 6:
            yield doc[start : token.i + 1]


def _is_adjective(token: Token) -> bool:
    known = parts_of_speech(token.doc.lang_)
    small = token.norm_ in small_words(token.doc.lang_) or token.lemma_ in small_words(token.doc.lang_)
    return not small and token.is_alpha and token.lemma_ in known["adj"] and token.lemma_ not in known["verb"]


def _is_noun(language: str, token: Token, led: bool) -> bool:
    """Tell whether a word is surely a noun; what may also be a verb is one only after an article or preposition."""
    form, known = token.norm_, parts_of_speech(language)
    if not token.is_alpha or len(form) < 3 or form in small_words(language):
        return False
    doubtful = form in known["verb"] or token.lemma_ in known["verb"] or token.lemma_ in known["adj"]
    if doubtful and not (led and token.lemma_ in known["noun"]):
        return False
    return token.lemma_ in known["noun"] or form in known["noun"] or _is_compound(form, known["noun"])


def _is_compound(form: str, nouns: frozenset[str]) -> bool:
    cuts = range(SHORTEST_HEAD, len(form) - SHORTEST_TAIL + 1)
    return any(_singular(form[cut:], nouns) for cut in cuts)


def _singular(form: str, nouns: frozenset[str]) -> bool:
    endings = ("", "en", "s", "n")
    return any(form.endswith(ending) and form[: len(form) - len(ending)] in nouns for ending in endings)


@cache
def parts_of_speech(language: str) -> dict[str, frozenset[str]]:
    """Return the lemmas that can be a noun, verb or adjective, from the lookup data."""
    lookups = load_lookups(language, ["lemma_index"])
    table = lookups.get_table("lemma_index")
    return {part: frozenset(table[part]) for part in ("noun", "verb", "adj")}
