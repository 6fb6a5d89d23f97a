"""What the chat page shows of the talk, as a page takes it and as its script does."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.model import Entry
from bot.web.gateway import Gateway, Who, gateway_of
from bot.web.lines import buttons_of, lines_of
from bot.web.pages import language_of, now, render
from bot.web.sessions import remember, token_of
from bot.web.tour import wants_tour
from bot.web.visitors import mark_of, visitor_of, who_of

LENGTH = 200
"""Entries of the talk that the page shows."""

NO_TALK: dict[str, Any] = {
    "lines": (), "buttons": (), "newest": "", "draft": "", "notice": "", "tour": False,
}  # fmt: skip
"""Where there is nothing to show, or not to this visitor."""


async def read_talk(request: Request) -> dict[str, Any]:
    """Gather what the page shows of the talk."""
    gateway, visitor = gateway_of(request), await visitor_of(request)
    entries = await read_entries(gateway, visitor.who)
    lines = lines_of(entries, gateway.words[visitor.language], gateway.zone, now())
    newest = {"newest": entries[-1].id} if entries else {}
    tour = not entries and await run_in_threadpool(wants_tour, gateway, visitor)
    return {**NO_TALK, "lines": lines, "buttons": buttons_of(entries), "tour": tour, **newest}


async def read_talk_after(request: Request) -> dict[str, Any]:
    """Gather the talk after a message; nothing where that message erased everything, and so signed its writer out."""
    try:
        return await read_talk(request)
    except HTTPException:
        return NO_TALK


async def read_entries(gateway: Gateway, who: Who, limit: int = LENGTH) -> tuple[Entry, ...]:
    """Return the newest entries of somebody's talk, oldest first; none of who is not known."""

    def read() -> tuple[Entry, ...]:
        person = gateway.find(who)
        return gateway.journal.transcript(person.id, limit=limit) if person else ()

    return await run_in_threadpool(read)


async def answer_script(
    request: Request, talk: dict[str, Any], *, saved: bool, notice: str = "", status: int = 200
) -> Response:
    """Answer the page's script with what is new since the entry that it names, and with what became of a message."""
    after = request.query_params.get("after", "")
    known = [number for number, line in enumerate(talk["lines"]) if line.id == after]
    lines = talk["lines"][known[0] + 1 :] if known else talk["lines"]
    answer = {
        "saved": saved,
        "notice": notice,
        "lines": render(request, "lines.html", lines=lines),
        "replies": render(request, "replies.html", buttons=talk["buttons"]),
        "newest": talk["newest"],
        "gone": saved and bool(after) and not known and await _is_gone(request, after),
        "token": token_of(request),
        "whose": mark_of(request),
        "language": language_of(request),
    }
    response = JSONResponse(answer, status)
    remember(request, response)
    return response


async def _is_gone(request: Request, entry: str) -> bool:
    """Whether the newest line that a page shows was erased since, so that nothing of it may stay."""
    gateway = gateway_of(request)
    try:
        who = await who_of(request)
    except HTTPException:  # everything was erased, and its writer signed out with it
        return True

    def read() -> bool:
        person = gateway.find(who)
        return person is None or not gateway.journal.keeps(person.id, entry)

    return await run_in_threadpool(read)
