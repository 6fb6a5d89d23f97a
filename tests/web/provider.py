"""A real OpenID provider in a process of its own, somebody who signs in at it, and a post office that meddles."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2

from bot.running.ports import free_ports
from bot.settings import ROOT

PROGRAM = "oidc-provider-mock"
PATIENCE = 30.0
"""Seconds until it must answer."""
Rewrite = Callable[[str, dict[str, Any]], dict[str, Any]]


def program() -> Path | None:
    """Return where the provider is installed: beside this Python, or in the gateway's own environment."""
    folders = (Path(sys.executable).parent, ROOT / ".venv-gateway" / "bin")
    return next((folder / PROGRAM for folder in folders if (folder / PROGRAM).exists()), None)


@contextmanager
def provider(installed: Path) -> Iterator[str]:
    """Start a provider on loopback and give its issuer."""
    port = free_ports(1)[0]
    command = [str(installed), "--port", str(port), "--require-nonce", "true"]
    environment = {**os.environ, "NO_COLOR": "1"}
    started = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    issuer, until = f"http://127.0.0.1:{port}", time.monotonic() + PATIENCE
    try:
        while not _answers(issuer):
            assert started.poll() is None and time.monotonic() < until, "the provider did not start"
        yield issuer
    finally:
        started.terminate()
        started.wait()


def _answers(issuer: str) -> bool:
    try:
        with httpx2.Client(trust_env=False) as client:
            return client.get(f"{issuer}/.well-known/openid-configuration").status_code == 200
    except httpx2.ConnectError:
        time.sleep(0.05)
        return False


def claim(issuer: str, subject: str, **claims: object) -> None:
    """Let the provider say this about somebody; what it says anyway can be spoilt so too."""
    with httpx2.Client(trust_env=False) as client:
        client.put(f"{issuer}/users/{subject}", json=claims).raise_for_status()


def consent(address: str, subject: str, **form: str) -> str:
    """Sign in at the address that a browser was sent to, and return where the provider sends it back to."""
    with httpx2.Client(trust_env=False) as client:
        answer = client.post(address, data={"sub": subject, **form})
    assert answer.status_code in (302, 303), re.sub(r"<[^>]+>|\s+", " ", answer.text)
    return answer.headers["location"]


def asked(address: str) -> dict[str, str]:
    """The query of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


class Meddling(httpx2.AsyncBaseTransport):
    """Carries requests to the provider, keeps what was asked, and may change what is answered."""

    def __init__(self, rewrite: Rewrite = lambda path, answer: answer) -> None:
        self.rewrite = rewrite
        self.got: list[tuple[str, Mapping[str, str]]] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        body = (await request.aread()).decode()
        self.got.append((request.url.path, {name: values[0] for name, values in parse_qs(body).items()}))
        async with httpx2.AsyncClient(trust_env=False) as client:
            answer = await client.send(client.build_request(
                request.method, request.url, headers=request.headers, content=body.encode()
            ))  # fmt: skip
        changed = self.rewrite(request.url.path, json.loads(answer.content))
        return httpx2.Response(answer.status_code, json=changed, request=request)
