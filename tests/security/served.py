"""Blijk as a server runs it: `blijk serve` for each part, two Rasas and two action servers, each two behind a relay."""

from __future__ import annotations

import itertools
import secrets
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.running.asking import fetch
from bot.running.ports import free_ports
from bot.settings import ROOT
from tests.stack.running import environment_in


class Relay(socketserver.ThreadingTCPServer):
    """Passes each connection on to the next of several ports, as a proxy does; counts who got how many."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int, behind: tuple[int, ...]) -> None:
        super().__init__(("127.0.0.1", port), Passing)
        self.behind = itertools.cycle(behind)
        self.taken: Counter[int] = Counter()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def __exit__(self, *error: object) -> None:
        self.shutdown()
        super().__exit__(*error)


class Passing(socketserver.BaseRequestHandler):
    """One connection."""

    server: Relay

    def handle(self) -> None:
        port = next(self.server.behind)
        try:
            inner = socket.create_connection(("127.0.0.1", port))
        except OSError:
            return
        self.server.taken[port] += 1
        with inner:
            back = threading.Thread(target=pour, args=(inner, self.request))
            back.start()
            pour(self.request, inner)
            back.join()


def pour(source: socket.socket, target: socket.socket) -> None:
    """Pass on what comes until nothing more does."""
    try:
        while part := source.recv(65536):
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)
    except OSError:  # one of the two went
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True)
class Served:
    """What runs."""

    environment: dict[str, str]
    """That of the gateway."""
    relays: tuple[Relay, ...]
    """Before the Rasas, and before the action servers."""
    log: Path


def serve(part: str, environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start one part as a server's systemd would."""
    command = [sys.executable, "-m", "bot.cli", "serve", part]
    with log.open("ab") as output:
        return subprocess.Popen(command, cwd=ROOT, env=dict(environment), stdout=output, stderr=output)


@contextmanager
def served(folder: Path, database: str, keys: str) -> Iterator[Served]:
    """Serve two of everything but the gateway."""
    rasa, actions, *ports = free_ports(6)
    common = {
        **environment_in(folder),
        "BLIJK_DATABASE_URL": database,
        "BLIJK_KEYS": keys,
        "BLIJK_GATE_SECRET": secrets.token_urlsafe(32),
        "BLIJK_ACTION_SECRET": secrets.token_urlsafe(32),
        "BLIJK_RUN_SECRET": secrets.token_urlsafe(32),
        "BLIJK_RASA_URL": f"http://127.0.0.1:{rasa}",
        "BLIJK_ACTION_URL": f"http://127.0.0.1:{actions}/webhook",
    }
    log = folder / "served.log"
    assert serve("prepare", common, log).wait(150) == 0, log.read_text()
    started = [serve("gateway", common, log)]
    started += [serve("rasa", {**common, "BLIJK_RASA_URL": f"http://127.0.0.1:{port}"}, log) for port in ports[:2]]
    started += [
        serve("actions", {**common, "BLIJK_ACTION_URL": f"http://127.0.0.1:{port}/webhook"}, log) for port in ports[2:]
    ]
    with ExitStack() as stack:
        try:
            relays = tuple(
                stack.enter_context(Relay(port, tuple(behind)))
                for port, behind in ((rasa, ports[:2]), (actions, ports[2:]))
            )
            _wait(common, started, log)
            yield Served(common, relays, log)
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait(30)


def _wait(environment: Mapping[str, str], started: list[subprocess.Popen[bytes]], log: Path) -> None:
    until, well = time.monotonic() + 120, 0
    while well < 6:  # both Rasas and both action servers, in turn
        assert time.monotonic() < until and all(each.poll() is None for each in started), log.read_text()
        ready = fetch(f"http://127.0.0.1:{environment['BLIJK_PORT']}/health/ready").status == 200
        well = well + 1 if ready else 0
        time.sleep(0.1)
