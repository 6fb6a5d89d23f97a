"""Noun phrases without a tagger: an article, number or adjective, and a noun from the lookup data."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.strings import get_string_id
from spacy.tokens import Doc, Span, Token

from bot.listening.languages import small_words
from bot.listening.lexicon import ADJECTIVE, NOUN, VERB, Lexicon, lexicon_of
from bot.listening.signals import beginning_in, covered

OPENERS = "echoing.openers"
"""Articles and numbers that begin a noun phrase."""
LEADERS = "echoing.leaders"
"""Prepositions that stand before one."""
LONGEST = 1_500
"""How many tokens are looked at."""
SHORTEST_TAIL, SHORTEST_HEAD = 4, 3
"""Letters in the parts of a compound ("klassen-bezoeken")."""
ENDINGS = ("", "en", "s", "n")
"""What is taken off a word to find it in the singular."""
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
    small = small_words(token.doc.lang_)
    known = lexicon_of(token.doc.lang_).of(token.lemma)
    return {token.norm_, token.lemma_}.isdisjoint(small) and token.is_alpha and known & (ADJECTIVE | VERB) == ADJECTIVE


def _is_noun(language: str, token: Token, led: bool) -> bool:
    """Tell whether a word is surely a noun; what may also be a verb is one only after an article or preposition."""
    form = token.norm_
    if not token.is_alpha or len(form) < 3 or form in small_words(language):
        return False
    lexicon = lexicon_of(language)
    as_form, as_lemma = lexicon.of(token.norm), lexicon.of(token.lemma)
    doubtful = (as_form | as_lemma) & VERB or as_lemma & ADJECTIVE
    if doubtful and not (led and as_lemma & NOUN):
        return False
    return bool((as_form | as_lemma) & NOUN) or _is_compound(form, lexicon)


def _is_compound(form: str, lexicon: Lexicon) -> bool:
    cuts = range(SHORTEST_HEAD, len(form) - SHORTEST_TAIL + 1)
    return any(_singular(form[cut:], lexicon) for cut in cuts)


def _singular(form: str, lexicon: Lexicon) -> bool:
    stems = (form[: len(form) - len(ending)] for ending in ENDINGS if form.endswith(ending))
    return any(lexicon.of(get_string_id(stem)) & NOUN for stem in stems)
