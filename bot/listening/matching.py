"""Learns from labelled little stories which two sentences stand against each other."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.listening.fitting import fit_weights
from bot.listening.labelled import read_listed
from bot.listening.listener import Listener
from bot.listening.pairs import Features, Pairs, Side, features_of, sides_of
from bot.model import LANGUAGES

COVERED = 0.6
"""Which share of the words of two texts must be shared for them to be the same passage."""
LONGEST = 12
"""How many sentences of one story are learned from."""


def learn_pairs(data: Path, listener: Listener) -> Pairs:
    """Learn from all stories in the folder `data`; no stories, no weights."""
    seen: list[Features] = []
    right: list[bool] = []
    for language in LANGUAGES:
        for story in read_listed(data / "listening" / language / "discrepancy"):
            sides = _sides(listener, story["messages"], language)
            for (at, one), (later, two) in itertools.combinations(sides, 2):
                seen.append(features_of(one, two, later - at))
                right.append(bool(story["found"]) and _is_it(story, one, two))
    return Pairs(fit_weights(seen, right) if any(right) else {})


def _sides(listener: Listener, messages: Iterable[Any], language: str) -> list[tuple[int, Side]]:
    heards = (listener.listen(str(message), language=language) for message in messages)
    return list(itertools.islice(_numbered(heards), LONGEST))


def _numbered(heards: Iterable[Any]) -> Iterator[tuple[int, Side]]:
    for at, heard in enumerate(heards):
        yield from ((at, side) for side in sides_of(heard))


def _is_it(story: dict[str, Any], one: Side, two: Side) -> bool:
    a, b, first, second = map(_words, (story["a"], story["b"], one.sentence.text, two.sentence.text))
    return (_same(a, first) and _same(b, second)) or (_same(a, second) and _same(b, first))


def _words(text: object) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", str(text or "").lower()))


def _same(one: frozenset[str], two: frozenset[str]) -> bool:
    return len(one & two) > COVERED * max(1, min(len(one), len(two)))
