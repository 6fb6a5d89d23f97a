"""The chat page: what was said, the coach's buttons, and a box to write in. Works without a script."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from bot.model import LANGUAGES, Entry
from bot.web.dates import group
from bot.web.gateway import Gateway, Who, gateway_of
from bot.web.lines import buttons_of, lines_of, title_of
from bot.web.pages import language_of, now, page, render
from bot.web.saying import LIMIT, REFUSALS, Draft, Refused, same_text_same_id, say
from bot.web.sessions import is_foreign, is_own, remember, token_of
from bot.web.shelf import rooms_of, started_by
from bot.web.tour import wants_tour
from bot.web.visitors import mark_of, signed_in, visitor_of, who_of

LENGTH = 200
"""Entries of the talk that the page shows."""

PLACES = ("/", "/journal", "/patterns", "/questions", "/exercises", "/exercises/new", "/privacy")
"""Where somebody who changes the language stays."""

HEARTBEAT = 15.0
"""Seconds between two signs of life on a live connection; also how late another gateway's news may be."""


NO_TALK: dict[str, Any] = {
    "lines": (), "buttons": (), "newest": "", "draft": "", "notice": "", "tour": False,
}  # fmt: skip

log = logging.getLogger(__name__)


async def show_chat(request: Request) -> Response:
    """GET / shows the talk."""
    return page(request, "chat.html", **await _talk(request))


async def show_news(request: Request) -> Response:
    """GET /talk?after=ID gives the script what was said after that entry."""
    return await _for_script(request, await _talk(request), saved=True)


async def take_message(request: Request) -> Response:
    """POST /say takes a message or a pressed button, and leads back to the page."""
    form = await request.form()
    if is_foreign(request):
        raise HTTPException(403)
    form_id, text, button = _field(form, "id") or secrets.token_hex(16), _text(form), _field(form, "button")
    draft = Draft(same_text_same_id(form_id, text if button is None else "", button), text, button)
    try:
        written = await _send(request, form, draft)
    except Refused as refused:
        return await _refuse(request, form_id, draft, refused.reason, _field(form, "whose") or "")
    if _wants_script(request):
        return await _for_script(request, await _talk_after(request), saved=True)
    if written:
        # somebody wrote, then pressed a button: what they wrote stays in the box
        return page(request, "chat.html", **{**await _talk(request), "draft": written})
    return RedirectResponse("/#now", 303)


async def choose_language(request: Request) -> Response:
    """POST /language keeps the person's language and leads back to where they were."""
    form = await request.form()
    language = str(form.get("language", ""))
    if not is_own(request, form) or language not in LANGUAGES:
        raise HTTPException(403)
    gateway, who = gateway_of(request), await who_of(request)
    person = await run_in_threadpool(gateway.meet, who)
    await run_in_threadpool(gateway.journal.set_language, person.id, language)
    to = str(form.get("to", "/"))
    return RedirectResponse(to if to in PLACES else "/", 303)


async def live(request: Request) -> Response:
    """GET /events tells the script that something new is there, never what."""
    gateway, who = gateway_of(request), await who_of(request)
    if gateway.news.full(who):
        raise HTTPException(429)

    async def still_there() -> bool:
        person = None if gateway.settings.embedded else await signed_in(request, looked=False)
        return gateway.settings.embedded or (person is not None and person.id == who.identity)

    return StreamingResponse(watch(gateway, who, still_there), media_type="text/event-stream")


async def _always() -> bool:
    return True


async def watch(
    gateway: Gateway, who: Who, still_there: Callable[[], Awaitable[bool]] = _always, heartbeat: float = HEARTBEAT
) -> AsyncIterator[str]:
    """Give the id of the newest entry now, whenever there is news, and every `heartbeat` seconds, until they left."""
    with gateway.news.bell(who) as bell:
        while not gateway.news.closed and await still_there():
            bell.clear()
            entries = await _entries(gateway, who, limit=1)
            yield f"event: newest\ndata: {entries[-1].id if entries else ''}\n\n"
            try:
                await asyncio.wait_for(bell.wait(), heartbeat)
            except asyncio.TimeoutError:
                continue


