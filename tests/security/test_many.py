"""Fifty people at once, on PostgreSQL, with two Rasas and two action servers: every entry once, and in order."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from bot.journal.opening import master_key, open_journal
from bot.running.asking import fetch
from tests.journal.postgres import binaries, execute, server, url
from tests.security.canaries import found_in
from tests.security.served import Served, served

pytestmark = pytest.mark.stack

PEOPLE, MESSAGES = 50, 6


@pytest.fixture(scope="module")
def socket() -> Iterator[Path]:
    installed = binaries()
    if installed is None:
        pytest.skip("PostgreSQL is not installed; apt-get install postgresql")
    with server(installed) as socket:
        for name in ("journal", "keys"):
            execute(socket, f"CREATE DATABASE {name}")
        yield socket


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, socket: Path) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served"), url(socket, "journal"), url(socket, "keys")) as running:
        yield running


def say(environment: dict[str, str], person: str, text: str) -> int:
    """Say something until it is acknowledged, each time with the same id; return how often that took."""
    body = {"person": person, "text": text, "button": None, "id": uuid4().hex}
    address, secret = f"http://127.0.0.1:{environment['BLIJK_PORT']}/api/say", environment["BLIJK_RUN_SECRET"]
    for tries in range(1, 60):
        if fetch(address, body=body, secret=secret).content.get("saved"):
            return tries
        threading.Event().wait(0.2)
    pytest.fail(f"{person} was never answered")


def kept(environment: dict[str, str], people: list[str]) -> dict[str, list[str]]:
    """What each person wrote, in the order of the journal, with `turn` for each thing that the coach said."""
    keys = environment["BLIJK_KEYS"]
    journal = open_journal(
        environment["BLIJK_DATABASE_URL"], keys, master_key(environment["BLIJK_MASTER_KEY_FILE"], keys)
    )
    found: dict[str, list[str]] = {}
    for name in people:
        owner = journal.person("local", name).id
        entries = {entry.id: entry for entry in journal.transcript(owner)}
        for each in journal.reflections(owner):
            entries |= {entry.id: entry for entry in journal.reflection(owner, each.id).entries}
        in_order = sorted(entries.values(), key=lambda entry: entry.seq)
        found[name] = ["turn" if entry.role == "turn" else entry.text for entry in in_order]
    journal.close()
    return found


def test_fifty_people_at_once_find_every_word_once_and_in_order(running: Served, socket: Path) -> None:
    people = [f"person {number}" for number in range(PEOPLE)]
    said = {name: [f"{number} dinsdag luisterde {name} niet" for number in range(MESSAGES)] for name in people}

    def talk(name: str) -> None:
        for text in said[name]:
            say(running.environment, name, text)

    with ThreadPoolExecutor(PEOPLE) as pool:
        talking = [pool.submit(talk, name) for name in people]
        for _ in range(3):  # by then all of them talk
            say(running.environment, "somebody else", "ik wacht even")
        execute(socket, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'journal'")
        for each in talking:
            each.result()
    found = kept(running.environment, people)
    assert found == {name: [each for text in said[name] for each in (text, "turn")] for name in people}
    assert all(len(relay.taken) == 2 for relay in running.relays), "somebody did all the work alone"


def test_neither_database_and_no_log_shows_a_word(running: Served, socket: Path) -> None:
    word = f"kanarie{uuid4().hex[:10]}"
    say(running.environment, word, f"{word} luistert nooit")
    dumped = running.log.read_bytes()
    for name in ("journal", "keys"):
        command = ["pg_dump", "-h", str(socket), "-U", "blijk", name]
        dumped += subprocess.run(command, capture_output=True, check=True).stdout
    assert dumped.count(b"CREATE TABLE") > 5
    assert found_in(dumped, word) == []
