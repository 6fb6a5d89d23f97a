"""The page where somebody keeps questions of their own, which the coach may ask at the end of an exercise."""

from __future__ import annotations

import re

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.errors import NotThere
from bot.model import OwnQuestion
from bot.web.gateway import gateway_of
from bot.web.pages import now, page
from bot.web.saying import can_be_kept
from bot.web.sessions import is_foreign, is_own
from bot.web.visitors import Visitor, met, visitor_of

LIMIT = 200
"""Characters in one question: it is asked in one breath."""
MOST = 20
"""Questions of one person."""


async def show_questions(request: Request) -> Response:
    """GET /questions shows what somebody wants to be asked, and a box for one more."""
    return await _list(request, await visitor_of(request))


async def add_question(request: Request) -> Response:
    """POST /questions keeps one more; one that cannot be kept stays in the box."""
    form = await request.form()
    if is_foreign(request):
        raise HTTPException(403)
    typed = form.get("question")
    text = " ".join(typed.split()) if isinstance(typed, str) else ""
    gateway, visitor = gateway_of(request), await visitor_of(request)
    if not is_own(request, form):
        return await _list(request, visitor, gateway.words[visitor.language]["refused"]["old_page"], _readable(text))
    refused = _refusal(text) or ("too_many" if len(await _kept(request, visitor)) >= MOST else "")
    if refused:
        notice = gateway.words[visitor.language]["questions"]["refused"][refused].format(limit=LIMIT, most=MOST)
        return await _list(request, visitor, notice, _readable(text))
    person = await met(request, visitor)
    await run_in_threadpool(gateway.journal.prompts.add, person.id, text, now())
    return RedirectResponse("/questions", 303)


async def remove_question(request: Request) -> Response:
    """POST /questions/ID/remove deletes one."""
    if not is_own(request, await request.form()):
        raise HTTPException(403)
    visitor, wanted = await visitor_of(request), request.path_params["id"]
    if not re.fullmatch(r"[0-9a-f]{32}", wanted):
        raise HTTPException(404)
    try:
        await run_in_threadpool(gateway_of(request).journal.prompts.remove, visitor.known.id, wanted)
    except NotThere:
        raise HTTPException(404) from None
    return RedirectResponse("/questions", 303)


async def _list(request: Request, visitor: Visitor, notice: str = "", draft: str = "") -> Response:
    shown = {"questions": await _kept(request, visitor), "notice": notice, "draft": draft, "limit": LIMIT}
    return page(request, "questions.html", status=422 if notice else 200, **shown)


async def _kept(request: Request, visitor: Visitor) -> tuple[OwnQuestion, ...]:
    person, prompts = visitor.person, gateway_of(request).journal.prompts
    return await run_in_threadpool(prompts.questions, person.id) if person else ()


def _readable(text: str) -> str:
    return text if can_be_kept(text) else ""


def _refusal(text: str) -> str:
    if not text:
        return "empty"
    if not can_be_kept(text):
        return "unreadable"
    return "too_long" if len(text) > LIMIT else ""
