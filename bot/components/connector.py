"""The only way into Rasa: one HTTP channel that believes nothing but what the gateway signed."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import jwt
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.components.no_tracker import NoTracker
from bot.components.patches import patch_rasa
from bot.errors import SenderUnknown, SettingWrong
from bot.quiet import keep_quiet

logger = logging.getLogger(__name__)

LARGEST = 512 * 1024
"""Bytes of a request: 20,000 characters, each written as a JSON escape, and some room."""
LONGEST_LIFE = 60
"""Seconds that a token may live at most, whatever it says itself."""
SKEW = 5
"""Seconds that the gateway's clock may differ from ours, where it runs on another machine."""
SWEEP = 1
"""Seconds between two times that what has expired is let go: not at each message, for there may be very many."""
UNSPOKEN = "-"
"""What Rasa gets as text: the words travel in the metadata only, where no log line of Rasa's looks for them."""


@dataclass(frozen=True)
class Letter:
    """One message as the gateway signed it."""

    person: str
    id: str
    text: str
    button: str | None
    language: str | None

    @property
    def metadata(self) -> dict[str, Any]:
        """What Rasa carries along to the listener and to the action."""
        return {"id": self.id, "text": self.text, "button": self.button, "language": self.language}


class Gate:
    """Checks who sends: the gateway's signature, its age, and that the body is the one that was signed."""

    def __init__(self, secret: str, clock: Callable[[], float] = time.time) -> None:
        """Take the secret shared with the gateway, and a clock in seconds since 1970."""
        self._secret = secret
        self._clock = clock
        self._seen: dict[str, tuple[float, str]] = {}
        self._swept = 0.0

    def open(self, authorization: str, body: bytes) -> Letter:
        """Return what was sent; raises `SenderUnknown` when it is not surely the gateway's.

        Each token opens once. An id that comes again under a new token is let through only with the same words of the
        same person: it can do no more than bring back the turn that the journal already holds for it.
        """
        claims = self._claims(authorization)
        if claims["body"] != hashlib.sha256(body).hexdigest():
            raise SenderUnknown("connector: the body is not the one that was signed; expected that one; choices: none")
        letter = _letter(claims, body)
        if not self._fresh(authorization, letter, float(claims["exp"])):
            raise SenderUnknown("connector: token or id was used before; expected new ones; choices: any")
        return letter

    def _claims(self, authorization: str) -> dict[str, Any]:
        needed = ["aud", "sub", "jti", "iat", "exp", "body"]
        try:
            token = authorization.removeprefix("Bearer ")
            claims = jwt.decode(token, self._secret, ["HS256"], {"require": needed}, audience="rasa", leeway=SKEW)
            if claims["exp"] - claims["iat"] > LONGEST_LIFE:
                raise jwt.InvalidTokenError
            return claims
        except (jwt.PyJWTError, TypeError):
            raise SenderUnknown(
                "connector: the token proves nothing; expected the gateway's signature, not yet expired; choices: none"
            ) from None

    def _fresh(self, token: str, letter: Letter, expires: float) -> bool:
        """Tell whether a token comes for the first time, with an id that is new or stands for the same words."""
        now = self._clock()
        if now >= self._swept + SWEEP:
            self._seen, self._swept = {known: seen for known, seen in self._seen.items() if seen[0] > now}, now
        until = min(expires, now + LONGEST_LIFE) + SKEW
        used, words = f"token:{_digest(token)}", _digest(json.dumps((letter.person, letter.text, letter.button)))
        if used in self._seen:
            return False
        self._seen[used] = until, ""
        return self._seen.setdefault(letter.id, (until, words))[1] == words


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _letter(claims: dict[str, Any], body: bytes) -> Letter:
    try:
        said = json.loads(body)
        button, language = said.get("button"), said.get("language")
        parts: tuple[object, ...] = (said["text"], button or "", language or "")
    except (ValueError, KeyError, AttributeError):
        parts = ()
    if not parts or not all(isinstance(part, str) for part in parts):
        raise SenderUnknown(
            "connector: the body cannot be read; expected JSON with text, button, language; choices: none"
        )
    return Letter(str(claims["sub"]), str(claims["jti"]), said["text"], button, language)


class GatewayChannel(InputChannel):
    """The channel `blijk`: one signed message in, one turn out, and nothing else."""

    def __init__(self, gate: Gate) -> None:
        """Take the gate that checks who sends."""
        self.gate = gate

    @classmethod
    def name(cls) -> str:
        """Return the part of the address: `/webhooks/blijk/`."""
        return "blijk"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GatewayChannel:
        """Make the channel as `rasa run` starts; raises `SettingWrong` without a secret."""
        secret = os.environ.get("BLIJK_GATE_SECRET", "")
        if len(secret) < 32:
            raise SettingWrong(
                "environment: BLIJK_GATE_SECRET is missing or short; expected at least 32 characters; "
                "choices: `blijk run` makes one"
            )
        keep_quiet()
        patch_rasa()
        return cls(Gate(secret))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Give Rasa the two addresses of the channel: `health` and `webhook`."""
        door = Blueprint("blijk_gateway")

        @door.get("/health")
        async def health(request: Request) -> HTTPResponse:
            ready = is_ready(request.app.ctx)
            return response.json({"ready": ready}, 200 if ready else 503)

        @door.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            return await self.receive(request.headers.get("authorization", ""), request.body, on_new_message)

        return door

    async def receive(
        self, authorization: str, body: bytes, on_new_message: Callable[[UserMessage], Awaitable[Any]]
    ) -> HTTPResponse:
        """Answer one request: 200 with the turn; 401, 413 or 502 with an empty body, and then nothing was saved."""
        if len(body) > LARGEST:
            return response.empty(413)
        try:
            letter = self.gate.open(authorization, body)
        except SenderUnknown:
            return response.empty(401)
        replies = CollectingOutputChannel()
        message = UserMessage(
            UNSPOKEN, replies, letter.person, input_channel=self.name(), message_id=letter.id, metadata=letter.metadata
        )
        try:
            await on_new_message(message)
        except Exception as error:
            logger.error("turn.failed", exc_info=error)
        return _answer(replies.messages)


def _answer(replies: list[dict[str, Any]]) -> HTTPResponse:
    for reply in replies:
        if isinstance(reply.get("custom"), dict) and "turn" in reply["custom"]:
            return response.json(reply["custom"])
    return response.empty(502)


def is_ready(context: Any) -> bool:
    """Whether Rasa has its model and keeps no tracker (a store that fails to load, Rasa silently replaces by its own).

    `context` is Sanic's `app.ctx`, in which Rasa puts its agent.
    """
    agent = getattr(context, "agent", None)
    if agent is None or not agent.is_ready():
        return False
    store = agent.tracker_store
    kept = getattr(store, "_fallback_tracker_store", None)
    return isinstance(getattr(store, "_tracker_store", store), NoTracker) and kept is None
