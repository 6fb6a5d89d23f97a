"""A messenger made by hand: remembers what it was given to send, and can refuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.line import NotSent
from bot.channels.parts import Part


class HandMadeLine:
    """`fails` says how many of the next messages it does not take; `gone` that the person left."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.fails = 0
        self.gone = False
        self.sent: list[Part] = []
        self.to: list[Mapping[str, Any]] = []
        self.typed = 0
        self.closed = False

    async def send(self, at: Mapping[str, Any], part: Part) -> None:
        if self.fails or self.gone:
            self.fails -= 1
            raise NotSent(self.name, gone=self.gone)
        self.sent.append(part)
        self.to.append(at)

    async def show_typing(self, at: Mapping[str, Any]) -> None:
        self.typed += 1
        raise NotSent(self.name)

    async def run(self) -> None:
        return

    async def close(self) -> None:
        self.closed = True
