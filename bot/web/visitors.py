"""Who is looking at a page, and in which language."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timezone

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.model import LANGUAGES, Person
from bot.web.gateway import Who, gateway_of, signed_in_as
from bot.web.sessions import renew, session_of

LOCAL = "local"
"""The channel of the chat page and the terminal in the embedded default."""


@dataclass(frozen=True)
class Visitor:
    """Somebody at a page."""

    who: Who
    person: Person | None
    """`None` until there is something to keep."""
    language: str
    """The language of the page."""

    @property
    def known(self) -> Person:
        """The person, where there is nothing to show without one; else 404."""
        if self.person is None:
            raise HTTPException(404)
        return self.person


async def who_of(request: Request) -> Who:
    """Return who is at the page; outside the embedded default nobody is until they signed in (401)."""
    settings = gateway_of(request).settings
    if settings.embedded:
        return Who(LOCAL, settings.person)
    person = await signed_in(request)
    if person is None:
        raise HTTPException(401)
    return signed_in_as(person)


async def visitor_of(request: Request) -> Visitor:
    """Return who is at the page, without writing anything down about them; too fast is refused (429)."""
    gateway, who = gateway_of(request), await who_of(request)
    if not gateway.settings.embedded and not gateway.paces.pages.allows(who):
        raise HTTPException(429)
    person = await run_in_threadpool(gateway.find, who)
    language = person.language if person and person.language else wanted_language(request)
    request.state.language = language
    return Visitor(who, person, language)


async def met(request: Request, visitor: Visitor) -> Person:
    """Return the person at a page where there is something to keep of them; a new one when nothing was kept yet."""
    if visitor.person is not None:
        return visitor.person
    return await run_in_threadpool(gateway_of(request).meet, visitor.who)


def wanted_language(request: Request) -> str:
    """Return the first language of the browser's list that Blijk speaks.

    `Accept-Language: fr, en-GB;q=0.8, nl;q=0.5` -> "en"
    """
    for each in request.headers.get("accept-language", "").lower().split(","):
        language = each.split(";")[0].strip()[:2]
        if language in LANGUAGES:
            return language
    return LANGUAGES[0]


async def signed_in(request: Request, *, looked: bool = True) -> Person | None:
    """Return who is signed in with this browser, `None` when nobody is; `looked` keeps their session from ending."""
    gateway, session, now = gateway_of(request), session_of(request), datetime.now(timezone.utc)
    request.state.person = await run_in_threadpool(
        gateway.journal.sign_ins.signed_in, session, now, gateway.lives, looked=looked
    )
    person: Person | None = request.state.person
    return person


async def let_in(request: Request, person_id: str) -> None:
    """Sign a person in with this browser, in a session that is new; whoever was signed in with it is out."""
    gateway, now = gateway_of(request), datetime.now(timezone.utc)
    sign_ins = gateway.journal.sign_ins
    await run_in_threadpool(sign_ins.sign_out, session_of(request))
    renew(request, await run_in_threadpool(sign_ins.sign_in, person_id, now, gateway.lives))


def is_guest(request: Request) -> bool:
    """Whether this page is for somebody who still has to sign in, as far as was looked up."""
    return not gateway_of(request).settings.embedded and getattr(request.state, "person", None) is None


def mark_of(request: Request) -> str:
    """Return what tells one person's pages from another's in the same browser; it says nothing about them."""
    person = getattr(request.state, "person", None)
    return hashlib.sha256(f"page:{person.id}".encode()).hexdigest()[:16] if person else ""
