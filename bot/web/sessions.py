"""Knows a browser again, and proves that a form came from our own page (double submit, with the browser's own word).

Who is signed in with a session stands in the journal; the browser holds nothing but the session.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import Response

FIELD = "form"
"""The name of the hidden field."""


def session_of(request: Request) -> str:
    """Return this browser's session, a new one if it brought none."""
    if not hasattr(request.state, "session"):
        brought = request.cookies.get(_name(request), "")
        request.state.session = brought if re.fullmatch(r"[\w-]{43}", brought, re.ASCII) else secrets.token_urlsafe(32)
    return str(request.state.session)


def token_of(request: Request) -> str:
    """Return what a form of this browser has to bring along.

    It follows from the session alone, so a page that was open during a restart can still send. Who can set our cookie
    but is another site is stopped by `Sec-Fetch-Site` and `Origin`.
    """
    return hashlib.sha256(f"{FIELD}:{session_of(request)}".encode()).hexdigest()


def remember(request: Request, response: Response) -> None:
    """Give the browser its session for as long as it is open."""
    if request.cookies.get(_name(request)) != session_of(request):
        settings = request.app.state.gateway.settings
        # who comes back from signing in elsewhere, or by a link in a chat, comes from another site
        samesite: Literal["lax", "strict"] = "strict" if settings.embedded else "lax"
        response.set_cookie(
            _name(request), session_of(request), secure=settings.secure, httponly=True, samesite=samesite
        )


def renew(request: Request, session: str = "") -> None:
    """Give the browser another session with the next answer: this one, or a new one that nobody is signed in with."""
    request.state.session = session or secrets.token_urlsafe(32)


def is_foreign(request: Request) -> bool:
    """Whether the browser itself says that another site, or another port of this machine, sent this."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin, ours = request.headers.get("origin", "null"), request.app.state.gateway.settings.origin
    # a page without a referrer sends "null" along with its own forms
    if origin == "null" or origin == ours:
        return False
    return bool(ours) or origin.partition("://")[2] != request.headers.get("host")


def is_own(request: Request, form: Mapping[str, Any]) -> bool:
    """Whether this form came from a page that we gave to this browser."""
    token = str(form.get(FIELD, "")).encode()
    return not is_foreign(request) and secrets.compare_digest(token, token_of(request).encode())


def _name(request: Request) -> str:
    return "__Host-blijk" if request.app.state.gateway.settings.secure else "blijk"
