"""Reads only the titles of the exercises: what the listening must know of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.knowledge.reading import Faults, read_mapping


def read_titles(*folders: Path) -> Iterator[str]:
    """Yield every title, in every language, of the exercises in some folders; what cannot be read has none."""
    for folder in folders:
        for path in sorted(folder.glob("*.yml")):
            titles = read_mapping(path, Faults(path)).get("title")
            yield from (str(title) for title in (titles.values() if isinstance(titles, dict) else ()))
