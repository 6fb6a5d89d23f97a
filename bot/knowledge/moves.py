"""Reads the moves: one file each, what a coach may do with what was heard."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.knowledge.reading import Faults, per_language, read_mapping, read_wordings
from bot.model import AWAITS, KINDS, Move

NEEDED = ("kind", "when", "why", "source", "says")
ALLOWED = ("unless", "anywhere", "order", "awaits")


def read_moves(folder: Path) -> tuple[Mapping[str, Move], tuple[str, ...]]:
    """Read `moves/<id>.yml`, each file one move named after it; returns the moves by id, and all faults."""
    moves: dict[str, Move] = {}
    found: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        faults = Faults(path)
        content = read_mapping(path, faults)
        if content:
            moves[path.stem] = _move(path.stem, content, faults)
        found.extend(faults.found)
    return moves, tuple(found)


def _move(name: str, content: dict[str, Any], faults: Faults) -> Move:
    faults.keys(content, NEEDED, ALLOWED)
    if content.get("kind") not in KINDS:
        faults.add(f"kind '{content.get('kind')}' is not known", "a kind of turn", KINDS)
    if content.get("awaits", "answer") not in AWAITS:
        faults.add(f"awaits '{content['awaits']}' is not known", "what the coach may wait for", AWAITS)
    return Move(
        id=name,
        kind=str(content.get("kind")),
        when=tuple(content.get("when") or ()),
        unless=tuple(content.get("unless") or ()),
        wordings=read_wordings(name, content.get("says"), faults),
        why=per_language(f"{name}.why", content.get("why"), faults),
        source=str(content.get("source")),
        anywhere=bool(content.get("anywhere", False)),
        order=int(content.get("order", 100)),
        awaits=str(content.get("awaits", "answer")),
    )
