from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.journal.journal import Journal
from bot.journal.opening import master_key, migrate, open_journal
from bot.model import Exercise, Knowledge, Message, Person, Step, Thread, Turn
from bot.settings import Settings, read_settings
from bot.web.app import make_app
from bot.web.gateway import Gateway
from bot.web.links import make_link
from bot.web.metrics import Metrics
from bot.web.news import News
from bot.web.pace import Paces
from bot.web.rasa import Rasa

from .hand_made import SECRET, HandMadeRasa, plain_turn

ADDRESS = "http://127.0.0.1:8080"
ORIGIN = "https://blijk.example"


@pytest.fixture(scope="session")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """One journal for all tests of the pages; each test is a person of its own in it."""
    folder = tmp_path_factory.mktemp("web")
    url, keys = f"sqlite:///{folder / 'home' / 'journal.db'}", str(folder / "conf" / "keys.db")
    migrate(url)
    journal = open_journal(url, keys, master_key(folder / "data" / "master.key", keys))
    yield journal
    journal.close()


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """One exercise of two steps, made by hand."""
    step = Step("beleven", (), (), None, (), (), "story", {"nl": "Beleven", "en": "Living it"})
    title = {"nl": "Vier woorden", "en": "Four words"}
    question = Step("question", (), (), None, (), (), "question", None)
    exercise = Exercise("four_words", title, ("leader",), "medium", 8, "made by hand", title, (step, question))
    return Knowledge({"four_words": exercise}, {}, {}, ())


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser without a window; what it opens is closed with it."""
    playwright = pytest.importorskip("playwright.sync_api", reason="the gateway's own environment has no browser")
    installed = shutil.which("chromium")
    if installed is None:
        pytest.skip("Chromium is not installed; apt-get install chromium")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Door:
    """A browser at the gateway, the Rasa behind it, and the person who sits there."""

    browser: TestClient
    rasa: HandMadeRasa
    settings: Settings
    journal: Journal

    def form(self, page: str = "/") -> dict[str, str]:
        """The hidden fields that a page gives a form."""
        text = self.browser.get(page).text
        fields: list[tuple[str, str]] = re.findall(r'name="(form|id|whose)" value="([^"]*)"', text)
        return dict(fields)

    def say(self, text: str, **more: str) -> httpx2.Response:
        """Write something in the box and press Send."""
        return self.browser.post("/say", data={**self.form(), "text": text, **more})

    def enter(self, person: Person, browser: TestClient | None = None) -> TestClient:
        """Let a browser, this door's or a new one, in by a one-time link that this person asked for."""
        browser = browser or self.browser
        link = make_link(self.gateway, person)
        token = re.findall(r'name="form" value="([^"]+)"', browser.get("/enter").text)[-1]
        answer = browser.post("/enter", data={"form": token, "code": link.partition("#")[2]}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        return browser

    @property
    def gateway(self) -> Gateway:
        gateway: Gateway = self.browser.app.state.gateway  # type: ignore[attr-defined]
        return gateway

    def kept(self) -> list[str]:
        """Every text of the talk as the journal has it."""
        person = self.journal.find_person("local", self.settings.person)
        return [entry.text for entry in self.journal.transcript(person.id)] if person else []


@pytest.fixture(scope="session")
def app(journal: Journal, knowledge: Knowledge) -> Starlette:
    """The gateway; each test gives it a person and a Rasa of its own."""
    return make_app(_settings(), journal, knowledge)


@pytest.fixture
def open_door(app: Starlette, journal: Journal, knowledge: Knowledge) -> Iterator[Callable[..., Door]]:
    """Open a gateway for a new person; settings and the coach can be chosen."""
    with ExitStack() as stack:

        def door(
            *,
            coach: Callable[[Message, Thread], Turn] = plain_turn,
            language: str = "nl",
            patience: float = 5.0,
            paces: Paces | None = None,
            address: str = ADDRESS,
            **changed: object,
        ) -> Door:
            settings = replace(_settings(), person=uuid.uuid4().hex, **changed)  # type: ignore[arg-type]
            hand_made = HandMadeRasa(journal, coach)
            transport = httpx2.ASGITransport(app=hand_made.app, raise_app_exceptions=False)
            rasa = Rasa("http://rasa", SECRET, patience, transport)
            gate = make_app(settings, journal, knowledge) if {"hosts", "origin"} & set(changed) else app
            gate.state.gateway = replace(
                gate.state.gateway,
                settings=settings,
                knowledge=knowledge,  # that of the test's own file, where it has one: the gateway is made only once
                rasa=rasa,
                news=News(),
                paces=paces or Paces(),
                metrics=Metrics(),
            )
            headers = {"Accept-Language": language}
            browser = TestClient(gate, address, headers=headers, raise_server_exceptions=False)
            return Door(stack.enter_context(browser), hand_made, settings, journal)

        yield door


@pytest.fixture
def door(open_door: Callable[..., Door]) -> Door:
    """A gateway for somebody who never wrote anything."""
    return open_door()


@pytest.fixture
def served(open_door: Callable[..., Door]) -> Door:
    """A gateway that many reach over TLS, at which nobody has signed in yet."""
    return open_door(origin=ORIGIN, embedded=False, sign_in=("link",), address=ORIGIN)


@pytest.fixture
def another(served: Door) -> Iterator[Callable[[], TestClient]]:
    """Open one more browser at the served gateway."""
    with ExitStack() as stack:

        def open_browser() -> TestClient:
            headers = {"Accept-Language": "nl"}
            app = served.browser.app
            return stack.enter_context(TestClient(app, ORIGIN, headers=headers, raise_server_exceptions=False))

        yield open_browser


def _settings() -> Settings:
    return read_settings(
        {
            "BLIJK_HOME": str(Path("nowhere")),
            "BLIJK_KEYS": "nowhere",
            "BLIJK_RASA_URL": "http://rasa",
            "BLIJK_ACTION_URL": "http://127.0.0.1:9/webhook",
            "BLIJK_GATE_SECRET": SECRET,
            "BLIJK_RUN_SECRET": "run-secret",
        }
    )