async def _send(request: Request, form: FormData, draft: Draft) -> str:
    """Say the draft; return what was left in the box if a button was pressed beside it."""
    if not is_own(request, form):
        raise Refused("old_page")
    gateway, who = gateway_of(request), await _who_wrote(request, form)
    if not gateway.paces.messages.allows(who):
        raise Refused("too_often")
    if draft.button is None:
        await say(gateway, who, draft)
        return ""
    await say(gateway, who, Draft(draft.id, await _title(request, draft.button), draft.button))
    return draft.text


async def _who_wrote(request: Request, form: FormData) -> Who:
    """Return who is at the page; what somebody wrote before another signed in here stays out of the other's journal."""
    try:
        who = await who_of(request)
    except HTTPException:
        raise Refused("signed_out") from None
    if (_field(form, "whose") or "") != mark_of(request):
        raise Refused("somebody_else")
    return who


async def _title(request: Request, payload: str) -> str:
    """Return what stands on a button: that is what the person said by pressing it."""
    if payload.startswith("resume:"):
        await visitor_of(request)
        return str(gateway_of(request).words[language_of(request)]["reflection"]["go_on"])
    title = title_of(payload, await _entries(gateway_of(request), await who_of(request)))
    if title is None:
        gateway, visitor = await rooms_of(request)
        title = started_by(payload, gateway.knowledge, visitor.language)
    if title is None:
        raise Refused("old_button")
    return title


async def _refuse(request: Request, form_id: str, draft: Draft, reason: str, whose: str) -> Response:
    """Say in one sentence what happened; the text, the form's id and whose page it was stay in the page."""
    gateway_of(request).metrics.refused.labels(reason).inc()
    words = gateway_of(request).words[language_of(request)]
    notice = words["refused"][reason].format(count=group(len(draft.text), words), limit=group(LIMIT, words))
    try:
        talk = NO_TALK if reason in ("signed_out", "somebody_else") else await _talk(request)
    except Exception:  # a journal that cannot be read now must not cost anybody their text
        log.error("web.talk_unreadable", exc_info=True)
        talk = NO_TALK
    if _wants_script(request):
        return await _for_script(request, talk, saved=False, notice=notice, status=REFUSALS[reason])
    kept = {"draft": draft.text, "new_id": form_id, "notice": notice, "whose": whose or mark_of(request)}
    return page(request, "chat.html", status=REFUSALS[reason], **{**talk, **kept})


async def _talk(request: Request) -> dict[str, Any]:
    """Gather what the page shows of the talk."""
    gateway, visitor = gateway_of(request), await visitor_of(request)
    entries = await _entries(gateway, visitor.who)
    lines = lines_of(entries, gateway.words[visitor.language], gateway.zone, now())
    newest = {"newest": entries[-1].id} if entries else {}
    tour = not entries and await run_in_threadpool(wants_tour, gateway, visitor)
    return {**NO_TALK, "lines": lines, "buttons": buttons_of(entries), "tour": tour, **newest}


async def _talk_after(request: Request) -> dict[str, Any]:
    """Gather the talk after a message; nothing where that message erased everything, and so signed its writer out."""
    try:
        return await _talk(request)
    except HTTPException:
        return NO_TALK


async def _entries(gateway: Gateway, who: Who, limit: int = LENGTH) -> tuple[Entry, ...]:
    def read() -> tuple[Entry, ...]:
        person = gateway.find(who)
        return gateway.journal.transcript(person.id, limit=limit) if person else ()

    return await run_in_threadpool(read)


async def _for_script(
    request: Request, talk: dict[str, Any], *, saved: bool, notice: str = "", status: int = 200
) -> Response:
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


def _wants_script(request: Request) -> bool:
    return request.headers.get("accept", "") == "application/json"


def _text(form: FormData) -> str:
    """Return what was typed: browsers send a new line in a form as two characters, and nobody typed those."""
    return (_field(form, "text") or "").replace("\r\n", "\n")


def _field(form: FormData, name: str) -> str | None:
    value = form.get(name)
    return value if isinstance(value, str) and value else None
