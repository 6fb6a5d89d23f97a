from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import jwt
import pytest
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from sanic.response import HTTPResponse

from bot.components.connector import LARGEST, UNSPOKEN, Gate, GatewayChannel, is_ready
from bot.components.no_tracker import NoTracker
from bot.errors import SenderUnknown, SettingWrong

SECRET = "s" * 43
BODY = json.dumps({"text": "hij luistert nooit", "button": None, "language": "nl"}).encode()
NONCES = itertools.count()
TURN = {"turn": {"text": "Neem de tijd."}, "saved": True}


def sign(signed: bytes = BODY, secret: str = SECRET, **changes: Any) -> str:
    now = int(time.time())
    claims = {"aud": "rasa", "sub": "p1", "jti": "m1", "nonce": next(NONCES), "iat": now, "exp": now + 30}
    claims = {**claims, "body": hashlib.sha256(signed).hexdigest(), **changes}
    return f"Bearer {jwt.encode({k: v for k, v in claims.items() if v is not None}, secret, 'HS256')}"


def receive(authorization: str, body: bytes, replies: list[dict[str, Any]], heard: list[UserMessage]) -> HTTPResponse:
    async def rasa(message: UserMessage) -> None:
        heard.append(message)
        assert isinstance(message.output_channel, CollectingOutputChannel)
        message.output_channel.messages.extend(replies)

    return asyncio.run(GatewayChannel(Gate(SECRET)).receive(authorization, body, rasa))


def test_a_signed_message_gets_its_turn() -> None:
    answer = receive(sign(), BODY, [{"recipient_id": "p1", "custom": TURN}], [])
    assert (answer.status, json.loads(answer.body)) == (200, TURN)


def test_rasa_gets_the_words_in_the_metadata_and_none_as_text() -> None:
    heard: list[UserMessage] = []
    receive(sign(), BODY, [], heard)
    assert (heard[0].text, heard[0].sender_id, heard[0].message_id) == (UNSPOKEN, "p1", "m1")
    assert heard[0].metadata == {"id": "m1", "text": "hij luistert nooit", "button": None, "language": "nl"}


@pytest.mark.parametrize("text", ["/restart", "/stop{", " /back", "", "\x00\u202e", "🙂" * 10_000], ids=repr)
def test_any_text_travels_word_for_word_and_is_never_a_command_of_rasas(text: str) -> None:
    heard: list[UserMessage] = []
    body = json.dumps({"text": text}).encode()
    receive(sign(body), body, [], heard)
    assert heard[0].metadata is not None
    assert heard[0].metadata["text"] == text
    assert not str(heard[0].text).startswith("/")


@pytest.mark.parametrize("replies", [[], [{"text": "Er ging iets mis."}], [{"custom": {}}]], ids=str)
def test_without_a_turn_nothing_was_saved_and_nothing_is_said(replies: list[dict[str, Any]]) -> None:
    answer = receive(sign(), BODY, replies, [])
    assert (answer.status, answer.body) == (502, b"")


def test_when_rasa_fails_nothing_was_saved() -> None:
    async def rasa(message: UserMessage) -> None:
        raise RuntimeError("hij luistert nooit")

    answer = asyncio.run(GatewayChannel(Gate(SECRET)).receive(sign(), BODY, rasa))
    assert (answer.status, answer.body) == (502, b"")


def test_a_very_large_request_is_refused_unread() -> None:
    heard: list[UserMessage] = []
    assert receive(sign(), b"x" * (LARGEST + 1), [], heard).status == 413
    assert not heard


def in_seconds(seconds: int) -> int:
    return int(time.time()) + seconds


