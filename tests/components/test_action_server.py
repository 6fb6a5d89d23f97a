from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from bot.components.action_server import main
from bot.errors import SettingWrong
from bot.journal.opening import migrate
from bot.running.ports import free_ports
from bot.settings import ROOT, read_settings

SECRET = "a" * 43


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real action server, with an empty journal, so that every action fails: nobody is known."""
    port, home = free_ports(1)[0], tmp_path_factory.mktemp("home")
    migrate(f"sqlite:///{home / 'journal.db'}")
    environment = {
        "PATH": "",
        "HOME": str(home),
        "BLIJK_HOME": str(home),
        "BLIJK_ACTION_URL": f"http://127.0.0.1:{port}/webhook",
        "BLIJK_ACTION_SECRET": SECRET,
    }
    command = [sys.executable, "-m", "bot.components.action_server"]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait_for(port, server, home / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()
    assert "nooit" not in (home / "log").read_text()


def wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(log.read_text())


def post(address: str, secret: str) -> httpx2.Response:
    latest = {"text": "-", "metadata": {"id": "m", "text": "hij luistert nooit", "button": None, "language": None}}
    tracker = {"sender_id": "p", "slots": {}, "latest_message": latest, "events": [], "paused": False}
    call = {"next_action": "action_coach", "sender_id": "p", "tracker": tracker, "version": "3.6.21"}
    return httpx2.post(
        f"{address}/webhook", content=json.dumps(call), headers={"X-Blijk-Secret": secret}, trust_env=False
    )


@pytest.mark.parametrize("secret", ["", "wrong"])
def test_without_the_secret_nothing_answers(address: str, secret: str) -> None:
    answer = post(address, secret)
    assert (answer.status_code, answer.content) == (401, b"")


def test_an_action_that_fails_answers_with_an_empty_body(address: str) -> None:
    answer = post(address, SECRET)
    assert (answer.status_code, answer.content) == (500, b"")


def test_who_knows_the_secret_can_see_that_it_is_well(address: str) -> None:
    answer = httpx2.get(f"{address}/health", headers={"X-Blijk-Secret": SECRET}, trust_env=False)
    assert answer.json() == {"status": "ok"}


def test_it_does_not_start_without_a_secret() -> None:
    with pytest.raises(SettingWrong, match="BLIJK_ACTION_SECRET"):
        main(read_settings({"BLIJK_ACTION_URL": "http://127.0.0.1:5055/webhook"}))
