"""One HTTP question to our own gateway on this machine, with the standard library only."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PATIENCE = 15.0
"""Seconds until an answer must be there: longer than the gateway itself waits for Rasa."""


@dataclass(frozen=True)
class Answer:
    """What came back: the HTTP status, 0 when nobody answered, and the JSON object, empty when there was none."""

    status: int
    content: Mapping[str, Any]


def fetch(address: str, *, body: Mapping[str, Any] | None = None, secret: str = "") -> Answer:
    """Ask an address of the gateway; with a body it is a POST of JSON. Never raises for want of a whole answer."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {secret}"} if secret else {})}
    request = urllib.request.Request(address, data, headers)  # noqa: S310 - our own gateway, by its address
    try:
        return _ask(request)
    except (OSError, http.client.HTTPException):
        return Answer(0, {})


def _ask(request: urllib.request.Request) -> Answer:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(request, timeout=PATIENCE) as response:
            return Answer(response.status, _object(response.read()))
    except urllib.error.HTTPError as refused:
        return Answer(refused.code, _object(refused.read()))


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        content = json.loads(body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
