"""Hand-made messages, heards and turns, and a door that is as short as a door can be."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from bot.journal.journal import Journal
from bot.journal.opening import open_journal
from bot.model import Heard, Intention, Message, Sentence, Signal, Thread, Turn

NOW = datetime(2026, 3, 2, 16, 30, tzinfo=timezone(timedelta(hours=1)))
_numbers = itertools.count()


@dataclass(frozen=True)
class Place:
    """Where a journal, its key ring and its master key lie."""

    url: str
    keys: str
    master: bytes
    folder: Path

    def open(self) -> Journal:
        return open_journal(self.url, self.keys, self.master)

    def bytes(self) -> bytes:
        """Every byte that lies in any file of it."""
        return b"".join(file.read_bytes() for file in sorted(self.folder.rglob("*")) if file.is_file())


def hear(text: str) -> Heard:
    signal = Signal("absolute", text[:5], 0, 5)
    return Heard(text, "nl", sentences=(Sentence(text, 0, "interpretation", 0.75, (signal,), ("hij", "luisteren")),))


def answer(text: str = "Neem de tijd.", **changes: Any) -> Turn:
    """Make a turn that takes the message for an answer to the first step of the four words."""
    turn = Turn(text, "receive", "receive.time", ("receive.time",), exercise="four_words", step="beleven")
    return replace(turn, **{"answers": "beleven", "state": "open", **changes})


def aside(text: str = "Dag.", **changes: Any) -> Turn:
    """Make a turn that takes the message for something said on the side."""
    return replace(Turn(text, "inform", "frame.hello"), **changes)


def intention(text: str) -> Intention:
    return Intention(text, NOW + timedelta(days=2), "hour")


def say(journal: Journal, person: str, text: str, turn: Turn | None = None, now: datetime = NOW) -> Thread:
    """Say something as a door does, and return the thread that the coach would have had next."""
    with journal.turn(person) as page:
        page.write(Message(f"m{next(_numbers)}", person, text), hear(text), turn or answer(), now)
        return page.thread(now)


def thread(journal: Journal, person: str) -> Thread:
    with journal.turn(person) as page:
        return page.thread(NOW)


def texts(said: Any) -> list[str]:
    """Return only what the person wrote."""
    return [entry.text for entry in said if entry.role != "turn"]
