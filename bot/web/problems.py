"""The page for whatever did not work: what happened, in two sentences, without a word of anybody's."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.web.gateway import gateway_of
from bot.web.pages import language_of, page


def problem(request: Request, status: int) -> Response:
    """Answer with the page of a status, or with JSON where a program asks."""
    words = gateway_of(request).words[language_of(request)]["problem"]
    known = str(status) if str(status) in words else ("500" if status >= 500 else "400")
    if request.scope["path"].startswith(("/api/", "/health/")):
        return JSONResponse({"saved": False, "message": words[known]["title"]}, status)
    return page(request, "problem.html", status=status, known=known)


async def refuse_request(request: Request, error: Exception) -> Response:
    """Answer an `HTTPException` of a page; a person who is not signed in is led to where they can."""
    if isinstance(error, HTTPException) and error.status_code == 401 and _is_looking(request):
        return RedirectResponse("/sign-in", 303)
    return problem(request, error.status_code if isinstance(error, HTTPException) else 500)


def _is_looking(request: Request) -> bool:
    """Whether somebody wants to see a page, rather than a program a part of it."""
    return request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", "")
