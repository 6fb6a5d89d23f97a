"""What a word is, for the tokenizer and for what works without spaCy."""

from __future__ import annotations

import re

LONGEST_WORD = 60
"""Longer strings are cut into tokens of this length, in characters; nobody's word is that long."""

TOKEN = re.compile(
    r"\d+(?:[.:,]\d+)+"  # 15.30, 1,5
    rf"|\w{{1,{LONGEST_WORD}}}(?:[-'’]\w{{1,{LONGEST_WORD}}}){{0,5}}"  # MR-lid, z'n
    r"|['’][snt]\b"  # 's ochtends
    r"|\.{2,40}|[?!]{1,40}|\s{1,1000}"  # ..., ?!, white space
    r"|(?P<same>[^\w\s])(?P=same){0,40}|.",  # ((((, anything else
    re.DOTALL,
)
"""One token; together they are the whole text."""


def count_words(text: str) -> int:
    """Return how many words a text has: `"Nou, ze zei: nee."` -> 4."""
    return sum(match.group()[0].isalnum() for match in TOKEN.finditer(text))
