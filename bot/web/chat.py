"""The chat page: what was said, the coach's buttons, and a box to write in. Works without a script."""

from __future__ import annotations

import logging
import secrets

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.model import LANGUAGES
from bot.web.dates import group
from bot.web.gateway import Who, gateway_of
from bot.web.lines import title_of
from bot.web.pages import language_of, page
from bot.web.saying import LIMIT, REFUSALS, Draft, Refused, same_text_same_id, say
from bot.web.sessions import is_foreign, is_own
from bot.web.shelf import rooms_of, started_by
from bot.web.transcript import NO_TALK, answer_script, read_entries, read_talk, read_talk_after
from bot.web.visitors import mark_of, visitor_of, who_of

PLACES = ("/", "/journal", "/patterns", "/questions", "/exercises", "/exercises/new", "/privacy")
"""Where somebody who changes the language stays."""


log = logging.getLogger(__name__)


async def show_chat(request: Request) -> Response:
    """GET / shows the talk."""
    return page(request, "chat.html", **await read_talk(request))


async def show_news(request: Request) -> Response:
    """GET /talk?after=ID gives the script what was said after that entry."""
    return await answer_script(request, await read_talk(request), saved=True)


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
        return await answer_script(request, await read_talk_after(request), saved=True)
    if written:
        # somebody wrote, then pressed a button: what they wrote stays in the box
        return page(request, "chat.html", **{**await read_talk(request), "draft": written})
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
    title = title_of(payload, await read_entries(gateway_of(request), await who_of(request)))
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
        talk = NO_TALK if reason in ("signed_out", "somebody_else") else await read_talk(request)
    except Exception:  # a journal that cannot be read now must not cost anybody their text
        log.error("web.talk_unreadable", exc_info=True)
        talk = NO_TALK
    if _wants_script(request):
        return await answer_script(request, talk, saved=False, notice=notice, status=REFUSALS[reason])
    kept = {"draft": draft.text, "new_id": form_id, "notice": notice, "whose": whose or mark_of(request)}
    return page(request, "chat.html", status=REFUSALS[reason], **{**talk, **kept})


def _wants_script(request: Request) -> bool:
    return request.headers.get("accept", "") == "application/json"


def _text(form: FormData) -> str:
    """Return what was typed: browsers send a new line in a form as two characters, and nobody typed those."""
    return (_field(form, "text") or "").replace("\r\n", "\n")


def _field(form: FormData, name: str) -> str | None:
    value = form.get(name)
    return value if isinstance(value, str) and value else None
