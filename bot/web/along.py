"""What a person takes along: everything or a part of it, to read, to print, to compute with; a card as a picture."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.errors import NotReady
from bot.journal.archiving import as_archive
from bot.journal.exporting import as_markdown
from bot.journal.finding import Listed, Wanted
from bot.model import Reflection
from bot.web.dates import name_date
from bot.web.finding import Search, read_search
from bot.web.gateway import Gateway, gateway_of
from bot.web.journal_pages import one_reflection
from bot.web.pages import page, render
from bot.web.paper import draw
from bot.web.shelf import rooms_of
from bot.web.shown import card_of, parts_of, row_of, titles_of, when_of
from bot.web.visitors import Visitor, visitor_of

ALL = 1_000_000


async def export_json(request: Request) -> Response:
    """GET /journal/export.json gives everything of this person as data, or a part of it."""
    _, exported = await _exported(request)
    return _file(json.dumps(exported, ensure_ascii=False, indent=2), "application/json", "blijk.json")


async def export_markdown(request: Request) -> Response:
    """GET /journal/export.md gives everything of this person as a text to read, or a part of it."""
    language, exported = await _exported(request)
    return _file(as_markdown(exported, *_for_readers(request, language)), "text/markdown", "blijk.md")


async def export_archive(request: Request) -> Response:
    """GET /journal/export.zip gives both in one file."""
    language, exported = await _exported(request)
    return _file(as_archive(exported, *_for_readers(request, language)), "application/zip", "blijk.zip")


async def show_print(request: Request) -> Response:
    """GET /journal/print shows all of it, or a part, as it looks on paper."""
    return page(request, "paper.html", **await _to_read(request), drawn=False)


async def export_pdf(request: Request) -> Response:
    """GET /journal/export.pdf gives what `show_print` shows as a file."""
    return await _drawn(request, "paper.html", "pdf", "blijk.pdf", **await _to_read(request))


async def one_pdf(request: Request) -> Response:
    """GET /journal/ID/blijk.pdf gives one reflection as a file to print."""
    gateway, visitor = await rooms_of(request)
    sheets = [_sheet(await one_reflection(request, visitor), (), gateway, visitor.language)]
    return await _drawn(request, "paper.html", "pdf", "blijk.pdf", sheets=sheets, search=Search())


async def card_png(request: Request) -> Response:
    """GET /journal/ID/card.png gives one card as a picture, to keep on a telephone."""
    gateway, visitor = await rooms_of(request)
    reflection = await one_reflection(request, visitor)
    sheet = _sheet(reflection, (), gateway, visitor.language)
    if not sheet["card"]:
        raise HTTPException(404)
    return await _drawn(request, "card.html", "png", "blijk.png", **sheet)


async def _exported(request: Request) -> tuple[str, dict[str, Any]]:
    gateway, visitor = gateway_of(request), await visitor_of(request)
    part = read_search(request.query_params).part(gateway.zone)
    return visitor.language, await run_in_threadpool(gateway.journal.export, visitor.known.id, part)


def _for_readers(request: Request, language: str) -> tuple[dict[str, str], dict[str, str], ZoneInfo]:
    """Return the titles, the words and the time zone that an export to read needs."""
    gateway = gateway_of(request)
    titles = titles_of(gateway, language, gateway.knowledge.exercises)
    return titles, gateway.words[language]["export"], gateway.zone


async def _to_read(request: Request) -> dict[str, Any]:
    """Gather what is asked for, oldest first, each reflection a sheet of its own."""
    gateway, visitor = await rooms_of(request)
    asked = read_search(request.query_params)
    search = Search(begin=asked.begin, end=asked.end, exercise=asked.exercise)
    return {"sheets": await run_in_threadpool(_sheets, gateway, visitor, search), "search": search}


def _sheets(gateway: Gateway, visitor: Visitor, search: Search) -> list[dict[str, Any]]:
    part, journal, person = search.part(gateway.zone), gateway.journal, visitor.known.id
    wanted = Wanted(exercise=part.exercise, since=part.since, until=part.until)
    found: tuple[Listed, ...] = journal.finding.find(person, wanted, most=ALL).listed
    whole = ((journal.reflection(person, each.reflection.id), each.tags) for each in reversed(found))
    return [_sheet(reflection, tags, gateway, visitor.language) for reflection, tags in whole]


def _sheet(reflection: Reflection, tags: tuple[str, ...], gateway: Gateway, language: str) -> dict[str, Any]:
    day = name_date(reflection.begun, gateway.words[language], gateway.zone)
    return {
        "row": replace(row_of(reflection, gateway, language), day=day),
        "card": card_of(reflection, gateway, language),
        "when": when_of(reflection, gateway, language),
        "parts": parts_of(reflection.entries, gateway, language),
        "tags": tags,
    }


async def _drawn(request: Request, template: str, kind: str, name: str, **more: Any) -> Response:
    """Answer with a page as a file; where it cannot be made, with what can be done instead."""
    html = await run_in_threadpool(render, request, template, **more, drawn=True)
    try:
        drawn = await draw(html, kind)
    except NotReady:
        return page(request, "problem.html", status=503, known="drawing")
    return _file(drawn, {"pdf": "application/pdf", "png": "image/png"}[kind], name)


def _file(content: str | bytes, media_type: str, name: str) -> Response:
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
