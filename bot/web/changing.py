"""The pages on which a person changes what is kept: tags, and the words of one answer."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.errors import NotThere
from bot.model import Entry, Reflection
from bot.web.gateway import Gateway, gateway_of
from bot.web.journal_pages import one_reflection
from bot.web.pages import page
from bot.web.saying import LIMIT, can_be_kept
from bot.web.sessions import is_own
from bot.web.visitors import Visitor, visitor_of

LONGEST_TAG = 40
"""Characters."""
MOST_TAGS = 12
"""On one reflection."""


async def change_tags(request: Request) -> Response:
    """POST /journal/ID/tags adds the tag in `add`, or takes off the one in `remove`."""
    form = await request.form()
    gateway, visitor, reflection = await _pressed(request)
    tags, name = gateway.journal.tags, " ".join(str(form.get("add", "")).split())
    refused = ""
    try:
        if "remove" in form:
            await run_in_threadpool(tags.remove, visitor.known.id, reflection.id, str(form["remove"]))
        else:
            had = (await run_in_threadpool(tags.of, visitor.known.id)).get(reflection.id, ())
            refused = _fault(name, had)
            if not refused:
                await run_in_threadpool(tags.add, visitor.known.id, reflection.id, name)
    except NotThere:
        raise HTTPException(404) from None
    asked = f"?{urlencode({'refused': refused})}" if refused else ""
    return RedirectResponse(f"/journal/{reflection.id}{asked}#tags", 303)


async def ask_change(request: Request) -> Response:
    """GET /journal/ID/change/ENTRY shows a box with what was said."""
    reflection = await one_reflection(request, await visitor_of(request))
    entry = _entry(request, reflection)
    return page(request, "change.html", back=f"/journal/{reflection.id}", entry=entry, text=entry.text, refused="")


async def change(request: Request) -> Response:
    """POST /journal/ID/change/ENTRY keeps the new words in place of the old ones."""
    form = await request.form()
    gateway, visitor, reflection = await _pressed(request)
    entry, text = _entry(request, reflection), str(form.get("text", "")).replace("\r\n", "\n")
    refused = "empty" if not text.strip() else "too_long" if len(text) > LIMIT else ""
    if refused or not can_be_kept(text):
        more = {"entry": entry, "text": text, "refused": refused or "unreadable"}
        return page(request, "change.html", status=422, back=f"/journal/{reflection.id}", **more)
    await _do(gateway.journal.editing.change, visitor.known.id, reflection.id, entry.id, text)
    gateway.tell(visitor.who, visitor.known)
    return RedirectResponse(f"/journal/{reflection.id}#e-{entry.id}", 303)


async def ask_removal(request: Request) -> Response:
    """GET /journal/ID/remove/ENTRY asks once."""
    reflection = await one_reflection(request, await visitor_of(request))
    return page(request, "remove.html", back=f"/journal/{reflection.id}", entry=_entry(request, reflection))


async def remove(request: Request) -> Response:
    """POST /journal/ID/remove/ENTRY removes that answer."""
    gateway, visitor, reflection = await _pressed(request)
    entry = _entry(request, reflection)
    await _do(gateway.journal.editing.remove, visitor.known.id, reflection.id, entry.id)
    gateway.tell(visitor.who, visitor.known)
    return RedirectResponse(f"/journal/{reflection.id}#talk-name", 303)


async def _pressed(request: Request) -> tuple[Gateway, Visitor, Reflection]:
    """Return who pressed a button of our own form, and in which reflection; anything else is refused."""
    if not is_own(request, await request.form()):
        raise HTTPException(403)
    visitor = await visitor_of(request)
    return gateway_of(request), visitor, await one_reflection(request, visitor)


async def _do(act: Callable[..., object], *what: str) -> None:
    try:
        await run_in_threadpool(act, *what)
    except NotThere:  # removed in another window
        raise HTTPException(404) from None


def _entry(request: Request, reflection: Reflection) -> Entry:
    """Return which entry of the person's the address names; else 404."""
    wanted = request.path_params["entry"]
    for entry in reflection.entries:
        if entry.id == wanted and entry.role != "turn":
            return entry
    raise HTTPException(404)


def _fault(name: str, had: tuple[str, ...]) -> str:
    if not name or not can_be_kept(name):
        return "empty"
    if len(name) > LONGEST_TAG:
        return "too_long"
    return "too_many" if len(had) >= MOST_TAGS else ""
