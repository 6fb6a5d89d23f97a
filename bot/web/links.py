"""One-time links, asked for in the chat of a channel: opening one shows a button, and only pressing it lets in.

The code stands behind the `#`, which no browser sends and no proxy writes down; programs that look at links before a
person does never get to see it.
"""

from __future__ import annotations

from datetime import datetime, timezone

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.errors import NotThere
from bot.model import Person
from bot.web.gateway import Gateway, gateway_of
from bot.web.pace import jar_of
from bot.web.pages import page
from bot.web.sessions import is_own, remember
from bot.web.visitors import let_in, signed_in

ENTER = "/enter"


def make_link(gateway: Gateway, person: Person) -> str:
    """Return an address that lets one browser in as this person, once, within ten minutes. For channels.

    `make_link(gateway, person)` -> "https://blijk.school.nl/enter#…". Only to be shown to that person alone.
    """
    code = gateway.journal.sign_ins.make_link(person.id, datetime.now(timezone.utc))
    return f"{gateway.settings.origin}{ENTER}#{code}"


async def show_link(request: Request) -> Response:
    """GET /enter shows the button; nothing is used up by looking."""
    _open(request)
    await signed_in(request)
    return page(request, "enter.html", failed=False)


async def use_link(request: Request) -> Response:
    """POST /enter lets in who pressed the button with a code that holds."""
    gateway, form = _open(request), await request.form()
    if not is_own(request, form):
        raise HTTPException(403)
    if not gateway.paces.sign_ins.allows(address_of(request)):
        raise HTTPException(429)
    code = str(form.get("code", "")).strip().rpartition("#")[2]
    person = await run_in_threadpool(gateway.journal.sign_ins.use_link, code, datetime.now(timezone.utc))
    try:
        if person is None:
            raise NotThere("link: does not hold; expected one of the last ten minutes; choices: ask for a new one")
        await let_in(request, person)
    except NotThere:
        gateway.metrics.sign_ins.labels("link", "refused").inc()
        return page(request, "enter.html", status=403, failed=True)
    gateway.metrics.sign_ins.labels("link", "let_in").inc()
    response = RedirectResponse("/", 303)
    remember(request, response)
    return response


def address_of(request: Request) -> str:
    """Return where a request came from, as the trusted proxies tell, by what its pace is counted."""
    return jar_of(request.client.host if request.client else "")


def _open(request: Request) -> Gateway:
    gateway = gateway_of(request)
    if gateway.settings.embedded or "link" not in gateway.settings.sign_in:
        raise HTTPException(404)
    return gateway
