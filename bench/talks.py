"""People who talk without end, saying the lines of the talks that the tests play."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Generator, Mapping
from functools import cache
from typing import Any

from tests.playing import MOST_LINES, read_talks

Reply = Mapping[str, Any]
"""What came back: at least `buttons`, `step` and `done`."""
Say = Callable[[str, str | None], Reply]
"""Says a text, with the payload of a button if it is one, and returns the reply."""


def lines_of(talk: Mapping[str, Any]) -> Generator[str, Reply, None]:
    """Give the lines of a talk one by one, each as the reply to the one before asks for."""
    left = {step: list(lines) for step, lines in talk["answers"].items()}
    reply: Reply = {}
    for line in talk["opens"]:
        reply = yield line
    for _ in range(MOST_LINES):
        if reply["done"]:
            return
        lines = left.get(reply["step"])
        reply = yield lines.pop(0) if lines else talk["more"]


class Talker:
    """Talks all talks in turn; `meet` gives a way to talk for each, of somebody new or always the same."""

    def __init__(self, meet: Callable[[], Say]) -> None:
        """Begin with the first talk."""
        self._meet = meet
        self._talks = itertools.cycle(_all_talks().values())
        self._begin()

    def _begin(self) -> None:
        self._say, self._lines = self._meet(), lines_of(next(self._talks))
        self._line = next(self._lines)
        self._offered: dict[str, str] = {}

    def turn(self) -> float:
        """Say the next line; return the seconds until its answer was there."""
        pressed = self._offered.get(self._line)
        begun = time.perf_counter()
        reply = self._say(self._line, pressed)
        seconds = time.perf_counter() - begun
        self._offered = {name: each["payload"] for each in reply["buttons"] for name in each.values()}
        try:
            self._line = self._lines.send(reply)
        except StopIteration:
            self._begin()
        return seconds


@cache
def _all_talks() -> Mapping[str, Mapping[str, Any]]:
    """Read the talks once, however many people say their lines."""
    return read_talks()


def all_lines() -> list[str]:
    """Return every answer in every talk."""
    return [line for talk in read_talks().values() for lines in talk["answers"].values() for line in lines]
