"""A few hundred hostile requests and messages at the real running stack: no stumble, nothing lost, still there."""

from __future__ import annotations

import random
import socket
from urllib.parse import urlsplit
from uuid import uuid4

import httpx2
import pytest

from tests.security.hostile import JSON, METHODS, PATHS, TEXTS, a_text
from tests.security.rough import Rough

pytestmark = pytest.mark.stack

RAW = (
    b"", b"\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET  HTTP/1.1\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /?\x85=\xff HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"POST /say HTTP/1.1\r\nHost: {host}\r\nContent-Length: -1\r\n\r\n",
    b"POST /say HTTP/1.1\r\nHost: {host}\r\nContent-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /say HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
    b"GET / HTTP/1.1\r\nHost: {host}\r\nHost: example.org\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: {host}\r\n" + b"A: b\r\n" * 900,
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: {host}\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET http://example.org/ HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"CONNECT example.org:443 HTTP/1.1\r\nHost: {host}\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: {host}\r\nX: \x00\x01\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: {host}\r\n X: folded\r\n\r\n",
)  # fmt: skip


def typed(text: str) -> bool:
    """Whether a text can be kept word for word."""
    return bool(text.strip()) and len(text) <= 20_000 and not any("\ud800" <= each <= "\udfff" for each in text)


def hostile_texts() -> list[str]:
    chance = random.Random(7)
    return [*TEXTS, *(a_text(chance) for _ in range(140))]


def test_whatever_is_said_is_kept_word_for_word_or_refused(rough: Rough) -> None:
    person, kept = uuid4().hex, []
    for text in hostile_texts():
        answer = rough.send(person, text)
        assert answer.status == (200 if typed(text) else answer.status) and answer.status not in (0, 500)
        assert answer.content.get("saved") is typed(text)
        kept += [text] if typed(text) else []
        if answer.content.get("text", "") and "erase" in str(answer.content.get("move")):
            rough.say(person, "laat maar staan")
            kept.append("laat maar staan")
    assert rough.kept(person) == kept


def test_no_body_makes_the_terminals_door_stumble(rough: Rough) -> None:
    headers = {"Authorization": f"Bearer {rough.stack.run.secret}", "Content-Type": "application/json"}
    with httpx2.Client(trust_env=False, timeout=30) as client:
        for body in JSON:
            answer = client.post(f"{rough.address}/api/say", content=body, headers=headers)
            assert 200 <= answer.status_code < 500, body[:60]


def test_no_address_and_no_method_makes_the_gateway_stumble(rough: Rough) -> None:
    chance = random.Random(11)
    with httpx2.Client(trust_env=False, timeout=30) as client:
        for path in PATHS * 4:
            address = f"{rough.address}{path.replace('{}', 'x%00%ff%2e')}"
            method = chance.choice([each for each in METHODS if each])
            data = {"text": a_text(chance).encode("utf-8", "replace")}
            answer = client.request(method, address, content=data["text"], headers={"Origin": "http://example.org"})
            assert 200 <= answer.status_code < 500, (method, path)


@pytest.mark.parametrize("raw", RAW, ids=lambda raw: ascii(raw[:30]))
def test_no_bytes_bring_the_gateway_down(rough: Rough, raw: bytes) -> None:
    where = urlsplit(rough.address)
    with socket.create_connection((where.hostname, where.port), timeout=20) as wire:
        wire.sendall(raw.replace(b"{host}", where.netloc.encode()))
        wire.shutdown(socket.SHUT_WR)
        answer = b""
        while part := wire.recv(65536):
            answer += part
    assert b" 500 " not in answer.partition(b"\r\n")[0]
    assert rough.ready()
