"""The client of all measurements: one kept connection, as little work of its own as can be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 30.0
"""Seconds to wait for an answer."""


class Line:
    """A kept connection to one program on this machine."""

    def __init__(self, address: str) -> None:
        """Take the address: `http://127.0.0.1:8080`."""
        parts = urlsplit(address)
        self._connection = HTTPConnection(str(parts.hostname), parts.port, timeout=PATIENCE)

    def post(self, path: str, body: bytes, headers: Mapping[str, str] | None = None) -> Any:
        """Send JSON and return the JSON that comes back; raises `HTTPException` on any status but 200."""
        return json.loads(self._ask("POST", path, body, {"Content-Type": "application/json", **(headers or {})}))

    def get(self, path: str) -> bytes:
        """Fetch a page; raises `HTTPException` on any status but 200."""
        return self._ask("GET", path, None, {})

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> bytes:
        try:
            return self._once(method, path, body, headers)
        except ConnectionError:  # the other side let an idle connection go
            self._connection.close()
            return self._once(method, path, body, headers)

    def _once(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> bytes:
        self._connection.request(method, path, body, dict(headers))
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise HTTPException(f"{path}: {answer.status}; expected 200; choices: see the program's output")
        return content
