"""A Blijk to measure: a copy of this checkout, so that nothing here is trained, filled or changed by measuring."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import jwt

from bench.asking import Line
from bench.processes import environment, environment_of, family_of, run, started, wait_for
from bench.talks import Reply, Say
from bot.journal.journal import Journal
from bot.journal.opening import master_key, open_journal
from bot.running.ports import free_ports
from bot.running.runfile import Run, read_run
from bot.settings import ROOT

COPIED = ("bot", "actions", "data", "config.yml", "domain.yml", "endpoints.yml", "credentials.yml")
BLIJK = (sys.executable, "-m", "bot.cli")


@dataclass(frozen=True)
class Checkout:
    """The copy, with a home, a key ring and a master key of its own in the same folder."""

    folder: Path

    @property
    def code(self) -> Path:
        """Where the copy lies."""
        return self.folder / "code"

    @property
    def models(self) -> dict[Path, int]:
        """What was trained, with the moment at which it was."""
        return {model: model.stat().st_mtime_ns for model in (self.code / "models").glob("[!.]*")}

    @property
    def rasa(self) -> Path:
        """Rasa's model."""
        return next(model for model in self.models if model.is_file())

    @property
    def listening(self) -> Path:
        """The folder of the listener's models."""
        return next(model for model in self.models if model.is_dir())

    @property
    def told(self) -> dict[str, str]:
        """The environment of every program of this Blijk."""
        return environment(
            PYTHONPATH=str(self.code),
            BLIJK_HOME=str(self.folder / "home"),
            BLIJK_KEYS=str(self.folder / "conf" / "keys.db"),
            BLIJK_MASTER_KEY_FILE=str(self.folder / "data" / "master.key"),
        )

    def copy(self) -> None:
        """Copy what runs; nothing that was trained."""
        self.code.mkdir(parents=True)
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, self.code / name)
            else:
                shutil.copy(ROOT / name, self.code / name)

    def train(self) -> float:
        """Train what has changed; return the seconds."""
        return run([*BLIJK, "train"], self.code, self.told)

    @contextmanager
    def running(self) -> Iterator[RunningBlijk]:
        """Start it and wait until a talk can begin."""
        (port,) = free_ports(1)
        with started([*BLIJK, "run"], self.code, {**self.told, "BLIJK_PORT": str(port)}) as process:
            start = wait_for(f"http://127.0.0.1:{port}/health/ready", process)
            keys = self.told["BLIJK_KEYS"]
            master = master_key(Path(self.told["BLIJK_MASTER_KEY_FILE"]), keys)
            journal = open_journal(f"sqlite:///{self.folder / 'home' / 'journal.db'}", keys, master)
            found = read_run(self.folder / "home")
            assert found is not None  # noqa: S101 - it is ready
            try:
                yield RunningBlijk(found, process.pid, start, journal)
            finally:
                journal.close()


class RunningBlijk:
    """A Blijk that runs, with its journal opened beside it."""

    def __init__(self, found: Run, pid: int, start: float, journal: Journal) -> None:
        """Take where it listens, the process that all others come from, how long it took to start, its journal."""
        self.address, self.pid, self.start, self.journal = found.address, pid, start, journal
        self.secret = found.secret
        parts = (environment_of(each) for each in family_of(pid)[1:])
        self.inside = next(told for told in parts if "BLIJK_GATE_SECRET" in told)

    def person(self, name: str = "") -> str:
        """Return the id of a person, of a new one without a name."""
        return self.journal.person("local", name or uuid4().hex).id

    def through_gateway(self, name: str = "") -> Say:
        """Return a way to talk as somebody, new without a name, as the terminal does: browser to answer."""
        line, person = Line(self.address), name or uuid4().hex
        headers = {"Authorization": f"Bearer {self.secret}"}

        def say(text: str, button: str | None) -> Reply:
            asked = {"person": person, "text": text, "button": button, "id": uuid4().hex}
            reply: Reply = line.post("/api/say", json.dumps(asked).encode(), headers)
            return reply

        return say

    def at_connector(self, person: str = "") -> Say:
        """Return a way to talk as the person with an id, a new one without, as the gateway does with Rasa."""
        return at_connector(self.inside["BLIJK_RASA_URL"], self.inside["BLIJK_GATE_SECRET"], person or self.person())


def at_connector(address: str, secret: str, person: str) -> Say:
    """Return a way to talk with the Rasa at an address as a person, signed with the gateway's secret."""
    line = Line(address)

    def say(text: str, button: str | None) -> Reply:
        body = json.dumps({"text": text, "button": button, "language": None}).encode()
        headers = {"Authorization": f"Bearer {_sign(body, person, secret)}"}
        turn: Reply = line.post("/webhooks/blijk/webhook", body, headers)["turn"]
        return turn

    return say


def _sign(body: bytes, person: str, secret: str) -> str:
    now = int(time.time())
    claims = {"aud": "rasa", "sub": person, "jti": uuid4().hex, "iat": now, "exp": now + 30}
    return jwt.encode({**claims, "body": hashlib.sha256(body).hexdigest()}, secret, algorithm="HS256")
