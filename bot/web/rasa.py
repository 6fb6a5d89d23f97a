"""The gateway's one way to Rasa: a signed message goes in, the coach's turn comes out, or it was not saved."""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
import time

import httpx2
import jwt

from bot.errors import BlijkError
from bot.model import Message, Turn
from bot.wire import unpack

PATIENCE = 10.0
"""Seconds to wait for a turn; a dead or hung action server would otherwise hold Rasa for minutes."""

LIFE = 30
"""Seconds that a signature holds."""


class NotSaved(BlijkError):
    """No turn came back in time, so the message counts as not saved; the same id may be sent again."""


class Rasa:
    """Sends messages to Rasa's one connector over one reused connection."""

    def __init__(
        self, url: str, secret: str, patience: float = PATIENCE, transport: httpx2.AsyncBaseTransport | None = None
    ) -> None:
        """Take Rasa's address, the secret that signs, and the patience in seconds; `transport` is for tests."""
        self._secret = secret
        self._patience = patience
        self._client = httpx2.AsyncClient(base_url=url, timeout=None, transport=transport, trust_env=False)

    async def say(self, message: Message) -> Turn:
        """Hand over a message and return the coach's turn, which is in the journal by then; raises `NotSaved`."""
        words = {"text": message.text, "button": message.button, "language": message.language}
        body = json.dumps(words).encode()
        headers = {"Authorization": f"Bearer {self._sign(message, body)}", "Content-Type": "application/json"}
        try:
            answer = await asyncio.wait_for(
                self._client.post("/webhooks/blijk/webhook", content=body, headers=headers), self._patience
            )
            return _read_turn(answer)
        except (asyncio.TimeoutError, httpx2.HTTPError, ValueError, TypeError, LookupError, AttributeError):
            raise NotSaved("rasa: no turn came back; expected one within the patience; send it again") from None

    async def ready(self) -> bool:
        """Whether Rasa is up with the tracker store that keeps nothing."""
        try:
            answer = await asyncio.wait_for(self._client.get("/webhooks/blijk/health"), self._patience)
            return answer.status_code == 200 and answer.json().get("ready") is True
        except (asyncio.TimeoutError, httpx2.HTTPError, ValueError, AttributeError):
            return False

    async def close(self) -> None:
        """Let go of the connection."""
        await self._client.aclose()

    def _sign(self, message: Message, body: bytes) -> str:
        now = int(time.time())
        claims = {
            "aud": "rasa",
            "sub": message.person,
            "jti": message.id,
            "nonce": secrets.token_hex(8),  # each try has a token of its own: one that was used opens nothing again
            "iat": now,
            "exp": now + LIFE,
            "body": hashlib.sha256(body).hexdigest(),
        }
        return jwt.encode(claims, self._secret, algorithm="HS256")


def _read_turn(answer: httpx2.Response) -> Turn:
    words = answer.json() if answer.status_code == 200 else {}
    if words["saved"] is not True:
        raise ValueError("saved")
    turn = unpack(Turn, words["turn"])
    if not isinstance(turn.text, str):
        raise TypeError("text")
    return turn
