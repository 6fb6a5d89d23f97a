from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.errors import KeyRingUnsafe, NotMigrated, NotReady, Tampered

from .conftest import Door


class ActionServer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        known = self.path == "/health" and self.headers["X-Blijk-Secret"] == "action-secret"
        self.send_response(200 if known else 401)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def action_url() -> Iterator[str]:
    """An action server that answers its health to who knows the secret."""
    server = HTTPServer(("127.0.0.1", 0), ActionServer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/webhook"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_gateway_lives_whatever_is_behind_it(door: Door) -> None:
    assert door.browser.get("/health/live").json() == {"live": True}


def test_ready_once_a_talk_can_start(open_door: Callable[..., Door], action_url: str) -> None:
    answer = open_door(action_url=action_url, action_secret="action-secret").browser.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "not_ready": []})


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (NotReady("silent"), "journal"),
        (NotMigrated("older"), "migrations"),
        (KeyRingUnsafe("another"), "keys"),
        (Tampered("wrapped"), "keys"),
        (RuntimeError("whatever"), "journal"),
    ],
)
def test_of_what_is_kept_it_is_said_which_part_is_not_ready(
    door: Door, monkeypatch: pytest.MonkeyPatch, error: Exception, part: str
) -> None:
    def broken() -> None:
        raise error

    monkeypatch.setattr(door.journal, "check", broken)
    answer = door.browser.get("/health/ready").json()
    assert answer["not_ready"] == [part, "action_server"]
    assert str(error) not in str(answer)


def test_each_part_that_is_not_ready_is_named(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise NotReady("journal: gone")

    monkeypatch.setattr(door.journal, "check", broken)
    door.rasa.ready = False
    answer = door.browser.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "not_ready": ["journal", "rasa", "action_server"]}


@pytest.mark.parametrize("url", ["", "no address", "http://"])
def test_an_action_server_without_an_address_is_not_ready(open_door: Callable[..., Door], url: str) -> None:
    assert open_door(action_url=url).browser.get("/health/ready").json()["not_ready"] == ["action_server"]
