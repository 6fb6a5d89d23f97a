"""A code that makes a messenger and the page the same person's; shown once, to who asked for it on their own page."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.web.gateway import gateway_of
from bot.web.pages import now, page
from bot.web.sessions import is_own
from bot.web.visitors import visitor_of


async def show_code(request: Request) -> Response:
    """POST /journal/couple makes a code and shows it; earlier ones hold no more."""
    if not is_own(request, await request.form()) or not request.app.state.channels.lines:
        raise HTTPException(403)
    gateway, visitor = gateway_of(request), await visitor_of(request)
    person = await run_in_threadpool(gateway.meet, visitor.who)
    code = await run_in_threadpool(gateway.journal.coupling.make_code, person.id, now())
    return page(request, "couple.html", code=code)
