"""What a classifier sees of a text: words, pieces of words, lemmas, signals, concepts, pairs; hashed to numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

SIZE = 2**24
"""How many features there can be: with a million of them in use one in twenty shares its number (at 2**18, where four
shared each, three in a hundred dangers fewer were heard)."""

LONGEST = 2_000
"""Of a longer text only this many characters are seen, half from its beginning and half from its end."""

REMEMBERED = 10_000
"""The pieces of so many words are remembered, which makes hearing a third faster."""

MOST_LEMMAS = 1_000
"""Of so many lemmas pairs are made."""
FURTHEST = 5
"""Two lemmas further apart are no pair."""

WORD = re.compile(r"\w+(?:['’]\w+)*|[?!]|\.{2,}|…")

Numbers = npt.NDArray[np.int32]
Seen = tuple[Numbers, ...]
"""The numbers of the features of a text, sorted, each once: a group each, in the order of `VOICES`."""

Voices = tuple[float, ...]
VOICES: Voices = (1.0, 1.0, 1.0, 0.3, 0.4, 0.0, 0.0)
"""How much each group counts, however many features it has; signals and concepts help most as a soft voice (measured).

The groups: words and word pairs, pieces of words, lemmas, signals, concepts, pairs of concepts, lemmas apart.
"""


def features(text: str, lemmas: Sequence[str] = (), signals: Iterable[str] = (), concepts: Iterable[str] = ()) -> Seen:
    """Return the numbers of all features of a text, below `SIZE`.

    `features("Hij luistert", ["hij", "luisteren"], ["seen"])` -> numbers of `hij`, `hij luistert`, …; of `<hij>`,
    `luis`, …; of `luisteren`, `hij luisteren`, …; of `seen`
    """
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]} {text[-LONGEST // 2 :]}"
    words = [word.replace("’", "'") for word in WORD.findall(text.lower())]
    return (
        numbers_of(_runs("w", words)),
        _together([pieces_of(word) for word in set(words)]),
        numbers_of(_runs("l", list(lemmas)[:LONGEST])),
        numbers_of(f"s{signal}" for signal in signals),
        numbers_of(f"k{concept}" for concept in concepts),
    )


def pairs_apart(lemmas: Sequence[str]) -> Numbers:
    """Return the numbers of the pairs of lemmas with one to four others between them.

    `["zij", "hebben", "haar", "slaan"]` -> numbers of `zij haar`, `zij slaan`, `hebben slaan`
    """
    heard = lemmas[:MOST_LEMMAS]
    return numbers_of(f"a{one} {two}" for at, one in enumerate(heard) for two in heard[at + 2 : at + FURTHEST + 1])


def _runs(kind: str, words: list[str]) -> Iterator[str]:
    yield from (kind + word for word in words)
    yield from (f"{kind}{one} {two}" for one, two in zip(["^", *words], [*words, "$"]) if words)


@lru_cache(maxsize=REMEMBERED)
def pieces_of(word: str) -> Numbers:
    """Return the numbers of the pieces of a word; those of words heard lately are remembered until `cache_clear`."""
    edged = f"<{word[:30]}>"
    return numbers_of(f"c{edged[at : at + size]}" for size in (2, 3, 4, 5) for at in range(len(edged) - size + 1))


def numbers_of(group: Iterable[str]) -> Numbers:
    """Return the numbers of named features, sorted, each once."""
    found = {crc32(each.encode("utf-8", "surrogatepass")) % SIZE for each in group}
    return np.array(sorted(found), dtype=np.int32)


def _together(groups: list[Numbers]) -> Numbers:
    """Return what stands in any of some groups, sorted, each once."""
    return np.unique(np.concatenate(groups)) if groups else numbers_of(())