# made when the test runs: what is signed when tests are collected has another name in each process, and is soon too old
FORGED: dict[str, Callable[[], str]] = {
    "nothing": lambda: "",
    "no token": lambda: "Bearer ",
    "no claims": lambda: "Bearer x.y.z",
    "signed by another": lambda: sign(secret="t" * 43),
    "expired": lambda: sign(exp=2),
    "for another": lambda: sign(aud="other"),
    "lives too long": lambda: sign(exp=in_seconds(3600)),
    "from the future": lambda: sign(iat=in_seconds(30_000), exp=in_seconds(30_030)),
    "made on no moment": lambda: sign(iat="yesterday"),
    "of no body": lambda: sign(body=None),
    "without an id": lambda: sign(jti=None),
    "of nobody": lambda: sign(sub=None),
    "of another body": lambda: sign(b"another body"),
    "not signed": lambda: f"Bearer {jwt.encode({'sub': 'p1'}, key='', algorithm='none')}",
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED.keys())
def test_what_the_gateway_did_not_sign_is_refused_with_an_empty_body(forge: Callable[[], str]) -> None:
    heard: list[UserMessage] = []
    answer = receive(forge(), BODY, [], heard)
    assert (answer.status, answer.body, heard) == (401, b"", [])


@pytest.mark.parametrize("body", [b"", b"text", b"[]", b"{}", b'{"text": 1}', b'{"text": "a", "button": 1}'])
def test_a_signed_body_of_the_wrong_form_is_refused(body: bytes) -> None:
    with pytest.raises(SenderUnknown, match="expected"):
        Gate(SECRET).open(sign(body), body)


def test_the_same_message_may_come_again() -> None:
    gate = Gate(SECRET)
    again = json.dumps({"text": "hij luistert nooit", "button": None, "language": "en"}).encode()
    assert gate.open(sign(), BODY).text == gate.open(sign(again), again).text


def test_a_token_opens_once() -> None:
    gate, token = Gate(SECRET), sign()
    gate.open(token, BODY)
    with pytest.raises(SenderUnknown):
        gate.open(token, BODY)


def test_a_clock_that_differs_by_seconds_shuts_nobody_out() -> None:
    now = int(time.time())
    assert Gate(SECRET).open(sign(iat=now + 3, exp=now + 33), BODY).id == "m1"
    assert Gate(SECRET).open(sign(iat=now - 32, exp=now - 2), BODY).id == "m1"


def test_an_id_is_not_for_two_people() -> None:
    gate = Gate(SECRET)
    gate.open(sign(), BODY)
    with pytest.raises(SenderUnknown):
        gate.open(sign(sub="p2"), BODY)


def test_another_message_under_the_same_id_is_refused_as_long_as_its_token_lives() -> None:
    now = [100.0]
    gate = Gate(SECRET, lambda: now[0])
    other = json.dumps({"text": "iets anders"}).encode()
    gate.open(sign(), BODY)
    with pytest.raises(SenderUnknown):
        gate.open(sign(other), other)
    now[0] += 66
    assert gate.open(sign(other), other).text == "iets anders"


def test_the_channel_does_not_start_without_a_good_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLIJK_GATE_SECRET", "short")
    with pytest.raises(SettingWrong, match="BLIJK_GATE_SECRET"):
        GatewayChannel.from_credentials(None)


def context(store: object, ready: bool = True) -> SimpleNamespace:
    return SimpleNamespace(agent=SimpleNamespace(tracker_store=store, is_ready=lambda: ready))


def test_rasa_is_ready_when_it_has_its_model_and_keeps_nothing() -> None:
    assert is_ready(context(FailSafeTrackerStore(NoTracker(Domain.empty()))))


def test_rasa_is_not_ready_without_agent_or_model() -> None:
    assert not is_ready(SimpleNamespace())
    assert not is_ready(context(NoTracker(Domain.empty()), ready=False))


def test_rasa_is_not_ready_when_it_silently_took_its_own_store() -> None:
    assert not is_ready(context(FailSafeTrackerStore(InMemoryTrackerStore(Domain.empty()))))


def test_rasa_is_not_ready_when_it_fell_back_on_its_own_store_once() -> None:
    store = FailSafeTrackerStore(NoTracker(Domain.empty()))
    assert store.fallback_tracker_store
    assert not is_ready(context(store))
