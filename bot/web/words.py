"""Every word on the pages, read once from `data/web/<language>.yml`; a page takes the words of one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.errors import KnowledgeError
from bot.model import LANGUAGES

Words = Mapping[str, Any]
"""The words of one language: page -> name -> sentence, or a list or mapping of sentences."""


def read_words(folder: Path) -> Mapping[str, Words]:
    """Read the words of all languages.

    `read_words(Path("data/web"))["en"]["chat"]["send"]` -> `"Send"`
    Raises `KnowledgeError` naming each place that one language has and another lacks.
    """
    words = {language: _read(folder / f"{language}.yml") for language in LANGUAGES}
    places = {language: set(_places(words[language])) for language in LANGUAGES}
    every = set().union(*places.values())
    faults = tuple(
        f"{folder / language}.yml: {place} is missing; expected every place that the other languages have"
        for language in LANGUAGES
        for place in sorted(every - places[language])
    )
    if faults:
        raise KnowledgeError(faults)
    return words


def _read(path: Path) -> Words:
    words = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(words, dict):
        raise KnowledgeError((f"{path}: holds no mapping; expected page, name and sentence",))
    return words


def _places(value: Any, place: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _places(inner, f"{place}.{number}")
    else:
        yield place
