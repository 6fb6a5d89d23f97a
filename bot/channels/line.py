"""What every adapter offers to the desk, and what it makes of a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.channels.parts import Part
from bot.errors import BlijkError
from bot.model import LANGUAGES
from bot.web.gateway import Who


class NotSent(BlijkError):
    """A messenger did not take a message; `gone` tells that it never will there, since the person left."""

    def __init__(self, channel: str, *, gone: bool = False) -> None:
        """Take the name of the channel."""
        super().__init__(f"{channel}: did not take a message; expected that it does; choices: try again later")
        self.gone = gone


@dataclass(frozen=True)
class Incoming:
    """One message of a messenger, whose sender the adapter has proven."""

    who: Who
    """Channel, tenant, and the id by which the messenger always knows them."""
    id: str
    """By which the messenger knows this message; unique in the channel and tenant."""
    text: str
    """Exactly what was typed; empty when a button was pressed, or something without words was sent."""
    at: Mapping[str, Any]
    """What the adapter needs to reach them."""
    pressed: str | None = None
    """The payload of the pressed button."""
    language: str = LANGUAGES[0]
    """What they seem to speak, for who is not known yet."""


class Line(Protocol):
    """One messenger, open."""

    name: str
    """Its name in the table of abilities."""

    async def send(self, at: Mapping[str, Any], part: Part) -> None:
        """Send one message; raises `NotSent`."""

    async def show_typing(self, at: Mapping[str, Any]) -> None:
        """Show that an answer is coming; raises `NotSent`."""

    async def run(self) -> None:
        """Bring what comes in to the desk, until cancelled; returns at once where the messenger comes to us."""

    async def close(self) -> None:
        """Let go of all connections."""


def language_of(named: object) -> str:
    """Return the language that a messenger's name for one means, else the one Blijk falls back on.

    `language_of("en-GB")` -> `"en"`, `language_of("fr")` -> `"nl"`
    """
    short = str(named)[:2].lower()
    return short if short in LANGUAGES else LANGUAGES[0]
