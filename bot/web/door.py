"""The terminal's door: one JSON message in, one JSON turn out.

Open only in the embedded default, and only to who has the secret of this run.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.model import Turn
from bot.web.dates import group
from bot.web.gateway import Gateway, Who, gateway_of
from bot.web.pages import language_of
from bot.web.saying import LIMIT, REFUSALS, Draft, Refused, say
from bot.web.visitors import LOCAL

NOTHING: dict[str, Any] = {
    "text": "", "buttons": [], "exercise": None, "step": None, "move": None, "kind": None, "done": False, "saved": False
}  # fmt: skip
"""What every answer has at least, whatever happened."""


async def take_json(request: Request) -> Response:
    """POST /api/say takes `{"person", "text", "button", "id"}` and answers with the turn and whether it was saved."""
    gateway = gateway_of(request)
    if not gateway.settings.embedded:
        raise HTTPException(404)
    if not _knows_secret(request, gateway):
        raise HTTPException(403)
    asked = await _read(request)
    name, text, button = asked.get("person"), asked.get("text"), asked.get("button")
    draft = Draft(asked.get("id") or secrets.token_hex(16), text or "", button)
    strings = (name, draft.id, draft.text, "" if button is None else button)
    if not name or not all(isinstance(each, str) for each in strings):
        return _refuse(request, "unreadable", "")
    try:
        turn = await say(gateway, Who(LOCAL, name), draft)
    except Refused as refused:
        await _remember_language(request, name)
        return _refuse(request, refused.reason, draft.text)
    return JSONResponse(answer_of(turn))


def answer_of(turn: Turn) -> dict[str, Any]:
    """Return what a program needs of a turn.

    `Turn("Neem de tijd.", "receive", "receive")` -> `{"text": "Neem de tijd.", "saved": True, "done": False, …}`
    """
    buttons = [{"title": button.title, "payload": button.payload} for button in turn.buttons]
    shown = {name: getattr(turn, name) for name in ("text", "exercise", "step", "move", "kind", "done")}
    return {**NOTHING, **shown, "buttons": buttons, "saved": True}


def _knows_secret(request: Request, gateway: Gateway) -> bool:
    secret = gateway.settings.run_secret.encode()
    brought = request.headers.get("authorization", "").encode()
    return bool(secret) and secrets.compare_digest(brought, b"Bearer " + secret)


async def _read(request: Request) -> dict[str, Any]:
    try:
        asked = json.loads(await request.body())
    except (ValueError, RecursionError):
        return {}
    return asked if isinstance(asked, dict) else {}


async def _remember_language(request: Request, name: str) -> None:
    """Let a refusal be said in the person's language, where the journal can still tell it."""
    try:
        person = await run_in_threadpool(gateway_of(request).journal.find_person, LOCAL, name)
    except Exception:
        return
    request.state.language = person.language if person else None


def _refuse(request: Request, reason: str, text: str) -> Response:
    gateway_of(request).metrics.refused.labels(reason).inc()
    words = gateway_of(request).words[language_of(request)]
    message = words["refused"][reason].format(count=group(len(text), words), limit=group(LIMIT, words))
    return JSONResponse({**NOTHING, "message": message}, REFUSALS[reason])
