from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from bot.model import Button, Message, Thread, Turn

from .conftest import Door

FIELDS = {"text", "buttons", "exercise", "step", "move", "kind", "saved", "done"}


def knock(door: Door, body: Any, secret: str = "run-secret") -> httpx2.Response:
    content = json.dumps(body).encode()
    return door.browser.post("/api/say", content=content, headers={"Authorization": f"Bearer {secret}"})


def test_a_line_from_the_terminal_gives_the_turn(open_door: Callable[..., Door]) -> None:
    def coach(message: Message, thread: Thread) -> Turn:
        buttons = (Button("Graag", "yes"),)
        return Turn("Zal ik?", "ask", "offer", exercise="four_words", step="when", buttons=buttons, state="open")

    door = open_door(coach=coach)
    answer = knock(door, {"person": door.settings.person, "text": "Hoi", "button": None, "id": "a" * 32})
    assert answer.json() == {
        "text": "Zal ik?",
        "buttons": [{"title": "Graag", "payload": "yes"}],
        "exercise": "four_words",
        "step": "when",
        "move": "offer",
        "kind": "ask",
        "saved": True,
        "done": False,
    }


def test_what_the_terminal_said_stands_on_the_page(door: Door) -> None:
    knock(door, {"person": door.settings.person, "text": "Vanuit de terminal"})
    assert "Vanuit de terminal" in door.browser.get("/").text


def test_a_button_travels_as_a_field_of_its_own(door: Door) -> None:
    knock(door, {"person": door.settings.person, "text": "Graag", "button": "yes"})
    assert (door.rasa.got[0].text, door.rasa.got[0].button) == ("Graag", "yes")


def test_the_same_id_is_the_same_message(door: Door) -> None:
    for _ in range(2):
        knock(door, {"person": door.settings.person, "text": "Een keer", "id": "b" * 32})
    assert door.kept() == ["Een keer", "Neem de tijd."]


@pytest.mark.parametrize("secret", ["", "wrong", "run-secret-"])
def test_without_the_secret_of_this_run_nothing_is_read(door: Door, secret: str) -> None:
    assert knock(door, {"person": "me", "text": "x"}, secret).status_code == 403
    assert door.rasa.got == []


def test_a_gateway_without_a_secret_lets_no_terminal_in(open_door: Callable[..., Door]) -> None:
    assert knock(open_door(run_secret=""), {"person": "me", "text": "x"}, "").status_code == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ([], 422),
        ("text", 422),
        ({"text": "x"}, 422),
        ({"person": "", "text": "x"}, 422),
        ({"person": ["me"], "text": "x"}, 422),
        ({"person": "me", "text": 5}, 422),
        ({"person": "me", "text": "x", "button": {}}, 422),
        ({"person": "me", "text": "x", "button": 7}, 422),
        ({"person": "me", "text": "x", "id": "\u0000"}, 422),
        ({"person": "me", "text": "\ud800"}, 422),
        ({"person": "me", "text": " "}, 422),
        ({"person": "me", "text": "a" * 20_001}, 413),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence_and_every_field(door: Door, body: Any, status: int) -> None:
    answer = knock(door, body)
    assert answer.status_code == status
    assert set(answer.json()) >= FIELDS
    assert answer.json()["saved"] is False
    assert answer.json()["message"]
    assert door.rasa.got == []


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_refused(door: Door, content: bytes) -> None:
    answer = door.browser.post("/api/say", content=content, headers={"Authorization": "Bearer run-secret"})
    assert answer.status_code == 422


def test_what_was_not_saved_is_said_in_the_persons_language(door: Door) -> None:
    person = door.journal.person("local", door.settings.person)
    door.journal.set_language(person.id, "en")
    door.rasa.behaves = "empty"
    answer = knock(door, {"person": door.settings.person, "text": "Hello"})
    assert answer.status_code == 503
    assert answer.json()["message"].startswith("This was not saved")
