"""Whether the gateway lives, and whether a talk can start. Tells parts by name, never a person's word or a secret."""

from __future__ import annotations

import asyncio
from urllib.parse import urljoin

import httpx2
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.errors import KeyRingUnsafe, NotMigrated, Tampered
from bot.web.gateway import Gateway, gateway_of

PATIENCE = 5.0
"""Seconds to wait for a part."""


async def live(request: Request) -> Response:
    """GET /health/live: this process answers."""
    return JSONResponse({"live": True})


async def ready(request: Request) -> Response:
    """GET /health/ready: 200 once a talk can start; else 503, and which part is not ready."""
    gateway = gateway_of(request)
    kept, rasa, actions = await asyncio.gather(_what_is_kept(gateway), gateway.rasa.ready(), _actions_ready(gateway))
    missing = [*kept, *(name for name, is_ready in (("rasa", rasa), ("action_server", actions)) if not is_ready)]
    return JSONResponse({"ready": not missing, "not_ready": missing}, 503 if missing else 200)


async def _what_is_kept(gateway: Gateway) -> list[str]:
    """Name what is not ready of journal, migrations and keys; at most one, since the next is not looked at then."""
    try:
        await run_in_threadpool(gateway.journal.check)
    except NotMigrated:
        return ["migrations"]
    except (KeyRingUnsafe, Tampered):
        return ["keys"]
    except Exception:
        return ["journal"]
    return []


async def _actions_ready(gateway: Gateway) -> bool:
    settings = gateway.settings
    headers = {"X-Blijk-Secret": settings.action_secret}
    try:
        async with httpx2.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
            answer = await client.get(urljoin(settings.action_url, "/health"), headers=headers)
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError):
        return False
    return answer.status_code == 200
