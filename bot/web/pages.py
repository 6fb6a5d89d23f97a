"""Renders a page: template, words, and what every page shows."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.web.gateway import gateway_of
from bot.web.sessions import remember, token_of
from bot.web.visitors import is_guest, mark_of, wanted_language

HERE = Path(__file__).parent

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def open_templates() -> Environment:
    """Return the templates; everything in them is escaped, and a name that they miss is an error."""
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["shown"] = shown
    templates.filters["fill"] = fill
    return templates


def shown(text: str) -> str:
    r"""Make control characters visible instead of letting them act.

    `shown("a\x07b")` -> `"a␇b"`
    """
    return CONTROL.sub(lambda found: "␡" if found[0] == "\x7f" else chr(0x2400 + ord(found[0])), text)


def fill(sentence: str, **places: object) -> str:
    """Fill the places of a sentence: `fill("{count} reflecties", count=2)` -> "2 reflecties"."""
    return sentence.format(**places)


def language_of(request: Request) -> str:
    """Return the language of this page: the person's if that was looked up, else the browser's."""
    return getattr(request.state, "language", None) or wanted_language(request)


def render(request: Request, template: str, /, **more: Any) -> str:
    """Render a template to a string, with the words of the page's language as `w`."""
    gateway, language = gateway_of(request), language_of(request)
    common = {
        "w": gateway.words[language],
        "language": language,
        "here": request.scope["path"],
        "embedded": gateway.settings.embedded,
        "guest": is_guest(request),
        "channels": bool(request.app.state.channels.lines),
        "whose": mark_of(request),
        "token": token_of(request),
        "new_id": secrets.token_hex(16),
    }
    return gateway.templates.get_template(template).render(**{**common, **more})


def page(request: Request, template: str, /, status: int = 200, **more: Any) -> Response:
    """Answer with a whole page, and let the browser be known again."""
    response = HTMLResponse(render(request, template, **more), status)
    remember(request, response)
    return response


def now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(timezone.utc)
