"""The live connection of an open page: tells that something new is there, never what."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.web.gateway import Gateway, Who, gateway_of
from bot.web.transcript import read_entries
from bot.web.visitors import signed_in, who_of

HEARTBEAT = 15.0
"""Seconds between two signs of life on a live connection; also how late another gateway's news may be."""


async def live(request: Request) -> Response:
    """GET /events tells the script that something new is there, never what."""
    gateway, who = gateway_of(request), await who_of(request)
    if gateway.news.full(who):
        raise HTTPException(429)

    async def still_there() -> bool:
        person = None if gateway.settings.embedded else await signed_in(request, looked=False)
        return gateway.settings.embedded or (person is not None and person.id == who.identity)

    return StreamingResponse(watch(gateway, who, still_there), media_type="text/event-stream")


async def _always() -> bool:
    return True


async def watch(
    gateway: Gateway, who: Who, still_there: Callable[[], Awaitable[bool]] = _always, heartbeat: float = HEARTBEAT
) -> AsyncIterator[str]:
    """Give the id of the newest entry now, whenever there is news, and every `heartbeat` seconds, until they left."""
    with gateway.news.bell(who) as bell:
        while not gateway.news.closed and await still_there():
            bell.clear()
            entries = await read_entries(gateway, who, limit=1)
            yield f"event: newest\ndata: {entries[-1].id if entries else ''}\n\n"
            try:
                await asyncio.wait_for(bell.wait(), heartbeat)
            except asyncio.TimeoutError:
                continue
