"""The action server: runs what stands in `actions/`, at the address in its settings, for whoever knows the secret.

`python -m bot.components.action_server`
"""

from __future__ import annotations

import hmac
import logging
from typing import Any
from urllib.parse import urlsplit

from rasa_sdk.endpoint import create_app
from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from actions._desk import open_desk
from bot.errors import SettingWrong
from bot.quiet import keep_quiet
from bot.settings import Settings, read_settings
from bot.settling import settle

logger = logging.getLogger(__name__)

KEPT_ALIVE = 120
"""Seconds that an idle connection stays open: longer than Rasa keeps one, so that none closes while Rasa uses it."""


def make_app(secret: str) -> Any:
    """Make the server, a Sanic application; `secret` must come with each request in the header `X-Blijk-Secret`."""
    app = create_app("actions", cors_origins=None)
    app.config.KEEP_ALIVE_TIMEOUT = KEPT_ALIVE

    async def knock(request: Request) -> HTTPResponse | None:
        given = request.headers.get("x-blijk-secret", "")
        return None if hmac.compare_digest(given.encode(), secret.encode()) else response.empty(401)

    app.register_middleware(knock, "request")
    app.error_handler.add(Exception, say_nothing)
    return app


async def say_nothing(request: Request, error: Exception) -> HTTPResponse:
    """Answer a request that failed, with an empty body: Rasa would log whatever stood in it."""
    logger.error("action.failed", exc_info=error)
    return response.empty(getattr(error, "status_code", 500))


def main(settings: Settings) -> None:
    """Serve until stopped; raises `SettingWrong` without address or secret, and whatever is wrong with the journal."""
    address = urlsplit(settings.action_url)
    if not (address.port and len(settings.action_secret) >= 32):
        raise SettingWrong(
            "environment: BLIJK_ACTION_URL or BLIJK_ACTION_SECRET is missing; expected an address with a port and a "
            "secret of at least 32 characters; choices: `blijk run` makes both"
        )
    keep_quiet()
    open_desk()  # what is wrong with journal or knowledge shows now, and the first message need not wait
    settle()
    make_app(settings.action_secret).run(address.hostname, address.port, access_log=False, motd=False)


if __name__ == "__main__":
    main(read_settings())
