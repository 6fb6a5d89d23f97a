"""Signing in and out: the page with the ways in, the way by an OpenID provider and back, and the way out."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timezone

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.errors import NotReady, SenderUnknown
from bot.web.gateway import Gateway, gateway_of, signed_in_as
from bot.web.links import address_of
from bot.web.oidc import Provider
from bot.web.pages import page
from bot.web.sessions import is_own, remember, renew, session_of
from bot.web.visitors import let_in, signed_in

OIDC = "oidc"
"""The channel of people by their account at the provider: its issuer is the tenant, its subject the identity."""

log = logging.getLogger(__name__)


async def show_ways_in(request: Request) -> Response:
    """GET /sign-in shows how one can sign in."""
    gateway = _served(request)
    if await signed_in(request):
        return RedirectResponse("/", 303)
    return page(request, "sign_in.html", ways=gateway.settings.sign_in, failed="")


async def leave_for_provider(request: Request) -> Response:
    """GET /sign-in/oidc sends the browser to the provider, with a state that only it can come back with."""
    gateway, provider = _with_provider(request)
    if not gateway.paces.sign_ins.allows(address_of(request)):
        raise HTTPException(429)
    browser, state, now = session_of(request), secrets.token_urlsafe(32), datetime.now(timezone.utc)
    try:
        address = await provider.address(browser, state)
    except (NotReady, SenderUnknown) as error:
        return _refuse(request, error)
    await run_in_threadpool(gateway.journal.sign_ins.begin_attempt, browser, state, now)
    response = RedirectResponse(address, 303)
    remember(request, response)
    return response


async def come_back(request: Request) -> Response:
    """GET /sign-in/back lets in whom the provider vouches for."""
    gateway, provider = _with_provider(request)
    if not gateway.paces.sign_ins.allows(address_of(request)):
        raise HTTPException(429)
    browser, asked = session_of(request), request.query_params
    state, code, now = asked.get("state", ""), asked.get("code", ""), datetime.now(timezone.utc)
    began = await run_in_threadpool(gateway.journal.sign_ins.end_attempt, browser, state, now)
    try:
        if not began or not code:
            raise SenderUnknown("sign-in: not an attempt of this browser; expected its own; choices: begin again")
        account = await provider.account(browser, state, code, asked.get("iss"))
    except (NotReady, SenderUnknown) as error:
        return _refuse(request, error)
    person = await run_in_threadpool(gateway.journal.person, OIDC, account.subject, tenant=account.issuer)
    await let_in(request, person.id)
    gateway.metrics.sign_ins.labels(OIDC, "let_in").inc()
    response = RedirectResponse("/", 303)
    remember(request, response)
    return response


async def leave(request: Request) -> Response:
    """POST /sign-out ends this session, or all of this person, and lets the browser forget what it saw."""
    gateway, form = _served(request), await request.form()
    if not is_own(request, form):
        raise HTTPException(403)
    person = await signed_in(request)
    if person and form.get("everywhere"):
        await run_in_threadpool(gateway.journal.sign_ins.sign_out_everywhere, person.id)
    await run_in_threadpool(gateway.journal.sign_ins.sign_out, session_of(request))
    if person:
        gateway.news.tell(signed_in_as(person))
    renew(request)
    request.state.person = None
    response = page(request, "signed_out.html")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _refuse(request: Request, error: Exception) -> Response:
    gateway = gateway_of(request)
    silent = isinstance(error, NotReady)
    log.warning("web.sign_in_refused", exc_info=error)
    gateway.metrics.sign_ins.labels(OIDC, "unanswered" if silent else "refused").inc()
    failed = "silent" if silent else "refused"
    return page(request, "sign_in.html", status=503 if silent else 403, ways=gateway.settings.sign_in, failed=failed)


def _served(request: Request) -> Gateway:
    gateway = gateway_of(request)
    if gateway.settings.embedded:
        raise HTTPException(404)
    return gateway


def _with_provider(request: Request) -> tuple[Gateway, Provider]:
    gateway = _served(request)
    if gateway.provider is None:
        raise HTTPException(404)
    return gateway, gateway.provider
