"""Who is looking at a page, and in which language."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.model import LANGUAGES, Person
from bot.web.gateway import Who, gateway_of

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


def who_of(request: Request) -> Who:
    """Return who is at the page; outside the embedded default nobody is until they signed in (403)."""
    settings = gateway_of(request).settings
    if not settings.embedded:
        raise HTTPException(403)
    return Who(LOCAL, settings.person)


async def visitor_of(request: Request) -> Visitor:
    """Return who is at the page, without writing anything down about them."""
    who = who_of(request)
    person = await run_in_threadpool(gateway_of(request).journal.find_person, who.channel, who.identity)
    language = person.language if person and person.language else wanted_language(request)
    request.state.language = language
    return Visitor(who, person, language)


def wanted_language(request: Request) -> str:
    """Return the first language of the browser's list that Blijk speaks.

    `Accept-Language: fr, en-GB;q=0.8, nl;q=0.5` -> "en"
    """
    for each in request.headers.get("accept-language", "").lower().split(","):
        language = each.split(";")[0].strip()[:2]
        if language in LANGUAGES:
            return language
    return LANGUAGES[0]
