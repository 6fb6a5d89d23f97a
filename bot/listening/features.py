"""What a classifier sees of a text: words and word pairs, lemmas, pieces of words and signals, hashed to numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

SIZE = 2**17
"""How many features there can be; what collides is rare enough to be harmless."""

LONGEST = 2_000
"""Of a longer text only this many characters are seen, half from its beginning and half from its end."""

WORD = re.compile(r"\w+(?:['’]\w+)*|[?!]|\.{2,}|…")

Seen = tuple[tuple[int, ...], ...]
"""The numbers of the features of a text, sorted, each once: a group each for words, pieces, lemmas and signals."""

VOICES = (1.0, 1.0, 1.0, 0.3)
"""How much each group counts, however many features it has; signals help most as a soft voice (measured)."""


def features(text: str, lemmas: Sequence[str] = (), signals: Iterable[str] = ()) -> Seen:
    """Return the numbers of all features of a text, below `SIZE`.

    `features("Hij luistert", ["hij", "luisteren"], ["seen"])` -> numbers of `hij`, `hij luistert`, …; of `<hij>`,
    `luis`, …; of `luisteren`, `hij luisteren`, …; of `seen`
    """
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]} {text[-LONGEST // 2 :]}"
    words = [word.replace("’", "'") for word in WORD.findall(text.lower())]
    groups = (
        _runs("w", words),
        (f"c{piece}" for word in set(words) for piece in _pieces(word)),
        _runs("l", list(lemmas)[:LONGEST]),
        (f"s{signal}" for signal in signals),
    )
    return tuple(_numbers(group) for group in groups)


def _runs(kind: str, words: list[str]) -> Iterator[str]:
    yield from (kind + word for word in words)
    yield from (f"{kind}{one} {two}" for one, two in zip(["^", *words], [*words, "$"]) if words)


def _pieces(word: str) -> set[str]:
    edged = f"<{word[:30]}>"
    return {edged[at : at + size] for size in (2, 3, 4, 5) for at in range(len(edged) - size + 1)}


def _numbers(group: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted({crc32(each.encode("utf-8", "surrogatepass")) % SIZE for each in group}))
