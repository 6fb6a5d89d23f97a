"""Real and stand-in messengers for whole talks: Telegram's Bot API, the M365 Agents Playground, a Synapse."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import uvicorn
from starlette.applications import Starlette

from bot.journal.journal import Journal
from bot.running.ports import free_ports

PATIENCE = 60.0
USER = {"id": "user-id-0"}
PLAYGROUND = "@microsoft/m365agentsplayground@0.2.28"


def wait_for(true: Callable[[], Any], what: str) -> Any:
    """Return what is waited for once it is there."""
    until = time.monotonic() + PATIENCE
    while not (found := true()):
        assert time.monotonic() < until, f"waited for too long: {what}"
        time.sleep(0.03)
    return found


@dataclass
class Chat:
    """Somebody in one messenger, and the journal in which the answer stands before it is sent."""

    journal: Journal
    channel: str
    identity: str
    write: Callable[[str], None]
    texts: Callable[[], list[str]]
    """All that they see of Blijk's, oldest first."""
    tenant: str = ""
    turns: int = field(default=0)

    def say(self, line: str) -> dict[str, Any]:
        """Write a line; return the turn that was seen in answer, as `tests.playing` wants it."""
        before = len(self.texts())
        self.write(line)

        def seen() -> bool:
            turns = self._turns()
            return len(turns) > self.turns and turns[-1].text in "\n".join(self.texts()[before:])

        wait_for(seen, f"an answer in {self.channel}")
        turns = self._turns()
        self.turns, turn = len(turns), turns[-1]
        return {"text": turn.text, "step": turn.step, "move": turn.move, "kind": turn.kind, "done": turn.done}

    def kept(self) -> list[str]:
        return [entry.text for entry in self._entries() if entry.role != "turn"]

    def count(self) -> int:
        """How many turns there are so far."""
        return len(self._turns())

    def _turns(self) -> list[Any]:
        return [entry.turn for entry in self._entries() if entry.turn is not None]

    def _entries(self) -> tuple[Any, ...]:
        person = self.journal.find_person(self.channel, self.identity, tenant=self.tenant)
        return self.journal.transcript(person.id) if person else ()


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """Serve an application on loopback; give its address."""
    (port,) = free_ports(1)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_for(lambda: server.started, "the stand-in")
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


class Playground:
    """Microsoft's own test client for Teams, without its window."""

    def __init__(self, address: str, record: Path) -> None:
        self._client = httpx2.Client(base_url=address, trust_env=False)
        self._record = record
        config = wait_for(self._config, "the Playground")
        self.personal, self.group = config["personalChat"]["id"], config["groupChats"][0]["id"]
        self.user = config["currentUser"]["aadObjectId"]
        self.tenant, self.bot = config["tenantId"], config["bot"]["id"]
        self._client.post("/_internal/v1/configDebugOptions", json={"eventsRecordingEnabled": True}).raise_for_status()

    def write(self, text: str) -> None:
        """Type a line."""
        self._post(f"conversations/{self.personal}/messages", {"text": text, "textFormat": "plain", "from": USER})

    def close(self) -> None:
        self._client.close()

    def mention(self, text: str) -> None:
        """Say something to Blijk in a group, where bots only get what names them."""
        named = {"mentioned": {"id": self.bot}, "text": "<at>Blijk</at>"}
        body = {"text": f"<at>Blijk</at> {text}", "textFormat": "plain", "from": USER, "mentions": [named]}
        self._post(f"conversations/{self.group}/messages", body)

    def messages(self, conversation: str = "") -> list[dict[str, Any]]:
        """What Blijk sent there and the Playground took, oldest first."""
        text = self._record.read_text() if self._record.exists() else ""
        items = [json.loads(each) for each in text.split("\n---\n") if each.strip()]
        there = f"/v3/conversations/{conversation or self.personal}/activities"
        well = [each for each in items if there in each["request"].get("url", "") and is_well(each)]
        return [each["request"]["body"] for each in well if each["request"]["body"]["type"] == "message"]

    def texts(self, conversation: str = "") -> list[str]:
        return [plain(message["text"].replace("<br/>", "\n")) for message in self.messages(conversation)]

    def _post(self, where: str, body: dict[str, Any]) -> None:
        answer = self._client.post(f"/_conversation/v1/{where}", json=body)
        assert answer.is_success, answer.text

    def _config(self) -> Any:
        try:
            return self._client.get("/_internal/v1/config").json()["config"]
        except httpx2.HTTPError:
            return None


def plain(marked_up: str) -> str:
    """What is seen of simple HTML."""
    return html.unescape(re.sub(r"</?b>", "", marked_up))


def is_well(item: dict[str, Any]) -> bool:
    return 200 <= int(item["response"]["statusCode"]) < 300


@contextmanager
def playground(folder: Path, gateway: str) -> Iterator[Playground]:
    """Install the Playground into a folder and start it; `None` is never given: no npm raises `FileNotFoundError`."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        raise FileNotFoundError("npm")
    done = subprocess.run(
        [npm, "install", "--prefix", folder, "--no-audit", "--no-fund", PLAYGROUND], capture_output=True
    )
    if done.returncode:
        raise FileNotFoundError(PLAYGROUND)
    (port,), record = free_ports(1), folder / "record"
    program, door = folder / "node_modules" / ".bin" / "agentsplayground", f"{gateway}/channels/teams"
    command = [node, str(program), "start", "-e", door, "-c", "msteams", "-p", f"{port}", "--dt"]
    environment = {**os.environ, "TEAMSAPPTESTER_BROWSER": "none", "M365_AGENTS_PLAYGROUND_RECORDING_FILE": str(record)}
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
    try:
        with closing(Playground(f"http://127.0.0.1:{port}", record)) as found:
            yield found
    finally:
        process.terminate()
        process.wait(10)
