"""Matrix, on the school's own server: one account that people invite to a room of two. The server vouches for senders.

Encrypted rooms can be read where the library brings its cryptography along; the keys lie in `BLIJK_HOME/matrix`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import nio
from nio.crypto import ENCRYPTION_ENABLED

from bot.channels.desk import Desk
from bot.channels.line import Incoming, NotSent
from bot.channels.parts import Part
from bot.channels.settings import MatrixSettings
from bot.web.gateway import Who

NAME = "matrix"
DEVICE = "BLIJK"
"""One device, so that its keys stay the same from start to start."""
WAIT = 25_000
"""Milliseconds that the server holds a question for news."""
TYPING = 5_000
"""Milliseconds that it shows that an answer is coming."""
TRIES = 4
NEWEST = {"room": {"timeline": {"limit": 100}}}
PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""Seconds to wait after the first, second, … failure in a row."""

log = logging.getLogger(__name__)


class Matrix:
    """One account on one server."""

    name = NAME

    def __init__(
        self,
        settings: MatrixSettings,
        desk: Desk,
        home: Path,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Take the settings, the desk and the folder for what must outlive a restart; `sleep` is for tests."""
        self._settings, self._desk, self._sleep = settings, desk, sleep
        folder = home / NAME
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._since = folder / "since"
        self._servers = (settings.user.partition(":")[2], *settings.guests)
        config = nio.AsyncClientConfig(
            encryption_enabled=ENCRYPTION_ENABLED,
            pickle_key=settings.password,
            max_timeouts=1,
            max_limit_exceeded=TRIES,
        )
        self._client = nio.AsyncClient(settings.server, settings.user, DEVICE, str(folder), config)

    async def run(self) -> None:
        """Bring in what is new, until cancelled; how far that came outlives a restart."""
        failures = 0
        while True:
            try:
                await self._take_news()
                failures = 0
            except Exception as error:  # whatever the library raises, a server comes back
                log.warning("channels.matrix_away", exc_info=error)
                await self._sleep(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1

    async def send(self, at: Mapping[str, Any], part: Part) -> None:
        """Send one message; raises `NotSent`."""
        content = {"msgtype": "m.text", "body": part.text}
        if part.html is not None:
            html = part.html.replace("\n", "<br>")
            content.update(format="org.matrix.custom.html", formatted_body=html)
        try:
            answer = await self._client.room_send(at["room"], "m.room.message", content, ignore_unverified_devices=True)
        except Exception as error:
            log.warning("channels.matrix_not_sent", exc_info=error)
            raise NotSent(NAME) from None
        if not isinstance(answer, nio.RoomSendResponse):
            raise NotSent(NAME, gone=answer.status_code in ("M_FORBIDDEN", "M_NOT_FOUND"))

    async def show_typing(self, at: Mapping[str, Any]) -> None:
        """Show for some seconds that an answer is coming."""
        try:
            await self._client.room_typing(at["room"], timeout=TYPING)
        except Exception:
            raise NotSent(NAME) from None

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.close()

    async def _take_news(self) -> None:
        if not self._client.logged_in:
            _check(await self._client.login(self._settings.password, device_name="Blijk"), nio.LoginResponse)
        since = self._since.read_text() if self._since.exists() else None
        fresh = not self._client.rooms
        news = await self._client.sync(0 if fresh else WAIT, NEWEST, since=since, full_state=fresh)
        _check(news, nio.SyncResponse)
        await self._keep_keys()
        for room, invite in news.rooms.invite.items():
            await self._answer_invitation(room, invite)
        # before the very first question for news nobody can have meant us
        rooms = news.rooms.join.items() if since else ()
        await asyncio.gather(*(self._take_room(room, found.timeline.events) for room, found in rooms))
        self._since.write_text(news.next_batch)

    async def _keep_keys(self) -> None:
        """Do what encrypted rooms ask of a device."""
        if self._client.should_upload_keys:
            await self._client.keys_upload()
        if self._client.should_query_keys:
            await self._client.keys_query()
        if self._client.should_claim_keys:
            await self._client.keys_claim(self._client.get_users_for_key_claiming())
        if self._client.olm is not None:
            await self._client.send_to_device_messages()

    async def _answer_invitation(self, room: str, invite: Any) -> None:
        """Come where somebody of the school asks us; leave at once where we cannot stay."""
        senders = [event.sender for event in invite.invite_state if getattr(event, "membership", "") == "invite"]
        known = bool(senders) and all(self._is_ours(sender) for sender in senders)
        joined = known and isinstance(await self._client.join(room), nio.JoinResponse)
        if not joined:
            await self._client.room_leave(room)

    async def _take_room(self, room: str, events: list[Any]) -> None:
        for event in events:
            if event.sender != self._settings.user and self._is_ours(event.sender):
                await self._take(room, event)

    async def _take(self, room: str, event: Any) -> None:
        incoming = read_event(room, event)
        if incoming is None:
            return
        try:
            if self._client.rooms[room].member_count > 2:
                await self._desk.tell_once(self, incoming, room, "private_only")
            elif isinstance(event, nio.MegolmEvent):
                await self._desk.tell_once(self, incoming, room, "encrypted")
            else:
                await self._desk.take(self, incoming)
        except NotSent as error:
            if not error.gone:
                raise

    def _is_ours(self, sender: str) -> bool:
        return sender.partition(":")[2] in self._servers


def read_event(room: str, event: Any) -> Incoming | None:
    """Make a message of an event; `None` for what nobody wrote, a bot's notice, and a change of what was said."""
    content = event.source.get("content", {}) if isinstance(event.source, dict) else {}
    relation = content.get("m.relates_to") or {}
    written = isinstance(event, (nio.RoomMessage, nio.MegolmEvent)) and not isinstance(event, nio.RoomMessageNotice)
    if not written or relation.get("rel_type") == "m.replace":
        return None
    text = event.body if isinstance(event, (nio.RoomMessageText, nio.RoomMessageEmote)) else ""
    if "m.in_reply_to" in relation:
        text = without_quote(text)
    return Incoming(Who(NAME, event.sender), event.event_id, text, {"room": room})


def without_quote(text: str) -> str:
    r"""Return what was written under the quote that some programs put above a reply.

    `without_quote("> <@blijk:school.nl> Zal ik?\n\nGraag")` -> `"Graag"`
    """
    lines = text.split("\n")
    while lines and lines[0].startswith(">"):
        lines.pop(0)
    return "\n".join(lines[1:] if len(lines) > 1 and not lines[0] else lines) or text


def _check(answer: Any, wanted: type[Any]) -> None:
    if not isinstance(answer, wanted):
        raise NotSent(NAME)
