"""The journal pages: every reflection by day, one whole, search, export."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.coaching.card import card_lines
from bot.errors import NotThere
from bot.journal.archiving import as_archive
from bot.journal.exporting import as_markdown
from bot.model import Reflection
from bot.web.dates import group, name_day, name_moment, name_time
from bot.web.finding import Search, read_search
from bot.web.gateway import Gateway, gateway_of
from bot.web.lines import lines_of
from bot.web.pages import now, page
from bot.web.visitors import Visitor, visitor_of

FIRST = 160
"""Characters of its first words to know a reflection by in the list."""


@dataclass(frozen=True)
class Row:
    """One reflection in the list."""

    id: str
    title: str
    first: str
    state: str
    at: str
    time: str
    day: str
    intention: str


async def show_journal(request: Request) -> Response:
    """GET /journal lists what was found, newest first."""
    gateway, visitor = gateway_of(request), await visitor_of(request)
    search = read_search(request.query_params)
    found = await run_in_threadpool(_find, gateway, visitor, search)
    rows = [_row(reflection, gateway, visitor.language) for reflection in found]
    days = [(day, tuple(those)) for day, those in groupby(rows, key=lambda row: row.day)]
    titles = _titles(gateway, visitor.language, {each.exercise for each in found if each.exercise} | {search.exercise})
    count = group(len(found), gateway.words[visitor.language])
    return page(request, "journal.html", days=days, search=search, titles=titles, number=len(found), count=count)


async def show_reflection(request: Request) -> Response:
    """GET /journal/ID shows one reflection whole: its card, and the talk."""
    gateway, visitor = gateway_of(request), await visitor_of(request)
    reflection = await one_reflection(request, visitor)
    words, zone, moment = gateway.words[visitor.language], gateway.zone, now()
    intention = reflection.intention
    return page(
        request,
        "reflection.html",
        row=_row(reflection, gateway, visitor.language),
        card=card_lines(reflection.entries, gateway.knowledge.exercises, visitor.language),
        lines=lines_of(reflection.entries, words, zone, moment),
        intention=intention,
        when=name_moment(intention.at, intention.grain, words, zone, moment) if intention and intention.at else "",
    )


async def export_json(request: Request) -> Response:
    """GET /journal/export.json gives everything of this person as data."""
    _, exported = await _exported(request)
    return _file(json.dumps(exported, ensure_ascii=False, indent=2), "application/json", "json")


async def export_markdown(request: Request) -> Response:
    """GET /journal/export.md gives everything of this person as a text to read."""
    language, exported = await _exported(request)
    return _file(as_markdown(exported, *_for_readers(request, language)), "text/markdown", "md")


async def export_archive(request: Request) -> Response:
    """GET /journal/export.zip gives both in one file."""
    language, exported = await _exported(request)
    return _file(as_archive(exported, *_for_readers(request, language)), "application/zip", "zip")


async def one_reflection(request: Request, visitor: Visitor) -> Reflection:
    """Return the reflection that the address names, if it is this person's; else 404."""
    wanted = request.path_params["id"]
    if not re.fullmatch(r"[0-9a-f]{32}", wanted):
        raise HTTPException(404)
    try:
        return await run_in_threadpool(gateway_of(request).journal.reflection, visitor.known.id, wanted)
    except NotThere:
        raise HTTPException(404) from None


async def _exported(request: Request) -> tuple[str, dict[str, Any]]:
    visitor = await visitor_of(request)
    return visitor.language, await run_in_threadpool(gateway_of(request).journal.export, visitor.known.id)


def _for_readers(request: Request, language: str) -> tuple[dict[str, str], dict[str, str], ZoneInfo]:
    """Return the titles, the words and the time zone that an export to read needs."""
    gateway = gateway_of(request)
    return _titles(gateway, language, gateway.knowledge.exercises), gateway.words[language]["export"], gateway.zone


def _find(gateway: Gateway, visitor: Visitor, search: Search) -> tuple[Reflection, ...]:
    if visitor.person is None:
        return ()
    found = gateway.journal.reflections(
        visitor.person.id,
        since=search.since(gateway.zone),
        until=search.until(gateway.zone),
        exercise=search.exercise or None,
        words=search.words,
    )
    return tuple(sorted(found, key=lambda reflection: reflection.begun, reverse=True))


def _row(reflection: Reflection, gateway: Gateway, language: str) -> Row:
    words, begun, moment = gateway.words[language], reflection.begun, now()
    first = " ".join((reflection.first or _first(reflection)).split())
    return Row(
        reflection.id,
        _titles(gateway, language, [reflection.exercise or ""]).get(reflection.exercise or "", ""),
        first if len(first) <= FIRST else f"{first[:FIRST].rsplit(' ', 1)[0]} …",
        reflection.state,
        begun.isoformat(),
        name_time(begun, words, gateway.zone),
        name_day(begun, words, gateway.zone, moment),
        reflection.intention.text if reflection.intention else "",
    )


def _first(reflection: Reflection) -> str:
    return next((entry.text for entry in reflection.entries if entry.role != "turn"), "")


def _titles(gateway: Gateway, language: str, ids: Iterable[str]) -> dict[str, str]:
    """Return the title of each exercise that is known; an exercise that was taken away keeps its id."""
    known = gateway.knowledge.exercises
    return {each: known[each].title[language] if each in known else each for each in sorted(ids) if each}


def _file(content: str | bytes, media_type: str, kind: str) -> Response:
    return Response(
        content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="blijk.{kind}"'}
    )
