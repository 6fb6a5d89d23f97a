"""What must hold of any turn through the real stack."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from uuid import uuid4

import httpx2
import jwt
import pytest

from bot.running.asking import fetch
from tests.stack.running import Stack

pytestmark = pytest.mark.stack

NEVER_LOST = [
    "/restart",
    "/stop",
    '/stop{"language": "en"}',
    "/EXTERNAL_reminder{",
    "<script>alert(1)</script> {quote} {{ 7*7 }} %s",
    "🙂🙃",
    "\u202eמה שלומך\u202c",
    "je suis fatigué de tout ça",
    "a\tb\x0bc\x7fd",
    "score was 10[bron]",
    "rustig blijven",
    "stoppen met vergaderen zou helpen",
    "x" * 20_000,
]


def say(stack: Stack, person: str, text: str, message_id: str | None = None) -> dict[str, object]:
    body = {"person": person, "text": text, "button": None, "id": message_id or uuid4().hex}
    return dict(fetch(f"{stack.run.address}/api/say", body=body, secret=stack.run.secret).content)


def kept(stack: Stack, person: str) -> list[str]:
    exported = stack.export(person)
    entries = [entry for reflection in exported["reflections"] for entry in reflection["entries"]]
    return [entry["text"] for entry in (*entries, *exported["asides"]) if entry["role"] != "turn"]


@pytest.mark.parametrize("text", NEVER_LOST, ids=lambda text: ascii(text[:20]))
def test_whatever_is_typed_is_kept_word_for_word(stack: Stack, text: str) -> None:
    person = uuid4().hex
    assert say(stack, person, text)["saved"] is True
    assert kept(stack, person) == [text]


def test_the_same_message_gets_the_same_turn_and_is_kept_once(stack: Stack) -> None:
    person, message = uuid4().hex, uuid4().hex
    first = say(stack, person, "hij luistert nooit", message)
    assert say(stack, person, "hij luistert nooit", message) == first
    assert kept(stack, person) == ["hij luistert nooit"]


@pytest.mark.parametrize(
    "said, move",
    [("stop", "stop"), ("terug", "back_first"), ("wie ben jij?", "what_are_you"), ("STOP!", "stop")],
)
def test_a_command_reaches_its_action(stack: Stack, said: str, move: str) -> None:
    person = uuid4().hex
    stack.talk(person, ["ik heb morgen een gesprek met mijn teamleider", "start:four_words"])
    assert stack.talk(person, [said])[0]["move"] == move


def test_an_offered_button_can_be_pressed_from_another_terminal(stack: Stack) -> None:
    person = uuid4().hex
    offered = stack.talk(person, ["ik heb morgen een gesprek met mijn teamleider"])[0]["buttons"]
    assert offered
    pressed = stack.talk(person, [offered[0]["title"]])[0]
    assert pressed["move"] != "offer"


def test_two_people_do_not_meet(stack: Stack) -> None:
    one, other = uuid4().hex, uuid4().hex
    say(stack, one, "Pieter luistert nooit")
    assert stack.blijk("journal", "export", "--person", other).returncode == 1
    say(stack, other, "hallo")
    assert kept(stack, other) == ["hallo"]


def rasa_port(stack: Stack) -> str:
    arguments = Path(f"/proc/{stack.children['rasa']}/cmdline").read_text().split("\0")
    return arguments[arguments.index("--port") + 1]


def test_rasa_believes_only_the_gateway(stack: Stack) -> None:
    body = json.dumps({"text": "hij luistert nooit"}).encode()
    claims = {"aud": "rasa", "sub": "p", "jti": "m", "iat": 1, "exp": time.time() + 30}
    token = jwt.encode({**claims, "body": hashlib.sha256(body).hexdigest()}, "guess" * 9, "HS256")
    address = f"http://127.0.0.1:{rasa_port(stack)}/webhooks/blijk/webhook"
    for headers in ({}, {"Authorization": f"Bearer {token}"}):
        answer = httpx2.post(address, content=body, headers=headers, trust_env=False)
        assert (answer.status_code, answer.content) == (401, b"")


@pytest.mark.parametrize("path", ["/webhooks/rest/webhook", "/conversations/p/tracker", "/model/parse"])
def test_rasa_has_no_other_door(stack: Stack, path: str) -> None:
    answer = httpx2.post(f"http://127.0.0.1:{rasa_port(stack)}{path}", content=b"{}", trust_env=False)
    assert answer.status_code == 404


def test_rasa_says_that_it_keeps_no_tracker(stack: Stack) -> None:
    answer = httpx2.get(f"http://127.0.0.1:{rasa_port(stack)}/webhooks/blijk/health", trust_env=False)
    assert answer.json() == {"ready": True}


def test_no_word_is_found_in_any_file(stack: Stack) -> None:
    canary = f"kanarie{uuid4().hex}"
    person = f"vogel{uuid4().hex}"
    for text in (f"{canary} luistert nooit naar mij", f"/stop{{{canary}", canary):
        say(stack, person, text)
    files = [file for file in stack.folder.rglob("*") if file.is_file()]
    assert len(files) > 5
    assert [
        file for file in files if canary.encode() in file.read_bytes() or person.encode() in file.read_bytes()
    ] == []


def test_it_says_one_address(stack: Stack) -> None:
    assert stack.output.count("http://") == 1
    assert f"http://127.0.0.1:{stack.environment['BLIJK_PORT']}" in stack.output


def test_who_comes_with_the_same_person_a_third_time_in_a_day_is_asked_who_can_think_along(stack: Stack) -> None:
    person, moves = uuid4().hex, []
    for line in (
        "Vrijdag moet ik Pieter weer spreken.",
        "Pieter mailt nu ook al naar de ouders.",
        "Alweer gedoe met Pieter, nu over de kerstviering.",
    ):
        moves.append(say(stack, person, line)["move"])
        say(stack, person, "stop")
    assert moves[2] == "third_today" and "third_today" not in moves[:2]
