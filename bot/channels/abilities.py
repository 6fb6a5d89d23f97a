"""What each messenger can show and do, in one table that the rest of this room reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ability:
    """What one messenger can do."""

    name: str
    buttons: int
    """How many buttons stand under one message; where more are offered, or none fit, they become numbered answers."""
    payload: int
    """Bytes that a button can carry."""
    markup: str
    """How a card's labels are set apart: `html`, or `plain` where every sign is shown as it is."""
    longest: int
    """Characters in one message; what is longer is sent in parts."""
    typing: bool
    """Whether it can show that an answer is coming."""
    push: bool
    """Whether it takes a message that nobody asked for just now, such as a reminder."""
    private_only: bool = True
    """Whether only talks between one person and Blijk are answered. In a group others would read along."""


ABILITIES = {
    each.name: each
    for each in (
        # Telegram counts 4,096 units of UTF-16, and a character may be two of them
        Ability("telegram", buttons=12, payload=64, markup="html", longest=2000, typing=True, push=True),
        # a card of Teams shows six buttons
        Ability("teams", buttons=6, payload=2000, markup="html", longest=8000, typing=True, push=True),
        # an event of Matrix holds 64 KiB, and the text stands in it twice
        Ability("matrix", buttons=0, payload=0, markup="html", longest=6000, typing=True, push=True),
    )
}
