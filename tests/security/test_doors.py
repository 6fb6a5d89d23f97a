"""Rasa believes only what the gateway signed, once and for a moment; the action server only who knows the secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx2
import jwt
import pytest

from tests.security.rough import RASA, Rough

pytestmark = pytest.mark.stack

Claims = dict[str, Any]


def body_of(text: str) -> bytes:
    return json.dumps({"text": text, "button": None, "language": "nl"}).encode()


def claims_of(rough: Rough, person: str, body: bytes) -> Claims:
    now = int(time.time())
    owner = rough.journal.person("local", person).id
    digest = hashlib.sha256(body).hexdigest()
    return {"aud": "rasa", "sub": owner, "jti": uuid4().hex, "iat": now, "exp": now + 30, "body": digest}


def knock(rough: Rough, token: str, body: bytes) -> httpx2.Response:
    address = f"{rough.environment_of(RASA)['BLIJK_RASA_URL']}/webhooks/blijk/webhook"
    headers = {"Authorization": f"Bearer {token}".strip()}
    return httpx2.post(address, content=body, headers=headers, trust_env=False, timeout=30)


def sign(rough: Rough, claims: Claims) -> str:
    return jwt.encode(claims, rough.environment_of(RASA)["BLIJK_GATE_SECRET"], "HS256")


def by_another_algorithm(rough: Rough, claims: Claims) -> str:
    secret = rough.environment_of(RASA)["BLIJK_GATE_SECRET"].encode()
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in ({"alg": "HS512"}, claims)]
    signature = hmac.digest(secret, b".".join(parts), "sha512")
    return b".".join((*parts, base64.urlsafe_b64encode(signature).rstrip(b"="))).decode()


def unsigned(rough: Rough, claims: Claims) -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in ({"alg": "none"}, claims)]
    return b".".join((*parts, b"")).decode()


def without_its_signature(rough: Rough, claims: Claims) -> str:
    return sign(rough, claims).rpartition(".")[0] + "."


def with_another_payload(rough: Rough, claims: Claims) -> str:
    head, _, signature = sign(rough, claims).split(".")
    payload = base64.urlsafe_b64encode(json.dumps({**claims, "sub": "0" * 32}).encode()).rstrip(b"=").decode()
    return f"{head}.{payload}.{signature}"


def changed(**changes: Any) -> Callable[[Rough, Claims], str]:
    def make(rough: Rough, claims: Claims) -> str:
        kept = {name: value for name, value in {**claims, **changes}.items() if value is not None}
        return sign(rough, kept)

    return make


FORGED: dict[str, Callable[[Rough, Claims], str]] = {
    "no token": lambda rough, claims: "",
    "no signature asked for": unsigned,
    "signature cut off": without_its_signature,
    "signature of another": lambda rough, claims: jwt.encode(claims, "g" * 43, "HS256"),
    "payload changed": with_another_payload,
    "other algorithm": by_another_algorithm,
    "for somebody else": changed(aud="action-server"),
    "for two": changed(aud=None),
    "expired": changed(iat=int(time.time()) - 120, exp=int(time.time()) - 60),
    "not yet": changed(iat=int(time.time()) + 3600, exp=int(time.time()) + 3630),
    "lives too long": changed(exp=int(time.time()) + 86400),
    "for another body": changed(body=hashlib.sha256(b"other").hexdigest()),
    "of nobody": changed(sub=None),
    "without an id": changed(jti=None),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED.keys())
def test_a_token_that_is_not_right_is_refused_and_nothing_is_kept(
    rough: Rough, forge: Callable[[Rough, Claims], str]
) -> None:
    person, body = uuid4().hex, body_of("dit mag niet aankomen")
    answer = knock(rough, forge(rough, claims_of(rough, person, body)), body)
    assert (answer.status_code, answer.content) == (401, b"")
    assert rough.kept(person) == []


def test_a_right_token_opens_once(rough: Rough) -> None:
    person, body = uuid4().hex, body_of("dit komt een keer aan")
    token = sign(rough, claims_of(rough, person, body))
    assert knock(rough, token, body).status_code == 200
    again = knock(rough, token, body)
    assert (again.status_code, again.content) == (401, b"")
    assert rough.kept(person) == ["dit komt een keer aan"]


def test_a_new_token_for_the_same_id_brings_no_other_words_and_no_other_person(rough: Rough) -> None:
    person, body = uuid4().hex, body_of("de eerste woorden")
    claims = claims_of(rough, person, body)
    first = knock(rough, sign(rough, claims), body)
    other = body_of("andere woorden")
    for changes in ({"body": hashlib.sha256(other).hexdigest()}, {"sub": rough.journal.person("local", "mo").id}):
        words = other if "body" in changes else body
        assert knock(rough, sign(rough, {**claims, **changes, "nonce": uuid4().hex}), words).status_code == 401
    same = knock(rough, sign(rough, {**claims, "nonce": uuid4().hex}), body)
    assert same.json()["turn"] == first.json()["turn"]
    assert rough.kept(person) == ["de eerste woorden"]


def test_a_person_whom_nobody_met_gets_no_turn(rough: Rough) -> None:
    body = body_of("van niemand")
    claims = {**claims_of(rough, uuid4().hex, body), "sub": uuid4().hex}
    answer = knock(rough, sign(rough, claims), body)
    assert (answer.status_code, answer.content) == (502, b"")


@pytest.mark.parametrize("path", ["/webhook", "/health", "/actions", "/", "/status"])
@pytest.mark.parametrize("secret", [None, "", "guess", "0" * 43])
def test_the_action_server_answers_nobody_without_its_secret(rough: Rough, path: str, secret: str | None) -> None:
    address = rough.environment_of(RASA)["BLIJK_ACTION_URL"].removesuffix("/webhook")
    headers = {} if secret is None else {"X-Blijk-Secret": secret}
    for method in ("GET", "POST"):
        answer = httpx2.request(method, f"{address}{path}", headers=headers, trust_env=False, timeout=30)
        assert (answer.status_code, answer.content) == (401, b"")


def test_the_action_server_answers_who_has_the_secret(rough: Rough) -> None:
    environment = rough.environment_of(RASA)
    address = environment["BLIJK_ACTION_URL"].removesuffix("/webhook")
    headers = {"X-Blijk-Secret": environment["BLIJK_ACTION_SECRET"]}
    assert httpx2.get(f"{address}/health", headers=headers, trust_env=False).json() == {"status": "ok"}


@pytest.mark.parametrize("secret", ["", "guess", "0" * 43])
def test_the_terminals_door_is_shut_without_the_secret_of_this_run(rough: Rough, secret: str) -> None:
    headers = {"Authorization": f"Bearer {secret}".strip()}
    body = {"person": "eva", "text": "dit mag niet", "button": None, "id": uuid4().hex}
    answer = httpx2.post(f"{rough.address}/api/say", json=body, headers=headers, trust_env=False)
    assert answer.status_code == 403
    assert "dit mag niet" not in rough.kept("eva")
