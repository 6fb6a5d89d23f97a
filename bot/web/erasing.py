"""The pages that erase: ask once, do it, and give a receipt."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.errors import NotThere
from bot.journal.erasing import Receipt
from bot.web.dates import name_day, name_time
from bot.web.gateway import gateway_of
from bot.web.journal_pages import one_reflection
from bot.web.pages import now, page
from bot.web.sessions import is_own, renew
from bot.web.visitors import Visitor, visitor_of


async def ask_one(request: Request) -> Response:
    """GET /journal/ID/erase asks once."""
    visitor = await visitor_of(request)
    reflection = await one_reflection(request, visitor)
    return page(request, "erase.html", which="one", back=f"/journal/{reflection.id}")


async def ask_all(request: Request) -> Response:
    """GET /journal/erase asks once."""
    await visitor_of(request)
    return page(request, "erase.html", which="all", back="/journal")


async def erase_one(request: Request) -> Response:
    """POST /journal/ID/erase erases that reflection and gives the receipt."""
    visitor = await _pressed(request)
    reflection = await one_reflection(request, visitor)
    journal = gateway_of(request).journal
    try:
        receipt = await run_in_threadpool(journal.erase_reflection, visitor.known.id, reflection.id)
    except NotThere:
        raise HTTPException(404) from None
    return _receipt(request, visitor, "one", receipt)


async def erase_all(request: Request) -> Response:
    """POST /journal/erase erases everything of this person and gives the receipt."""
    visitor = await _pressed(request)
    receipt = None
    if visitor.person:
        receipt = await run_in_threadpool(gateway_of(request).journal.erase_person, visitor.person.id)
    renew(request)
    request.state.person = None
    return _receipt(request, visitor, "all", receipt)


async def _pressed(request: Request) -> Visitor:
    """Return who pressed the button of our own form; anything else is refused."""
    if not is_own(request, await request.form()):
        raise HTTPException(403)
    return await visitor_of(request)


def _receipt(request: Request, visitor: Visitor, which: str, receipt: Receipt | None) -> Response:
    gateway, moment = gateway_of(request), now()
    words = gateway.words[visitor.language]
    names = words["erase"]["stores"]
    stores = receipt.stores if receipt else ()
    day, time = name_day(moment, words, gateway.zone, moment), name_time(moment, words, gateway.zone)
    return page(
        request,
        "receipt.html",
        which=which,
        counts=[(names.get(store, store), count) for store, count in stores if count],
        left=bool(receipt and receipt.left),
        at=words["erase"]["at"].format(day=day.lower(), time=time),
        back="/journal" if which == "one" else "/",
    )
