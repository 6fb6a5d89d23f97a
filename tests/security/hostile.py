"""Hostile requests without end, the same ones for the same seed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

TEXTS = (
    "", " ", "\x00", "\x00" * 9, "\x1b[2J\x07\x08", "\u202ertl\u202c", "\ufeff", "\u2028\u2029", "\ud800",
    "\udfff\ud800", "🙂" * 99, "e" + "\u0301" * 500, "ﷺ" * 99, "Z̸̡͠a̶l̵g̷o", "\r\nSet-Cookie: blijk=1",
    "../../../../etc/passwd", "%00", "%2e%2e%2f", "' OR 1=1 --", "\"; DROP TABLE entries; --",
    "<script>alert(1)</script>", "{{7*7}}", "${7*7}", "{quote}", "%s%s%n", "{0.__class__.__mro__}", "/restart",
    "/stop{", '/EXTERNAL_x{"a": 1}', "[bron](url)", "a[b]{\"entity\": 1}", "javascript:alert(1)",
    "=cmd|' /C calc'!A0", "NaN", "-1", "1e999", "true", "null", "[]", "{}", "stop", "wis alles", "x" * 19_999,
    "x" * 20_001, "𝕊𝕥𝕠𝕡", "İıŞ", "ß" * 50, "\u200b" * 50, "a\u0000b", "\x7f\x80\x9f", "१२३", "٣",
)  # fmt: skip
"""What somebody may put wherever something can be put."""

JSON = (
    b"", b"{", b"[", b"]", b"null", b"true", b"0", b"-", b'"', b"[[[[" * 9_000, b'{"a":' * 9_000,
    b'{"text": 1e999}', b"NaN", b'{"person": ["a"], "text": {"b": 1}}',
    b'{"person": "a", "text": "\\ud800", "id": "12345678"}', b"\xff\xfe\x00",
    b'{"person": "a", "person": "b", "text": "c"}', b'{"text": ' + b"9" * 5_000 + b"}", b'{"person": null}',
    b'{"person": "a", "text": "b", "id": "../../x", "button": 1}', b'{"__proto__": {"a": 1}}',
    b"[" + b"1," * 9_000 + b"1]", b"\x00", b"\xef\xbb\xbf{}",
)  # fmt: skip
PATHS = (
    "/", "/talk", "/say", "/language", "/journal", "/journal/export.md", "/journal/export.json", "/journal/export.zip",
    "/journal/erase",
    "/journal/found", "/journal/print", "/journal/{}/tags", "/journal/{}/change/{}", "/journal/{}/remove/{}",
    "/journal/{}/card.png",
    "/journal/{}", "/journal/{}/erase", "/privacy", "/api/say", "/health/live", "/health/ready", "/static/{}", "/{}",
    "/static/../app.py", "/static/%2e%2e/app.py", "//", "/journal//erase", "/say/", "/.well-known/{}", "/sign-in",
    "/sign-in/{}", "/sign-out", "/metrics", "/patterns", "/questions", "/questions/{}/remove", "/tour",
    "/exercises", "/exercises/new", "/exercises/{}", "/exercises/{}/remove",
)  # fmt: skip
DOORS = ("/say", "/api/say", "/journal", "/journal/erase", "/language", "/patterns", "/questions", "/exercises")
"""Where something is done with what comes in."""
METHODS = ("GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW", "")
FIELDS = (
    "text",
    "form",
    "id",
    "button",
    "language",
    "to",
    "after",
    "q",
    "since",
    "until",
    "exercise",
    "person",
    "code",
    "state",
    "show",
    "question",
    "add",
    "remove",
    "feeling",
    "tag",
    "month",
    "page",
    "title",
    "helps",
    "minutes",
    "question1",
    "question2",
    "intends",
)
HEADERS = (
    "host", "cookie", "content-type", "content-length", "accept-language", "accept", "origin", "referer", "range",
    "authorization", "x-forwarded-for", "x-forwarded-host", "forwarded", "sec-fetch-site", "if-none-match",
    "if-modified-since", "transfer-encoding", "expect", "upgrade", "x-http-method-override", "user-agent",
)  # fmt: skip
TYPES = (
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "application/json",
    "text/plain", "multipart/form-data; boundary=" + "x" * 300, "application/x-www-form-urlencoded; charset=utf-7", ";",
)  # fmt: skip


@dataclass(frozen=True)
class Hostile:
    """One request, as a server hands it to an application."""

    method: str
    path: str
    query: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def scope(self) -> dict[str, object]:
        return {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "method": self.method,
            "path": self.path, "raw_path": quote(self.path, errors="replace").encode(), "query_string": self.query,
            "root_path": "", "headers": list(self.headers), "client": ("127.0.0.1", 9), "server": ("127.0.0.1", 8080),
        }  # fmt: skip


def hostile_requests(seed: int, count: int, known: dict[str, str], host: str) -> Iterator[Hostile]:
    """Give that many requests. `known` are true form fields, so that some get past the first checks."""
    chance = random.Random(seed)
    fitting = {_form: TYPES[0], _multipart: TYPES[1], _json: TYPES[3]}
    for _ in range(count):
        path = chance.choice(PATHS if chance.random() < 0.6 else DOORS)
        path = unquote(quote(path.replace("{}", a_text(chance)), errors="replace"))
        body = chance.choice(BODIES)
        kind = fitting.get(body, "") if chance.random() < 0.8 else chance.choice(TYPES)
        headers = _headers(chance, host, kind)
        query = chance.choice((b"", b"", _form(chance, known), _form(chance, known), _bytes(chance)))
        method = chance.choice(METHODS) if chance.random() < 0.5 else "POST"
        yield Hostile(method, path, query.replace(b"#", b""), headers, body(chance, known))


def a_text(chance: random.Random) -> str:
    """A text of the list, two of them joined, or random characters of all planes."""
    kind = chance.random()
    if kind < 0.6:
        return chance.choice(TEXTS)
    if kind < 0.8:
        return chance.choice(TEXTS[:-1]) + chance.choice(TEXTS)
    return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randrange(40)))


def _bytes(chance: random.Random) -> bytes:
    return bytes(chance.randrange(256) for _ in range(chance.randrange(60)))


def _headers(chance: random.Random, host: str, kind: str) -> tuple[tuple[bytes, bytes], ...]:
    found = {"content-type": kind}
    for name in chance.sample(HEADERS, chance.randrange(5)):
        found[name] = a_text(chance)[:200]
    found |= {"host": host} if chance.random() < 0.95 else {}
    plain = {name: value.encode("utf-8", "replace").translate(None, b"\r\n\x00") for name, value in found.items()}
    return tuple((name.encode(), value) for name, value in plain.items())


def _form(chance: random.Random, known: dict[str, str]) -> bytes:
    fields = {name: a_text(chance) for name in ("text", *chance.sample(FIELDS, chance.randrange(4)))}
    fields |= known if chance.random() < 0.7 else {}
    return "&".join(f"{name}={quote(value, errors='replace')}" for name, value in fields.items()).encode()


def _multipart(chance: random.Random, known: dict[str, str]) -> bytes:
    part = f'--x\r\nContent-Disposition: form-data; name="{chance.choice(FIELDS)}"; filename="{a_text(chance)}"\r\n\r\n'
    return part.encode("utf-8", "replace") + _bytes(chance) + chance.choice((b"", b"\r\n--x--\r\n", b"\r\n--x"))


def _json(chance: random.Random, known: dict[str, str]) -> bytes:
    if chance.random() < 0.5:
        return chance.choice(JSON)
    values = [a_text(chance), chance.randrange(-9, 9), None, [], {}, 1.5, True]
    said = {name: chance.choice(values) for name in chance.sample(FIELDS, chance.randrange(6))}
    return json.dumps(
        {"person": "eva", "text": a_text(chance), "id": f"{chance.getrandbits(60):016x}", **said}
    ).encode()


BODIES: tuple[Callable[[random.Random, dict[str, str]], bytes], ...] = (
    *(_form,) * 6, *(_json,) * 3, _multipart, lambda chance, known: _bytes(chance), lambda chance, known: b"",
)  # fmt: skip
