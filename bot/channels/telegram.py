"""Telegram, by long polling: no address of ours need be known outside. Who sends is vouched for by Telegram itself."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

import httpx2

from bot.channels.desk import Desk
from bot.channels.line import Incoming, NotSent, language_of
from bot.channels.parts import Part
from bot.channels.settings import ChannelSettings
from bot.web.gateway import Who

NAME = "telegram"
WAIT = 25
"""Seconds that Telegram holds a question for news."""
PATIENCE = WAIT + 10.0
PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""Seconds to wait after the first, second, … failure in a row."""
TRIES = 4
"""How often one message is offered to Telegram while it asks for patience."""
LONGEST_WAIT = 60.0
WANTED = ["message", "callback_query"]

log = logging.getLogger(__name__)


class Refused(Exception):
    """Telegram answered that it will not; `code` is why, `after` how long to wait."""

    def __init__(self, code: int, after: float) -> None:
        """Take what Telegram said, none of which may be logged."""
        super().__init__(code)
        self.code = code
        self.after = after


class Telegram:
    """One bot of Telegram."""

    name = NAME

    def __init__(
        self,
        settings: ChannelSettings,
        desk: Desk,
        transport: httpx2.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Take the settings and the desk; `transport` and `sleep` are for tests."""
        self._desk = desk
        self._sleep = sleep
        base = f"{settings.telegram_api}/bot{settings.telegram_token}/"
        self._client = httpx2.AsyncClient(base_url=base, timeout=PATIENCE, trust_env=False, transport=transport)
        self._offset = 0

    async def run(self) -> None:
        """Ask for news until cancelled; what was not answered yet is asked for again after a restart."""
        failures = 0
        while True:
            try:
                updates = await self._call("getUpdates", offset=self._offset, timeout=WAIT, allowed_updates=WANTED)
                await self.take_all(updates)
                failures = 0
            except (NotSent, Refused, httpx2.HTTPError, ValueError, TypeError, LookupError) as error:
                log.warning("channels.telegram_away", exc_info=error)
                pause = PAUSES[min(failures, len(PAUSES) - 1)]
                failures += 1
                await self._sleep(max(pause, error.after if isinstance(error, Refused) else 0.0))

    async def take_all(self, updates: list[Mapping[str, Any]]) -> None:
        """Answer what came in, people beside each other, each person's in order; then let Telegram forget it.

        Raises `NotSent` when something could not be answered: Telegram is to bring all of it again then.
        """
        chats: dict[object, list[Mapping[str, Any]]] = defaultdict(list)
        for update in updates:
            chats[_sender(update)].append(update)
        done = await asyncio.gather(*(self._take_in_order(those) for those in chats.values()), return_exceptions=True)
        for error in done:
            if isinstance(error, BaseException):
                raise error
        self._offset = max([self._offset, *(int(update["update_id"]) + 1 for update in updates)])

    async def send(self, at: Mapping[str, Any], part: Part) -> None:
        """Send one message; raises `NotSent`."""
        body: dict[str, Any] = {"chat_id": at["chat"], "text": part.text, "link_preview_options": {"is_disabled": True}}
        if part.html is not None:
            body.update(text=part.html, parse_mode="HTML")
        if part.buttons:
            keys = [[{"text": button.title, "callback_data": button.payload}] for button in part.buttons]
            body["reply_markup"] = {"inline_keyboard": keys}
        for _ in range(TRIES):
            try:
                await self._call("sendMessage", **body)
                return
            except Refused as refused:
                if refused.code != 429:
                    raise NotSent(NAME, gone=refused.code == 403) from None
                await self._sleep(min(refused.after, LONGEST_WAIT))
            except (httpx2.HTTPError, ValueError):
                raise NotSent(NAME) from None
        raise NotSent(NAME)

    async def show_typing(self, at: Mapping[str, Any]) -> None:
        """Show for some seconds that an answer is coming."""
        try:
            await self._call("sendChatAction", chat_id=at["chat"], action="typing")
        except (Refused, httpx2.HTTPError, ValueError):
            raise NotSent(NAME) from None

    async def close(self) -> None:
        """Let go of the connection."""
        await self._client.aclose()

    async def _take_in_order(self, updates: list[Mapping[str, Any]]) -> None:
        for update in updates:
            await self._take(update)

    async def _take(self, update: Mapping[str, Any]) -> None:
        incoming, chat = read_update(update)
        if "callback_query" in update:
            with suppress(Refused, httpx2.HTTPError, ValueError):  # only stops the button from looking busy
                await self._call("answerCallbackQuery", callback_query_id=update["callback_query"]["id"])
        try:
            if incoming is None:
                return
            if chat.get("type") == "private":
                await self._desk.take(self, incoming)
            else:
                await self._desk.tell_once(self, incoming, str(chat["id"]), "private_only")
        except NotSent as error:
            if not error.gone:
                raise

    async def _call(self, method: str, **body: Any) -> Any:
        answer = await self._client.post(method, json=body)
        said = answer.json()
        if not said.get("ok"):
            after = (said.get("parameters") or {}).get("retry_after", 0)
            raise Refused(int(said.get("error_code") or answer.status_code), float(after))
        return said["result"]


def read_update(update: Mapping[str, Any]) -> tuple[Incoming | None, Mapping[str, Any]]:
    """Make of what Telegram brings a message and the chat it was sent in; no message where nobody wrote one to us."""
    press = update.get("callback_query") or {}
    message = press.get("message") or update.get("message") or {}
    sender, chat = (press or message).get("from") or {}, message.get("chat") or {}
    if not sender.get("id") or sender.get("is_bot") or "id" not in chat:
        return None, chat
    text = "" if press else message.get("text", "")
    incoming = Incoming(
        who=Who(NAME, str(sender["id"])),
        id=f"press {press['id']}" if press else f"{chat['id']} {message['message_id']}",
        text=text if isinstance(text, str) else "",
        at={"chat": chat["id"]},
        pressed=str(press.get("data", "")) if press else None,
        language=language_of(sender.get("language_code")),
    )
    return incoming, chat


def _sender(update: Mapping[str, Any]) -> object:
    incoming, _ = read_update(update)
    return incoming.who if incoming else None
