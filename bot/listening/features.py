"""What a classifier sees of a text: its words, word pairs, pieces of words and signals, hashed to numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from zlib import crc32

SIZE = 2**17
"""How many features there can be; what collides is rare enough to be harmless."""

LONGEST = 2_000
"""Of a longer text only this many characters are seen, half from its beginning and half from its end."""

WORD = re.compile(r"\w+(?:['’]\w+)*|[?!]|\.{2,}|…")


def features(text: str, signals: Iterable[str] = ()) -> list[int]:
    """Return the sorted numbers of all features of a text, each once, below `SIZE`.

    `features("Hij luistert nooit", ["absolute"])` -> numbers of `hij`, `hij luistert`, ` hij `, `luis`, …, `absolute`
    """
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]} {text[-LONGEST // 2 :]}"
    words = [word.replace("’", "'") for word in WORD.findall(text.lower())]
    found = {f"s:{name}" for name in signals}
    found.update(f"w:{word}" for word in words)
    found.update(f"b:{one} {two}" for one, two in zip(["^", *words], [*words, "$"]))
    found.update(f"t:{one} {two} {three}" for one, two, three in zip(["^", *words], words, [*words[1:], "$"]))
    for word in words:
        found.update(_pieces(word))
    return sorted({crc32(each.encode("utf-8", "surrogatepass")) % SIZE for each in found})


def _pieces(word: str) -> set[str]:
    edged = f"<{word[:30]}>"
    return {f"c:{edged[at : at + size]}" for size in (3, 4, 5) for at in range(len(edged) - size + 1)}
