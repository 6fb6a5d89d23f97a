"""The rooms as one person finds them: on the shelf stand the exercises that they made, too."""

from __future__ import annotations

from dataclasses import replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from bot.knowledge.made import with_made
from bot.model import OWN, Knowledge
from bot.web.gateway import Gateway, gateway_of
from bot.web.visitors import Visitor, visitor_of


async def rooms_of(request: Request) -> tuple[Gateway, Visitor]:
    """Return the rooms behind the pages with this person's own exercises on the shelf, and who is at the page."""
    gateway, visitor = gateway_of(request), await visitor_of(request)
    if visitor.person is None:
        return gateway, visitor
    made = await run_in_threadpool(gateway.journal.exercises.of, visitor.person.id)
    return replace(gateway, knowledge=with_made(gateway.knowledge, made)), visitor


def started_by(payload: str, knowledge: Knowledge, language: str) -> str | None:
    """Return the title of the own exercise that a button starts; `None` when it starts none.

    `started_by("start:own_5f0c…", knowledge, "nl")` -> `"Mijn week"`
    """
    label, _, name = payload.partition(":")
    exercise = knowledge.exercises.get(name) if label == "start" else None
    return exercise.title[language] if exercise and exercise.group == OWN and exercise.listed else None
