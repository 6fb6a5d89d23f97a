"""Reads the frame: what is said around the exercises, by name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.knowledge.reading import Faults, read_mapping, read_wordings
from bot.model import Wording


def read_frame(path: Path) -> tuple[Mapping[str, tuple[Wording, ...]], tuple[str, ...]]:
    """Read `frame.yml`, a mapping of names to wordings; returns the wordings by name, and all faults."""
    faults = Faults(path)
    content = read_mapping(path, faults)
    frame = {name: read_wordings(f"frame.{name}", said, faults) for name, said in content.items()}
    return frame, tuple(faults.found)
