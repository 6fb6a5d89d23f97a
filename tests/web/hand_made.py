"""A Rasa made by hand: answers as the connector does, and keeps every turn in the real journal, as the actions do."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from datetime import datetime, timezone

import jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.journal.journal import Journal
from bot.model import Heard, Message, Thread, Turn
from bot.wire import pack

SECRET = "gate-secret-of-at-least-thirty-two-characters"


def plain_turn(message: Message, thread: Thread) -> Turn:
    """Keep what was said as the answer to the first step, and take time."""
    return Turn("Neem de tijd.", "receive", "receive.time", state="open", answers="beleven", exercise="four_words")


class HandMadeRasa:
    """`behaves` says how it answers: `well`, `late`, `lost` once it is kept, or as one of the spoilt answers."""

    def __init__(self, journal: Journal, coach: Callable[[Message, Thread], Turn] = plain_turn) -> None:
        self.journal = journal
        self.coach = coach
        self.behaves = "well"
        self.ready = True
        self.got: list[Message] = []
        self.claims: list[dict[str, object]] = []
        self.app = Starlette(
            routes=[
                Route("/webhooks/blijk/webhook", self.webhook, methods=["POST"]),
                Route("/webhooks/blijk/health", self.health),
            ]
        )

    async def health(self, request: Request) -> Response:
        return JSONResponse({"ready": self.ready}, 200 if self.ready else 503)

    async def webhook(self, request: Request) -> Response:
        body = await request.body()
        token = request.headers["authorization"].removeprefix("Bearer ")
        claims = jwt.decode(token, SECRET, ["HS256"], audience="rasa")
        assert claims["body"] == hashlib.sha256(body).hexdigest()
        said = await request.json()
        message = Message(claims["jti"], claims["sub"], said["text"], said["button"], said["language"])
        self.got.append(message)
        self.claims.append(claims)
        return await self.answer(message)

    async def answer(self, message: Message) -> Response:
        if self.behaves == "late":
            await asyncio.Event().wait()
        if self.behaves == "lost":
            self.keep(message)
            return Response(status_code=502)
        spoilt = {
            "empty": Response(status_code=502),
            "error": Response("Traceback", 500),
            "garbage": Response(b"\xff{", 200),
            "unsaved": JSONResponse({"turn": pack(Turn("Ja.", "ask", "x")), "saved": False}),
            "wordless": JSONResponse({"turn": {"text": 5, "kind": "ask", "move": "x"}, "saved": True}),
            "list": JSONResponse([]),
        }
        return spoilt.get(self.behaves) or JSONResponse({"turn": pack(self.keep(message)), "saved": True})

    def keep(self, message: Message) -> Turn:
        now = datetime.now(timezone.utc)
        with self.journal.turn(message.person) as page:
            turn = page.answered(message.id)
            if turn is None:
                turn = self.coach(message, page.thread(now))
                page.write(message, Heard(message.text, "nl"), turn, now)
        return turn
