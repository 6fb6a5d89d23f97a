"""The journal pages: every reflection by day, a calendar, this day in earlier times, search, one reflection whole."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.errors import NotThere
from bot.journal.finding import Found
from bot.model import Reflection
from bot.web.dates import group
from bot.web.finding import Search, read_page, read_search
from bot.web.gateway import Gateway, gateway_of
from bot.web.months import make_month, read_month, this_day_before, weekdays
from bot.web.pages import now, page, render
from bot.web.shelf import rooms_of
from bot.web.shown import card_of, listed_row, parts_of, row_of, titles_of, told_apart, when_of
from bot.web.visitors import Visitor

ON_A_PAGE = 40
"""Reflections in the list at a time."""
NOTHING = Found(0, (), frozenset(), (), ())


async def show_journal(request: Request) -> Response:
    """GET /journal lists what was found, newest first, with ways to find more."""
    gateway, visitor = await rooms_of(request)
    search = read_search(request.query_params)
    list_of, found = await _list(request, gateway, visitor, search)
    around: dict[str, Any] = {"month": None, "earlier": ()}
    if visitor.person:
        around = await run_in_threadpool(_around, gateway, visitor, found, request.query_params.get("month", ""))
    shades = gateway.words[visitor.language]["patterns"]["shades"]
    titles = titles_of(gateway, visitor.language, found.exercises | {search.exercise})
    feelings = sorted(shades.items(), key=lambda pair: pair[1])
    titles = told_apart(titles, gateway, visitor.language)
    choices: dict[str, Any] = {"titles": titles, "feelings": feelings, "tags": found.tags}
    opened: dict[str, Any] = {
        "month_asked": "month" in request.query_params,
        "weekdays": weekdays(gateway.words[visitor.language]),
    }
    return page(request, "journal.html", **list_of, **around, **choices, **opened)


async def show_found(request: Request) -> Response:
    """GET /journal/found gives the script the list only, as one types."""
    gateway, visitor = await rooms_of(request)
    list_of, _ = await _list(request, gateway, visitor, read_search(request.query_params))
    return HTMLResponse(render(request, "found.html", **list_of))


async def show_reflection(request: Request) -> Response:
    """GET /journal/ID shows one reflection whole: its card, its tags, and the talk."""
    gateway, visitor = await rooms_of(request)
    reflection = await one_reflection(request, visitor)
    tags = await run_in_threadpool(gateway.journal.tags.of, visitor.known.id)
    mine, named = tags.get(reflection.id, ()), {name for names in tags.values() for name in names}
    return page(
        request,
        "reflection.html",
        row=row_of(reflection, gateway, visitor.language),
        card=card_of(reflection, gateway, visitor.language),
        when=when_of(reflection, gateway, visitor.language),
        parts=parts_of(reflection.entries, gateway, visitor.language),
        tags=mine,
        other_tags=sorted(named - set(mine), key=str.casefold),
        refused=request.query_params.get("refused", ""),
    )


async def one_reflection(request: Request, visitor: Visitor) -> Reflection:
    """Return the reflection that the address names, if it is this person's; else 404."""
    wanted = request.path_params["id"]
    if not re.fullmatch(r"[0-9a-f]{32}", wanted):
        raise HTTPException(404)
    try:
        return await run_in_threadpool(gateway_of(request).journal.reflection, visitor.known.id, wanted)
    except NotThere:
        raise HTTPException(404) from None


async def _list(request: Request, gateway: Gateway, visitor: Visitor, search: Search) -> tuple[dict[str, Any], Found]:
    """Gather one page of the list of what is looked for, and all that was found."""
    number, found = read_page(request.query_params), NOTHING
    if visitor.person:
        wanted, skip = search.wanted(gateway.zone), (number - 1) * ON_A_PAGE
        found = await run_in_threadpool(gateway.journal.finding.find, visitor.person.id, wanted, skip, ON_A_PAGE)
    rows = [listed_row(each, gateway, visitor.language) for each in found.listed]
    list_of = {
        "days": [(day, tuple(those)) for day, those in groupby(rows, key=lambda row: row.day)],
        "search": search,
        "number": found.count,
        "count": group(found.count, gateway.words[visitor.language]),
        "newer": search.query(page=number - 1) if number > 1 else "",
        "older": search.query(page=number + 1) if found.count > number * ON_A_PAGE else "",
    }
    return list_of, found


def _around(gateway: Gateway, visitor: Visitor, found: Found, typed: str) -> dict[str, Any]:
    """Gather the calendar, and what was written on this day in earlier times."""
    days = [(each, at.astimezone(gateway.zone).date()) for each, at in found.begun]
    today = now().astimezone(gateway.zone).date()
    earlier = this_day_before(today, days)
    listed = gateway.journal.finding.listed(visitor.known.id, earlier) if earlier else ()
    month = make_month(read_month(typed, today), (day for _, day in days), gateway.words[visitor.language])
    return {"month": month, "earlier": [listed_row(each, gateway, visitor.language) for each in listed]}
