"""Ten thousand hostile requests at the gateway: none makes it stumble, and what is shown shows no markup of theirs."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.journal.journal import Journal
from bot.journal.opening import master_key, migrate, open_journal
from bot.knowledge import read_knowledge
from bot.settings import ROOT, read_settings
from bot.web.app import make_app
from bot.web.pace import Pace, Paces
from bot.web.rasa import Rasa
from tests.security.hostile import Hostile, hostile_requests
from tests.web.hand_made import SECRET, HandMadeRasa

BATCHES, EACH = 20, 500
ADDRESS = "127.0.0.1:8080"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Starlette:
    """The real gateway on a real journal, with a Rasa made by hand behind it."""
    folder = tmp_path_factory.mktemp("hostile")
    url, keys = f"sqlite:///{folder / 'home' / 'journal.db'}", str(folder / "conf" / "keys.db")
    migrate(url)
    journal: Journal = open_journal(url, keys, master_key(folder / "data" / "master.key", keys))
    transport = httpx2.ASGITransport(app=HandMadeRasa(journal).app, raise_app_exceptions=False)
    settings = read_settings(
        {
            "BLIJK_HOME": str(Path(folder)),
            "BLIJK_ACTION_URL": "http://127.0.0.1:9/webhook",
            "BLIJK_GATE_SECRET": SECRET,
            "BLIJK_RUN_SECRET": "run-secret",
        }
    )
    knowledge = read_knowledge(ROOT / "data" / "coaching")
    app = make_app(settings, journal, knowledge, Rasa("http://rasa", SECRET, 5.0, transport))
    app.state.gateway = replace(app.state.gateway, paces=Paces(messages=Pace(1e9, 1e9)))
    return app


@pytest.fixture(scope="module")
def known(app: Starlette) -> dict[str, str]:
    """A true token of a form, and the session that it belongs to as a cookie."""
    browser = TestClient(app, f"http://{ADDRESS}")
    page = browser.get("/").text
    token = page.split('name="form" value="')[1].split('"')[0]
    return {"form": token, "cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items())}


async def status_of(app: Starlette, request: Hostile) -> int:
    """Hand a request to the application as a server does; return the status of its answer, 0 when none began."""
    told: list[int] = []
    parts = [{"type": "http.request", "body": request.body, "more_body": False}, {"type": "http.disconnect"}]

    async def receive() -> dict[str, object]:
        return parts.pop(0) if len(parts) > 1 else parts[0]

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            told.append(int(str(message["status"])))

    await app(request.scope, receive, send)  # type: ignore[arg-type]
    return told[0] if told else 0


def test_it_counts_ten_thousand() -> None:
    assert BATCHES * EACH >= 10_000


@pytest.mark.parametrize("seed", range(BATCHES))
def test_no_hostile_request_makes_the_gateway_stumble(
    app: Starlette, known: dict[str, str], seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> list[tuple[int, Hostile]]:
        requests = enumerate(hostile_requests(seed, EACH, {"form": known["form"]}, ADDRESS))
        sent = [as_one_of_us(request, known["cookie"]) if number % 3 else request for number, request in requests]
        return [(await status_of(app, request), request) for request in sent]

    with caplog.at_level(logging.ERROR):
        answers = asyncio.run(run())
    stumbled = [(status, request) for status, request in answers if status in (0, 500) or status > 503]
    assert stumbled == []
    assert "web.page_failed" not in caplog.text
    got_through = Counter((request.path, status) for status, request in answers)
    assert got_through["/say", 303] + got_through["/api/say", 200], "all of them were stopped at the door"


def as_one_of_us(request: Hostile, cookie: str) -> Hostile:
    """Give a request a browser's session and the terminal's secret, so that it gets further."""
    ours = ((b"cookie", cookie.encode()), (b"authorization", b"Bearer run-secret"), (b"host", ADDRESS.encode()))
    names = [name for name, _ in ours] + [b"sec-fetch-site", b"origin"]
    headers = (*(each for each in request.headers if each[0] not in names), *ours)
    return Hostile(request.method, request.path, request.query, headers, request.body)
