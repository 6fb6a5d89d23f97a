"""Stands before every page: known addresses only, no huge requests, strict headers, and no crash that shows a word."""

from __future__ import annotations

import logging

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.settings import Settings
from bot.web.problems import problem

LARGEST = 512 * 1024
"""Bytes of a request: 20,000 characters, each percent-encoded, and some room."""

PROTECTION = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=(), browsing-topics=()",
    "Cache-Control": "no-store",
}

log = logging.getLogger(__name__)


class TooLarge(Exception):
    """More came in than any message can need."""


class Guard:
    """Wraps the pages; every answer leaves through here."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Take the pages, and the settings that say at which addresses they may be asked for."""
        self.app = app
        self.hosts = known_hosts(settings)
        self.embedded = settings.embedded

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        outgoing = Outgoing(send, embedded=self.embedded)
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self.hosts:
            await problem(Request(scope), 421)(scope, receive, outgoing)
        elif _length(headers) > LARGEST:
            await problem(Request(scope), 413)(scope, receive, outgoing)
        else:
            await self._pass(scope, Incoming(receive), outgoing)

    async def _pass(self, scope: Scope, receive: Incoming, outgoing: Outgoing) -> None:
        try:
            await self.app(scope, receive, outgoing)
        except TooLarge:
            await self._stumble(413, scope, receive, outgoing)
        except Exception:
            log.error("web.page_failed", exc_info=True)
            await self._stumble(500, scope, receive, outgoing)

    async def _stumble(self, status: int, scope: Scope, receive: Receive, outgoing: Outgoing) -> None:
        if not outgoing.begun:
            await problem(Request(scope), status)(scope, receive, outgoing)


class Incoming:
    """Counts what comes in, also where no length was told."""

    def __init__(self, receive: Receive) -> None:
        """Take the way in."""
        self._receive = receive
        self._taken = 0

    async def __call__(self) -> Message:
        """Take the next part; raises `TooLarge`."""
        message = await self._receive()
        self._taken += len(message.get("body", b""))
        if self._taken > LARGEST:
            raise TooLarge
        return message


class Outgoing:
    """Puts the protecting headers on whatever leaves."""

    def __init__(self, send: Send, *, embedded: bool) -> None:
        """Take the way out."""
        self._send = send
        self._embedded = embedded
        self.begun = False

    async def __call__(self, message: Message) -> None:
        """Send one part of an answer."""
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in PROTECTION.items():
                headers.setdefault(name, value)
            if not self._embedded:
                headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        await self._send(message)


def known_hosts(settings: Settings) -> frozenset[str]:
    """Return every value of the `Host` header that is ours; others may be a foreign site that points here."""
    own = ("127.0.0.1", "localhost", "[::1]")
    named = {f"{host}:{settings.port}" for host in (*own, *settings.hosts)} | set(settings.hosts)
    return frozenset(host.lower() for host in (named | set(own) if settings.port == 80 else named))


def _length(headers: Headers) -> int:
    told = headers.get("content-length", "0")
    return int(told) if told.isascii() and told.isdecimal() else 0
