"""A real Matrix server (Synapse, in an environment of its own), its people, and a Blijk whose gateway knows Matrix."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import yaml

from bot.running.asking import fetch
from bot.running.ports import free_ports
from bot.settings import ROOT
from tests.stack.messengers import wait_for
from tests.stack.running import environment_in

NAME = "school.test"
LIMITS = ("rc_message", "rc_registration", "rc_admin_redaction")
LONGEST_TRAINING = 600
"""Seconds; only where nothing was trained yet, on a busy machine."""
_numbers = itertools.count()


def python_3_12() -> str | None:
    """A Python that both the gateway and Synapse run on."""
    found = [shutil.which("python3.12"), *map(str, sorted(Path.home().glob(".pyenv/versions/3.12*/bin/python")))]
    for each in filter(None, found):
        asked = [each, "-c", "import sys; sys.exit(sys.version_info[:2] != (3, 12))"]
        if subprocess.run(asked, capture_output=True).returncode == 0:
            return each
    return None


def environment(folder: Path, *requirements: str) -> Path:
    """Make a virtual environment with what is asked for; return its Python, `FileNotFoundError` when it cannot be."""
    uv, python = str(Path(sys.executable).parent / "uv"), python_3_12()
    if python is None:
        raise FileNotFoundError("Python 3.12")
    made = folder / "bin" / "python"
    for command in ([uv, "venv", "--quiet", "--python", python, folder],
                    [uv, "pip", "install", "--quiet", "--python", made, *requirements]):  # fmt: skip
        if subprocess.run(command, env={**os.environ, "UV_PYTHON_DOWNLOADS": "never"}, capture_output=True).returncode:
            raise FileNotFoundError(" ".join(requirements))
    return made


class Synapse:
    """A server that only this machine can reach."""

    def __init__(self, address: str, secret: str) -> None:
        self.address, self._secret = address, secret
        self._clients: list[httpx2.Client] = []
        self.admin = self.client()

    def client(self, token: str = "") -> httpx2.Client:
        """Return a client of the server, with somebody's proof if there is one."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        client = httpx2.Client(base_url=self.address, headers=headers, trust_env=False, timeout=30)
        self._clients.append(client)
        return client

    def close(self) -> None:
        for client in self._clients:
            client.close()

    def register(self, name: str, password: str = "known-to-the-test") -> str:
        """Make an account; return what proves that one has it."""
        nonce = self.admin.get("/_synapse/admin/v1/register").json()["nonce"]
        said = "\0".join((nonce, name, password, "notadmin")).encode()
        proof = hmac.new(self._secret.encode(), said, hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": password, "admin": False, "mac": proof}
        answer = self.admin.post("/_synapse/admin/v1/register", json=body).raise_for_status()
        return str(answer.json()["access_token"])


class Member:
    """Somebody with an account, in a room with Blijk."""

    def __init__(self, synapse: Synapse, name: str, blijk: str) -> None:
        token = synapse.register(name)
        self.user, self.blijk = f"@{name}:{NAME}", blijk
        self._client = synapse.client(token)
        self.room = ""

    def invite(self, *others: str, encrypted: bool = False) -> str:
        """Make a room with Blijk in it, and whoever else."""
        algorithm = {"type": "m.room.encryption", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
        body = {"preset": "trusted_private_chat", "is_direct": True, "invite": [self.blijk, *others],
                "initial_state": [algorithm] if encrypted else []}  # fmt: skip
        self.room = self._client.post("/_matrix/client/v3/createRoom", json=body).raise_for_status().json()["room_id"]
        return self.room

    def join(self, room: str) -> None:
        self.room = room
        self._client.post(f"/_matrix/client/v3/rooms/{room}/join", json={}).raise_for_status()

    def write(self, text: str) -> None:
        body = {"msgtype": "m.text", "body": text}
        address = f"/_matrix/client/v3/rooms/{self.room}/send/m.room.message/{next(_numbers)}"
        self._client.put(address, json=body).raise_for_status()

    def texts(self) -> list[str]:
        """What Blijk said in the room, oldest first."""
        return [each["content"]["body"] for each in self.events("m.room.message") if each["sender"] == self.blijk]

    def events(self, kind: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        where: dict[str, str] = {}
        while True:  # newest first, a page at a time
            asked = {"dir": "b", "limit": "100", **where}
            answer = self._client.get(f"/_matrix/client/v3/rooms/{self.room}/messages", params=asked).json()
            found += answer["chunk"]
            if "end" not in answer or not answer["chunk"]:
                return [each for each in reversed(found) if each["type"] == kind]
            where = {"from": answer["end"]}

    def members(self) -> list[str]:
        answer = self._client.get(f"/_matrix/client/v3/rooms/{self.room}/joined_members").json()
        return sorted(answer["joined"])


@contextmanager
def synapse(folder: Path, python: Path) -> Iterator[Synapse]:
    """Start a server with a database of its own."""
    (port,), secret = free_ports(1), secrets.token_hex(16)
    fast = {"per_second": 1000, "burst_count": 1000}
    config = {
        "server_name": NAME, "pid_file": str(folder / "pid"), "report_stats": False, "trusted_key_servers": [],
        "listeners": [{"port": port, "type": "http", "bind_addresses": ["127.0.0.1"],
                       "resources": [{"names": ["client"]}]}],
        "database": {"name": "sqlite3", "args": {"database": str(folder / "synapse.db")}},
        "registration_shared_secret": secret, "macaroon_secret_key": secret, "form_secret": secret,
        "signing_key_path": str(folder / "signing.key"), "media_store_path": str(folder / "media"),
        **{name: fast for name in LIMITS},
        "rc_login": {name: fast for name in ("address", "account", "failed_attempts")},
        "rc_joins": {"local": fast, "remote": fast}, "rc_invites": {"per_room": fast, "per_user": fast},
        "presence": {"enabled": False}, "suppress_key_server_warning": True,
    }  # fmt: skip
    file = folder / "homeserver.yaml"
    file.write_text(yaml.safe_dump(config))
    command = [python, "-m", "synapse.app.homeserver", "--config-path", file]
    subprocess.run([*command, "--generate-keys"], check=True, capture_output=True, cwd=folder)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: process.poll() is not None or fetch(f"{address}/health").status == 200, "Synapse")
        assert process.poll() is None, (folder / "log").read_text()[-2000:]
        with closing(Synapse(address, secret)) as found:
            yield found
    finally:
        process.terminate()
        process.wait(20)


class Parts:
    """A Blijk of which each part runs by itself, the gateway in an environment of its own."""

    def __init__(self, folder: Path, gateway: Path, more: Mapping[str, str]) -> None:
        self.folder, self._python = folder, gateway
        rasa, actions = free_ports(2)
        self.environment = {
            **environment_in(folder),
            "BLIJK_GATE_SECRET": secrets.token_urlsafe(32),
            "BLIJK_ACTION_SECRET": secrets.token_urlsafe(32),
            "BLIJK_RUN_SECRET": secrets.token_urlsafe(32),
            "BLIJK_RASA_URL": f"http://127.0.0.1:{rasa}",
            "BLIJK_ACTION_URL": f"http://127.0.0.1:{actions}/webhook",
            **more,
        }
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, part: str) -> None:
        """Start a part, or start it again."""
        python = self._python if part == "gateway" else Path(sys.executable)
        arguments = ["bot.running.serving", "bot.web"] if part == "gateway" else ["bot.cli", "serve", part]
        with (self.folder / "log").open("ab") as log:
            command = [python, "-m", *arguments]
            self._running[part] = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def prepare(self) -> None:
        self.start("prepare")
        assert self._running["prepare"].wait(LONGEST_TRAINING) == 0, self.log()
        del self._running["prepare"]

    def stop(self, part: str, *, kill: bool = False) -> None:
        process = self._running.pop(part)
        process.kill() if kill else process.terminate()
        process.wait(30)

    def stop_all(self) -> None:
        for part in tuple(self._running):
            self.stop(part)

    def wait_until_ready(self) -> None:
        address = f"http://127.0.0.1:{self.environment['BLIJK_PORT']}/health/ready"
        wait_for(lambda: self._dead() or fetch(address).status == 200, "all parts")
        assert not self._dead(), self.log()

    def log(self) -> str:
        return re.sub(r"(?m)^$\n", "", (self.folder / "log").read_text())[-4000:]

    def _dead(self) -> bool:
        return any(process.poll() is not None for process in self._running.values())
