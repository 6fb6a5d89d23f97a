"""Plays a talk that stands as data: whoever talks says the next line that belongs to the step which was asked.

So a talk does not break when the coach deepens once more or once less; it must reach its end all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "talks"
MOST_LINES = 40
"""A talk that is longer has lost its way."""

Reply = Mapping[str, Any]
"""What came back: `text`, `buttons`, `step`, `move`, `kind`, `done`."""


def read_talks() -> dict[str, dict[str, Any]]:
    """All talks by the name of their file, `four_words.nl`."""
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yml"))}


def play(talk: Mapping[str, Any], say: Callable[[str], Reply]) -> list[tuple[str, Reply]]:
    """Say the talk's lines to `say` until the coach is done; return each line with what came back.

    A talk that goes on after another one names it in `before`; `#1` presses the first button that is offered.
    Raises `AssertionError` when it does not come to an end.
    """
    left = {step: list(lines) for step, lines in talk["answers"].items()}
    said = play(read_talks()[talk["before"]], say) if "before" in talk else []
    for line in talk["opens"]:
        pressed = said[-1][1]["buttons"][int(line[1:]) - 1]["title"] if line.startswith("#") else line
        said.append((pressed, say(pressed)))
    while not said[-1][1]["done"]:
        assert len(said) < MOST_LINES, "\n".join(f"{line}\n  {reply['text']}" for line, reply in said)
        lines = left.get(said[-1][1]["step"])
        line = lines.pop(0) if lines else talk["more"]
        said.append((line, say(line)))
    return said


def missing(talk: Mapping[str, Any], said: list[tuple[str, Reply]]) -> list[str]:
    """What the talk expects and did not get: moves that were not made, labels that are not on the card."""
    moves = {reply["move"] for _, reply in said}
    cards = "\n".join(reply["text"] for _, reply in said if reply["move"].startswith("card"))
    lost = [f"move {move}" for move in talk["made"] if move not in moves]
    return lost + [f"card line {label}" for label in talk["card"] if f"{label}: " not in cards]
