"""A few quiet lines for who is here for the first time, until they are put away."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.gateway import Gateway, gateway_of
from bot.web.sessions import is_own
from bot.web.visitors import Visitor, met, visitor_of

PREFERENCE, SEEN = "tour", "seen"


async def put_away(request: Request) -> Response:
    """POST /tour remembers that somebody has read it, and leads back to the talk."""
    if not is_own(request, await request.form()):
        raise HTTPException(403)
    gateway, person = gateway_of(request), await met(request, await visitor_of(request))
    await run_in_threadpool(gateway.journal.preferences.keep, person.id, PREFERENCE, SEEN)
    return RedirectResponse("/#now", 303)


def wants_tour(gateway: Gateway, visitor: Visitor) -> bool:
    """Whether somebody is here for the first time: they wrote nothing, and put nothing away."""
    if visitor.person is None:
        return True
    if visitor.person.met:
        return False
    return gateway.journal.preferences.of(visitor.person.id).get(PREFERENCE) != SEEN
