from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette

from bot.channels.desk import Desk
from bot.channels.line import Incoming
from bot.channels.parts import Part
from bot.journal.journal import Journal
from bot.journal.opening import master_key, migrate, open_journal
from bot.model import Entry, Knowledge, Message, Thread, Turn
from bot.settings import ROOT, read_settings
from bot.web.app import make_app
from bot.web.gateway import Gateway, Who
from bot.web.pace import Paces
from bot.web.rasa import Rasa
from bot.web.words import Words, read_words
from tests.web.hand_made import SECRET, HandMadeRasa, plain_turn

from .hand_made import HandMadeLine

Coach = Callable[[Message, Thread], Turn]


@pytest.fixture(scope="session")
def words() -> Mapping[str, Words]:
    """What Blijk says in messengers, as it stands in `data/channels`."""
    return read_words(ROOT / "data" / "channels")


@pytest.fixture(scope="session")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """One journal for all tests of the channels; each test is a person of its own in it."""
    folder = tmp_path_factory.mktemp("channels")
    url, keys = f"sqlite:///{folder / 'home' / 'journal.db'}", str(folder / "conf" / "keys.db")
    migrate(url)
    journal = open_journal(url, keys, master_key(folder / "data" / "master.key", keys))
    yield journal
    journal.close()


@dataclass
class Office:
    """A desk with a coach made by hand behind it, and somebody nobody knows who writes to it."""

    gateway: Gateway
    desk: Desk
    rasa: HandMadeRasa
    line: HandMadeLine
    eva: Who
    app: Starlette
    count: int = field(default=0)

    def say(self, text: str, *, pressed: str | None = None, id: str = "", who: Who | None = None) -> list[Part]:
        """Bring one message to the desk; return what was sent back."""
        self.count += 1
        who, before = who or self.eva, len(self.line.sent)
        incoming = Incoming(who, f"{who.identity} {id or self.count}", text, {"room": who.identity}, pressed)
        self.do(self.desk.take(self.line, incoming))
        return self.line.sent[before:]

    def do(self, task: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run(task)

    def entries(self, who: Who | None = None) -> tuple[Entry, ...]:
        person = self.gateway.find(who or self.eva)
        return self.gateway.journal.transcript(person.id) if person else ()

    def kept(self, who: Who | None = None) -> list[str]:
        """What a person wrote, as the journal has it."""
        return [entry.text for entry in self.entries(who) if entry.role != "turn"]


@pytest.fixture
def open_office(journal: Journal, words: Mapping[str, Words]) -> Callable[..., Office]:
    """Open a desk for a new person; channel, coach, paces and settings can be chosen."""

    def office(
        channel: str = "telegram",
        *,
        coach: Coach = plain_turn,
        link_only: tuple[str, ...] = (),
        paces: Paces | None = None,
        **changed: object,
    ) -> Office:
        settings = read_settings({"BLIJK_HOME": str(Path("nowhere")), "BLIJK_KEYS": "nowhere"})
        settings = replace(settings, person=uuid.uuid4().hex, **changed)
        hand_made = HandMadeRasa(journal, coach)
        transport = httpx2.ASGITransport(app=hand_made.app, raise_app_exceptions=False)
        knowledge = Knowledge({}, {}, {}, ())
        app = make_app(settings, journal, knowledge, Rasa("http://rasa", SECRET, 5.0, transport))
        gateway = app.state.gateway = replace(app.state.gateway, paces=paces or app.state.gateway.paces)
        who = Who(channel, uuid.uuid4().hex, "school" if channel == "teams" else "")
        return Office(gateway, Desk(gateway, words, link_only), hand_made, HandMadeLine(channel), who, app)

    return office


@pytest.fixture
def office(open_office: Callable[..., Office]) -> Office:
    """A desk for somebody who never wrote anything."""
    return open_office()
