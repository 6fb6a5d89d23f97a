"""Who is spoken of: roles and names."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from bot.listening.lemmas import lemmas_of
from bot.listening.signals import beginning_in, covered
from bot.model import Mention

PEOPLE, NAMES, OWNERS = "people.", "names", "persons.owners"


def hear_people(text: str, doc: Doc) -> tuple[Mention, ...]:
    """Return everybody who is mentioned, in the order of the text, each text once.

    `"Mijn teamleider vroeg het aan Pieter"` -> `Mention("Mijn teamleider", "leader", 0)` and
    `Mention("Pieter", "name", 30)`
    """
    found = sorted([*_roles(text, doc), *_names(doc)], key=lambda mention: mention.start)
    return tuple({mention.text.lower(): mention for mention in reversed(found)}.values())[::-1]


def _roles(text: str, doc: Doc) -> Iterator[Mention]:
    owners = covered(doc, OWNERS)
    for span in beginning_in(doc[:]):
        if span.label_.startswith(PEOPLE):
            first = span.start - 1 if span.start - 1 in owners else span.start
            begin = doc[first].idx
            yield Mention(text[begin : span.end_char], span.label_.removeprefix(PEOPLE), begin)


def _names(doc: Doc) -> Iterator[Mention]:
    known, taken = covered(doc, NAMES), _taken(doc)
    for token in doc:
        if token.i in taken or not token.is_title or not token.is_alpha or len(token.text) < 2:
            continue
        if token.i in known or not (_begins(token) or lemmas_of(doc.lang_).has(token.lower_)):
            yield Mention(token.text, "name", token.idx)


def _taken(doc: Doc) -> frozenset[int]:
    spans = [span for span in beginning_in(doc[:]) if span.label_ != NAMES]
    return frozenset(token.i for span in spans for token in span)


def _begins(token: Token) -> bool:
    """Whether a capital here says nothing: first in a sentence, after a quotation mark or a colon."""
    return bool(token.is_sent_start) or (
        token.i > 0 and token.nbor(-1).text in {'"', "'", "“", "‘", ":", "-", "(", "\n"}
    )
