"""A stand-in for the documented Bot API of Telegram: as strict as the real one about what it takes, and forgetful of
what was confirmed. A person on a phone is a method of it."""

from __future__ import annotations

import asyncio
import re
from html.parser import HTMLParser
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TOKEN = "7000000001:AAtest-token-that-opens-nothing"
ALLOWED_TAGS = {"b"}


class TelegramApi:
    """One bot's side of Telegram, its chats and whoever writes in them."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.answered: list[str] = []
        self.actions: list[dict[str, Any]] = []
        self.refuses: list[tuple[int, int]] = []
        """What the next calls of sendMessage are refused with: code and seconds to wait."""
        self.offsets: list[int] = []
        self._next = 100
        self.app = Starlette(routes=[Route("/bot{token}/{method}", self.call, methods=["POST"])])

    # the person's side

    def write(
        self, chat: int, text: str | None, *, kind: str = "private", language: str = "nl", bot: bool = False
    ) -> None:
        message = {"message_id": self._number(), "chat": {"id": chat, "type": kind}, "date": 0}
        sender = {"id": abs(chat), "is_bot": bot, "language_code": language, "first_name": "Eva"}
        self.updates.append({
            "update_id": self._number(),
            "message": {**message, "from": sender, **({"text": text} if text is not None else {"sticker": {}})},
        })  # fmt: skip

    def press(self, chat: int, title: str) -> None:
        """Press the button with this title under the newest message that has it."""
        shown = next(each for each in reversed(self.sent) if title in buttons_of(each))
        query = {"id": f"q{self._number()}", "data": buttons_of(shown)[title], "from": {"id": chat, "is_bot": False},
                 "message": {"message_id": 1, "chat": {"id": chat, "type": "private"}}}  # fmt: skip
        self.updates.append({"update_id": self._number(), "callback_query": query})

    def texts(self, chat: int) -> list[str]:
        return [plain(each) for each in self.sent if each["chat_id"] == chat]

    # the bot's side

    async def call(self, request: Request) -> Response:
        body = await request.json()
        if request.path_params["token"] != TOKEN:
            return refuse(401)
        answer: Response = await getattr(self, f"_{request.path_params['method']}")(body)
        return answer

    async def _getUpdates(self, body: dict[str, Any]) -> Response:
        self.offsets.append(body["offset"])
        self.updates = [each for each in self.updates if each["update_id"] >= body["offset"]]
        wanted = [each for each in self.updates if set(each) & set(body["allowed_updates"])]
        if not wanted:
            await asyncio.sleep(0.02)  # the real one holds the question for as long as it was asked to
        return accept(wanted)

    async def _sendMessage(self, body: dict[str, Any]) -> Response:
        if self.refuses:
            return refuse(*self.refuses.pop(0))
        text, keys = body["text"], body.get("reply_markup", {}).get("inline_keyboard", [])
        payloads = [key["callback_data"] for row in keys for key in row]
        if body.get("parse_mode") == "HTML" and (set(re.findall(r"</?(\w+)>", text)) - ALLOWED_TAGS or "&&" in text):
            return refuse(400)
        if not plain(body).strip() or len(plain(body).encode("utf-16-le")) > 2 * 4096:
            return refuse(400)
        if any(not 1 <= len(each.encode()) <= 64 for each in payloads):
            return refuse(400)
        self.sent.append(body)
        return accept({"message_id": self._number(), "chat": {"id": body["chat_id"]}})

    async def _sendChatAction(self, body: dict[str, Any]) -> Response:
        self.actions.append(body)
        return accept(True)

    async def _answerCallbackQuery(self, body: dict[str, Any]) -> Response:
        self.answered.append(body["callback_query_id"])
        return accept(True)

    def _number(self) -> int:
        self._next += 1
        return self._next


def buttons_of(sent: dict[str, Any]) -> dict[str, str]:
    keys = sent.get("reply_markup", {}).get("inline_keyboard", [])
    return {key["text"]: key["callback_data"] for row in keys for key in row}


def plain(sent: dict[str, Any]) -> str:
    """What a person sees of a message."""
    if sent.get("parse_mode") != "HTML":
        return str(sent["text"])
    seen: list[str] = []
    parser = HTMLParser(convert_charrefs=True)
    parser.handle_data = seen.append  # type: ignore[method-assign]
    parser.feed(sent["text"])
    parser.close()
    return "".join(seen)


def accept(result: Any) -> Response:
    return JSONResponse({"ok": True, "result": result})


def refuse(code: int, after: int = 0) -> Response:
    more = {"parameters": {"retry_after": after}} if after else {}
    return JSONResponse({"ok": False, "error_code": code, "description": "refused", **more}, code)
