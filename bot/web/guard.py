"""Stands before every page: known addresses only, nothing huge, not too fast, and no crash that shows a word."""

from __future__ import annotations

import logging

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.settings import URL_LOOPBACK, Settings
from bot.web.metrics import Metrics
from bot.web.pace import jar_of
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
        self.settings = settings
        self.hosts = known_hosts(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        outgoing = Outgoing(send, secure=self.settings.secure)
        refused = self._refusal(scope)
        if refused:
            await problem(Request(scope), refused)(scope, receive, outgoing)
        else:
            await self._pass(scope, Incoming(receive), outgoing)
        asked = getattr(scope.get("route"), "path", "")
        metrics: Metrics = scope["app"].state.gateway.metrics
        metrics.requests.labels(asked, str(outgoing.status)).inc()

    def _refusal(self, scope: Scope) -> int:
        """Return the status to refuse a request with before it is read; 0 when it may pass."""
        headers, client, paces = Headers(scope=scope), scope.get("client"), scope["app"].state.gateway.paces
        host, is_health = headers.get("host", "").lower(), scope["path"].startswith("/health/")
        if host not in self.hosts and not (is_health and host in loopback_hosts(self.settings)):
            return 421
        if not self.settings.embedded and not paces.addresses.allows(jar_of(client[0] if client else "")):
            return 429
        if not scope["query_string"].isascii():  # no browser sends that, and no part of Starlette can read it
            return 400
        return 413 if _length(headers) > LARGEST else 0

    async def _pass(self, scope: Scope, receive: Incoming, outgoing: Outgoing) -> None:
        try:
            await self.app(scope, receive, outgoing)
        except TooLarge:
            await self._stumble(413, scope, receive, outgoing)
        except Exception:
            log.error("web.page_failed", exc_info=True)
            await self._stumble(500, scope, receive, outgoing)

    async def _stumble(self, status: int, scope: Scope, receive: Receive, outgoing: Outgoing) -> None:
        if not outgoing.status:
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

    def __init__(self, send: Send, *, secure: bool) -> None:
        """Take the way out, and whether it is over TLS."""
        self._send = send
        self._secure = secure
        self.status = 0

    async def __call__(self, message: Message) -> None:
        """Send one part of an answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in PROTECTION.items():
                headers.setdefault(name, value)
            if self._secure:
                headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        await self._send(message)


def known_hosts(settings: Settings) -> frozenset[str]:
    """Return every value of the `Host` header that is ours; others may be a foreign site that points here."""
    if settings.origin:
        return frozenset({settings.origin.partition("://")[2]})
    named = {f"{host}:{settings.port}" for host in settings.hosts} | set(settings.hosts)
    return loopback_hosts(settings) | {host.lower() for host in named}


def loopback_hosts(settings: Settings) -> frozenset[str]:
    """Return the values of the `Host` header of who asks from this machine; health answers to these always."""
    named = {f"{host}:{settings.port}" for host in URL_LOOPBACK}
    return frozenset(named | set(URL_LOOPBACK) if settings.port == 80 else named)


def _length(headers: Headers) -> int:
    told = headers.get("content-length", "0")
    return int(told) if told.isascii() and told.isdecimal() else 0
