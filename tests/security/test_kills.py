"""Any process may be killed at any moment: no answer that was acknowledged is lost, and none is there twice."""

from __future__ import annotations

import itertools
import os
import random
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest

from bot.journal.opening import master_key, open_journal
from bot.running.asking import fetch
from bot.running.starting import parts, prepare
from bot.running.supervisor import Part, Supervisor
from bot.running.words import Words
from bot.settings import Settings, read_settings
from tests.stack.running import environment_in

pytestmark = pytest.mark.stack

KILLS = int(os.environ.get("BLIJK_TEST_KILLS", "40"))
"""How many processes are killed; more where there is time (`make test-long`)."""
SEED = int(os.environ.get("BLIJK_TEST_SEED", "2026"))
OFTEN = ("actions", "gateway")
"""The action server is the one that writes, the gateway the one that acknowledges."""
SELDOM = 12
"""In every so many rounds Rasa dies too, which takes long to start again."""


@dataclass
class Talker:
    """Somebody who says one thing after the other, and each again, with the same id, until it is acknowledged."""

    name: str
    address: str
    secret: str
    acknowledged: list[str] = field(default_factory=list)
    pending: str = ""

    def talk(self, enough: threading.Event) -> None:
        for number in itertools.count():
            if enough.is_set():
                return
            self.pending, message = f"{number} dinsdag luisterde hij niet naar mij", uuid4().hex
            body = {"person": self.name, "text": self.pending, "button": None, "id": message}
            while not fetch(f"{self.address}/api/say", body=body, secret=self.secret).content.get("saved"):
                if enough.wait(0.1):
                    return
            self.acknowledged.append(self.pending)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in environment_in(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("bot.running.supervisor.BACK_OFF", (0.0,))
    return read_settings()


@pytest.fixture
def address(settings: Settings) -> str:
    return f"http://127.0.0.1:{settings.port}"


@pytest.fixture
def supervisor(settings: Settings, address: str) -> Iterator[tuple[Supervisor, str]]:
    """The real parts under the real supervisor, and the secret of the terminal's door."""
    secret = secrets.token_urlsafe(32)
    supervisor = Supervisor(parts(settings, prepare(Words("en")), secret), settings.home / "log")
    supervisor.start()
    try:
        look_after_until_ready(supervisor, address)
        yield supervisor, secret
    finally:
        supervisor.stop()


def look_after_until_ready(supervisor: Supervisor, address: str) -> None:
    until = time.monotonic() + 120
    while fetch(f"{address}/health/ready").status != 200:
        assert time.monotonic() < until
        supervisor.look_after()
        time.sleep(0.05)


def kill_at_random(supervisor: Supervisor, talkers: list[Talker], chance: random.Random) -> None:
    """Kill one to three parts at a time, again and again, each time after somebody was answered."""
    killed = 0
    for number in itertools.count():
        if killed >= KILLS:
            return
        said = sum(len(talker.acknowledged) for talker in talkers)
        until = time.monotonic() + 60
        while sum(len(talker.acknowledged) for talker in talkers) <= said:
            assert time.monotonic() < until, "nobody is answered any more"
            supervisor.look_after()
            time.sleep(0.01)
        time.sleep(chance.random() * 0.3)
        names = {chance.choice(OFTEN) for _ in range(chance.choice((1, 2)))}
        names |= set() if number % SELDOM else {"rasa"}
        for part in (part for part in supervisor.parts if part.name in names):
            killed += kill(part)


def kill(part: Part) -> bool:
    """Kill a part if it lives; whether it did."""
    if part.process is None or part.process.poll() is not None:
        return False
    part.process.kill()
    part.process.wait()
    return True


def kept(settings: Settings, name: str) -> list[str]:
    """What somebody wrote, in the order in which the journal has it."""
    journal = open_journal(settings.database_url, settings.keys, master_key(settings.master_key_file, settings.keys))
    exported = journal.export(journal.person("local", name).id)
    journal.close()
    entries = [entry for each in exported["reflections"] for entry in each["entries"]]
    assert len(entries) + len(exported["asides"]) == 2 * sum(
        entry["role"] != "turn" for entry in (*entries, *exported["asides"])
    )
    entries = sorted((*entries, *exported["asides"]), key=lambda entry: str(entry["at"]))
    return [str(entry["text"]) for entry in entries if entry["role"] != "turn"]


def test_no_acknowledged_answer_is_lost_and_none_is_there_twice(
    settings: Settings, address: str, supervisor: tuple[Supervisor, str]
) -> None:
    running, secret = supervisor
    talkers, enough = [Talker(name, address, secret) for name in ("eva", "bas", "mo")], threading.Event()
    threads = [threading.Thread(target=talker.talk, args=(enough,)) for talker in talkers]
    for thread in threads:
        thread.start()
    try:
        kill_at_random(running, talkers, random.Random(SEED))
        look_after_until_ready(running, address)
    finally:
        enough.set()
        for thread in threads:
            thread.join()
    for talker in talkers:
        found = kept(settings, talker.name)
        assert found[: len(talker.acknowledged)] == talker.acknowledged, f"seed {SEED}, {talker.name}"
        assert found[len(talker.acknowledged) :] in ([], [talker.pending]), f"seed {SEED}, {talker.name}"
