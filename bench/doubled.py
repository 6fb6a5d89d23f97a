"""Two Rasas with two action servers on PostgreSQL beside one: turns a second."""

from __future__ import annotations

import secrets
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from bench.checkout import Checkout, at_connector
from bench.processes import started, wait_for
from bench.samples import Tick
from bench.talks import Talker
from bot.journal.journal import Journal
from bot.journal.opening import master_key, migrate, open_journal
from bot.running.ports import free_ports
from tests.journal import postgres

AT_ONCE = 8
"""People who talk without pauses."""
RASA = ("--endpoints", "endpoints.yml", "--credentials", "credentials.yml", "--interface", "127.0.0.1")


@dataclass(frozen=True)
class Rasas:
    """Rasas, each with an action server of its own, on one journal."""

    journal: Journal
    secret: str
    addresses: tuple[str, ...]


def turns_a_second(checkout: Checkout, many: int, duration: float, tick: Tick) -> float | None:
    """Let people talk for `duration` seconds with so many Rasas; `None` where there is no PostgreSQL to be started."""
    installed = postgres.binaries()
    if installed is None:
        return None
    with postgres.server(installed) as socket, _running(checkout, postgres.url(socket, "postgres"), many) as rasas:
        _talk_all(rasas, duration / 4, tick)
        return _talk_all(rasas, duration, tick) / duration


@contextmanager
def _running(checkout: Checkout, database: str, many: int) -> Iterator[Rasas]:
    folder, secret = checkout.folder / f"doubled-{uuid4().hex}", secrets.token_urlsafe(32)
    keys, master = str(folder / "conf" / "keys.db"), folder / "data" / "master.key"
    migrate(database)
    journal = open_journal(database, keys, master_key(master, keys))
    told = {
        **checkout.told,
        "BLIJK_DATABASE_URL": database,
        "BLIJK_KEYS": keys,
        "BLIJK_MASTER_KEY_FILE": str(master),
        "BLIJK_GATE_SECRET": secret,
        "BLIJK_ACTION_SECRET": secrets.token_urlsafe(32),
    }
    with ExitStack() as stack:
        addresses = tuple(stack.enter_context(_pair(checkout, folder, told)) for _ in range(many))
        yield Rasas(journal, secret, addresses)
    journal.close()


@contextmanager
def _pair(checkout: Checkout, folder: Path, told: Mapping[str, str]) -> Iterator[str]:
    """Start a Rasa and an action server; give Rasa's address."""
    port, action_port = free_ports(2)
    address = f"http://127.0.0.1:{port}"
    told = {**told, "BLIJK_ACTION_URL": f"http://127.0.0.1:{action_port}/webhook", "BLIJK_RASA_URL": address}
    serve = [sys.executable, "-m", "bot.running.serving"]
    rasa = [*serve, "rasa", "run", "--model", str(checkout.rasa), *RASA, "--port", str(port)]
    with (
        started([*serve, "bot.components.action_server"], checkout.code, told),
        started(rasa, checkout.code, told) as process,
    ):
        wait_for(f"{address}/webhooks/blijk/health", process)
        yield address


def _talk_all(rasas: Rasas, duration: float, tick: Tick) -> int:
    """Return how many turns people took together, shared out among the Rasas."""
    counts = [0] * AT_ONCE
    until = time.monotonic() + duration

    def talk(number: int) -> None:
        address = rasas.addresses[number % len(rasas.addresses)]
        talker = Talker(lambda: at_connector(address, rasas.secret, rasas.journal.person("local", uuid4().hex).id))
        while time.monotonic() < until:
            talker.turn()
            counts[number] += 1

    threads = [threading.Thread(target=talk, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tick()
    return sum(counts)
