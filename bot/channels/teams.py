"""Microsoft Teams: activities come in at /channels/teams, answers go to the service that each of them names."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from html import escape
from typing import Any
from urllib.parse import quote

import httpx2
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk import Desk
from bot.channels.line import Incoming, NotSent, language_of
from bot.channels.parts import Part
from bot.channels.settings import TeamsSettings
from bot.channels.teams_proof import Proof, tenants_of
from bot.errors import NotReady, SenderUnknown
from bot.settings import LOOPBACK
from bot.web.gateway import Who
from bot.web.sessions import is_foreign

NAME = "teams"
PATIENCE = 10.0
BUSY = (412, 429, 502, 503, 504)
"""Answers after which Microsoft wants to be asked again."""
PAUSES = (1.0, 2.0, 4.0)
"""Seconds between tries, where Microsoft does not say how long."""
LONGEST_WAIT = 60.0
CARD = "application/vnd.microsoft.card.adaptive"
EMPTY = {"type": "AdaptiveCard", "version": "1.4", "body": []}
"""What is said stands above the card; the card only carries the buttons."""
PRESS = "blijk"
"""The name in a pressed button's value under which its payload stands."""

log = logging.getLogger(__name__)


class Teams:
    """One app in one tenant."""

    name = NAME

    def __init__(
        self,
        settings: TeamsSettings,
        desk: Desk,
        transport: httpx2.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Take the settings and the desk; `transport` and `sleep` are for tests."""
        self._desk = desk
        self._sleep = sleep
        self._unsigned = settings.unsigned
        self._client = httpx2.AsyncClient(timeout=PATIENCE, trust_env=False, transport=transport)
        self._proof = Proof(settings, self._client)

    async def prove(self, request: Request, activity: Mapping[str, Any]) -> None:
        """Raise `SenderUnknown` unless it is from Microsoft, or where allowed from a test client on this machine."""
        if not self._unsigned:
            await self._proof.check(request.headers.get("authorization", ""), activity)
            return
        here = request.client is not None and request.client.host in LOOPBACK
        # a page in a browser of this machine is not a test client
        if not here or is_foreign(request) or not self._proof.may_answer(activity.get("serviceUrl")):
            raise SenderUnknown("teams: not from this machine; expected the test client here; choices: sign, or leave")

    async def take(self, activity: Mapping[str, Any]) -> None:
        """Answer a proven activity, if it is something that somebody wrote; raises `NotSent`."""
        incoming = read_activity(activity)
        if incoming is None:
            return
        conversation = activity["conversation"]
        if conversation.get("conversationType") == "personal":
            await self._desk.take(self, incoming)
        else:
            await self._desk.tell_once(self, incoming, str(conversation["id"]), "private_only")

    async def run(self) -> None:
        """Nothing to do: Teams comes to us."""

    async def send(self, at: Mapping[str, Any], part: Part) -> None:
        """Send one message; raises `NotSent`."""
        # in what Teams calls plain, a new line may be lost
        text = {"text": (part.html or escape(part.text, quote=False)).replace("\n", "<br/>"), "textFormat": "xml"}
        body: dict[str, Any] = {"type": "message", **text}
        if part.buttons:
            actions = [_action(button.title, button.payload) for button in part.buttons]
            body["attachments"] = [{"contentType": CARD, "content": {**EMPTY, "actions": actions}}]
        await self._post(at, body, PAUSES)

    async def show_typing(self, at: Mapping[str, Any]) -> None:
        """Show for some seconds that an answer is coming."""
        await self._post(at, {"type": "typing"}, ())

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.aclose()

    async def _post(self, at: Mapping[str, Any], body: Mapping[str, Any], pauses: tuple[float, ...]) -> None:
        if not self._proof.may_answer(at["service"]):
            raise NotSent(NAME, gone=True)
        address = f"{at['service'].rstrip('/')}/v3/conversations/{quote(at['conversation'], safe='')}/activities"
        whole = {**body, "from": {"id": at["bot"]}, "recipient": {"id": at["user"]}}
        for pause in (*pauses, None):
            try:
                answer = await self._client.post(address, json=whole, headers=await self._proof.headers())
            except (httpx2.HTTPError, httpx2.InvalidURL, NotReady) as error:
                log.warning("channels.teams_away", exc_info=error)
                raise NotSent(NAME) from None
            if answer.is_success:
                return
            if answer.status_code == 401:
                self._proof.forget_token()
            elif answer.status_code not in BUSY:
                raise NotSent(NAME, gone=answer.status_code in (403, 404))
            if pause is not None:
                await self._sleep(_wait(answer, pause))
        raise NotSent(NAME)


async def take_activity(request: Request) -> Response:
    """POST /channels/teams takes an activity; 200 once it was answered, 502 when it should be brought again."""
    line = next((each for each in request.app.state.channels.lines if isinstance(each, Teams)), None)
    if line is None:
        return Response(status_code=404)
    try:
        activity = json.loads(await request.body())
        tenants_of(activity)
        await line.prove(request, activity)
        await line.take(activity)
    except SenderUnknown as error:
        log.warning("channels.teams_refused", exc_info=error)
        return Response(status_code=403)
    except NotReady as error:
        log.warning("channels.teams_away", exc_info=error)
        return Response(status_code=503)
    except NotSent:
        return Response(status_code=502)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Response(status_code=400)
    return Response(status_code=200)


def read_activity(activity: Mapping[str, Any]) -> Incoming | None:
    """Make of an activity a message; `None` where nobody wrote one. Raises `LookupError` when it is not whole."""
    if activity.get("type") != "message" or activity.get("channelId") != "msteams":
        return None
    sender, value = activity["from"], activity.get("value")
    (tenant,) = tenants_of(activity) or {""}
    pressed = value.get(PRESS) if isinstance(value, dict) else None
    text = activity.get("text")
    return Incoming(
        who=Who(NAME, str(sender["aadObjectId"]).lower(), tenant),
        id=f"{activity['conversation']['id']} {activity['id']}",
        text=text if isinstance(text, str) else "",
        at={
            "service": str(activity["serviceUrl"]),
            "conversation": str(activity["conversation"]["id"]),
            "bot": str(activity["recipient"]["id"]),
            "user": str(sender["id"]),
        },
        pressed=pressed if isinstance(pressed, str) else None,
        language=language_of(activity.get("locale")),
    )


def _action(title: str, payload: str) -> dict[str, Any]:
    """A button whose press says its title, and brings its payload unseen."""
    value = {PRESS: payload}
    said = {"type": "messageBack", "text": title, "displayText": title, "value": value}
    return {"type": "Action.Submit", "title": title, "data": {**value, "msteams": said}}


def _wait(answer: httpx2.Response, pause: float) -> float:
    told = answer.headers.get("retry-after", "")
    with suppress(ValueError):
        return min(max(float(told), 0.0), LONGEST_WAIT)
    return pause
