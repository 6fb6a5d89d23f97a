"""A gateway of the embedded default that listens, with all that the coach knows, and somebody's half a year in it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import httpx2

from bot.journal.journal import Journal
from bot.knowledge import read_knowledge
from bot.model import Button, Message, Thread, Turn
from bot.running.ports import free_ports
from bot.settings import ROOT, read_settings
from bot.web.__main__ import configure
from bot.web.app import make_app
from bot.web.rasa import Rasa

from .hand_made import SECRET, HandMadeRasa
from .looking_back import half_a_year
from .serving import listening

SCAN = "five_dimensions"


@dataclass(frozen=True)
class Shown:
    """A gateway that listens, and whose it is."""

    address: str
    journal: Journal
    person: str
    rasa: HandMadeRasa

    @property
    def reflection(self) -> str:
        """The newest reflection."""
        return self.journal.reflections(self.person)[0].id

    @property
    def entry(self) -> str:
        """The first answer in it."""
        return self.journal.reflection(self.person, self.reflection).entries[0].id


def offering(message: Message, thread: Thread) -> Turn:
    """Give a turn with two buttons, one of them long."""
    ways = (Button("Ga verder", "go_on"), Button("Liever later, als ik er meer tijd voor heb", "later"))
    return Turn(
        "Dat staat er. Wat gebeurde er toen?", "reflect_ask", "x", state="open", answers="beleven",
        exercise="four_words", step="beleven", buttons=ways,
    )  # fmt: skip


@contextmanager
def shown(journal: Journal, *, empty: bool = False, served: bool = False) -> Iterator[Shown]:
    """Let a gateway listen on a free port for one person, who has half a year of reflections unless it is `empty`.

    One that is `served` wants a sign-in first.
    """
    name, port, knowledge = uuid.uuid4().hex, free_ports(1)[0], read_knowledge(ROOT / "data" / "coaching")
    nowhere = {
        "BLIJK_HOME": "nowhere", "BLIJK_KEYS": "nowhere", "BLIJK_PORT": str(port), "BLIJK_GATE_SECRET": SECRET,
        "BLIJK_RASA_URL": "http://rasa", "BLIJK_ACTION_URL": "http://127.0.0.1:9/webhook",
        "BLIJK_RUN_SECRET": "run-secret",
    }  # fmt: skip
    settings = replace(read_settings(nowhere), person=name)
    address = f"http://localhost:{port}"
    if served:
        settings = replace(settings, embedded=False, origin=address, sign_in=("link",))
    hand_made = HandMadeRasa(journal, offering)
    rasa = Rasa("http://rasa", SECRET, 5.0, httpx2.ASGITransport(app=hand_made.app, raise_app_exceptions=False))
    person = "" if empty else journal.person("local", name).id
    if person:
        steps = tuple(step for step in knowledge.exercises[SCAN].steps if step.scale)
        half_a_year(journal, person, SCAN, steps)
    with listening(configure(make_app(settings, journal, knowledge, rasa), settings)):
        yield Shown(address, journal, person, hand_made)
