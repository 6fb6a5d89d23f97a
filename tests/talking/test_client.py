from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from bot.model import Button
from bot.running.asking import Answer
from bot.running.runfile import Run
from bot.talking.client import FIELDS, PAUSES, Client, pressed
from bot.talking.listening import messages_of
from bot.talking.terminal import by_number, shown, talk_in_json, talk_plainly

RUN = Run("127.0.0.1", 8080, "secret", 1)
OFFERED = (Button("Graag", "offer:yes"), Button("Eerst mijn verhaal", "story"))
TURN = {
    "text": "Waar blijkt dat uit?", "buttons": [], "exercise": "four_words", "step": "beleven", "move": "evidence",
    "kind": "ask", "saved": True, "done": False,
}  # fmt: skip


class Gateway:
    """A hand-made gateway that remembers what it was asked and answers from a list, the last one for ever."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []

    def __call__(self, address: str, *, body: dict[str, Any], secret: str) -> Answer:
        assert (address, secret) == ("http://127.0.0.1:8080/api/say", "secret")
        self.asked.append(body)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def lines_of(typed: Iterable[str]) -> Callable[[], str]:
    """A keyboard on which these lines are typed, and then Ctrl-D."""
    waiting = iter(typed)

    def read() -> str:
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    return read


@pytest.mark.parametrize(
    "line, payload",
    [
        ("Graag", "offer:yes"),
        ("graag", "offer:yes"),
        (" offer:yes ", "offer:yes"),
        ("EERST MIJN VERHAAL", "story"),
        ("graag gedaan", None),
        ("OFFER:YES", None),
        ("", None),
    ],
)
def test_a_line_that_equals_an_offered_title_or_payload_is_that_button(line: str, payload: str | None) -> None:
    button = pressed(line, OFFERED)
    assert (button.payload if button else None) == payload


def test_a_pressed_button_is_sent_with_its_title() -> None:
    gateway = Gateway(Answer(200, TURN))
    Client(RUN, "eva", OFFERED, gateway).say("story")
    assert (gateway.asked[0]["text"], gateway.asked[0]["button"]) == ("Eerst mijn verhaal", "story")


def test_only_what_the_last_turn_offered_can_be_pressed() -> None:
    gateway = Gateway(Answer(200, TURN))
    client = Client(RUN, "eva", OFFERED, gateway)
    client.say("hij luistert nooit")
    client.say("Graag")
    assert [each["button"] for each in gateway.asked] == [None, None]


def test_a_message_that_was_not_saved_is_sent_again_under_the_same_id() -> None:
    gateway = Gateway(Answer(503, {}), Answer(200, TURN))
    answer = Client(RUN, "eva", ask=gateway, pause=lambda seconds: None).say("hij luistert nooit")
    assert answer["saved"] is True
    assert len({each["id"] for each in gateway.asked}) == 1


@pytest.mark.parametrize("refusal", [Answer(0, {}), Answer(502, {}), Answer(413, {"message": "Te lang."})])
def test_what_was_not_saved_is_said_to_be_so_and_keeps_what_was_offered(refusal: Answer) -> None:
    gateway = Gateway(refusal)
    waited: list[float] = []
    client = Client(RUN, "eva", OFFERED, gateway, waited.append)
    answer = client.say("hij luistert nooit")
    assert (answer["saved"], answer["buttons"]) == (False, [])
    assert set(FIELDS) <= set(answer)
    assert client.offered == OFFERED
    assert tuple(waited) == (PAUSES[:1] if refusal.status == 413 else PAUSES)


def test_in_json_each_line_gets_exactly_one_object() -> None:
    written: list[str] = []
    talk_in_json(Client(RUN, "eva", ask=Gateway(Answer(200, TURN))), io.StringIO("een\n\ndrie"), written.append)
    assert [json.loads(line) for line in written] == [TURN] * 3
    assert not any("\n" in line for line in written)


def test_in_the_terminal_a_turn_is_read_with_its_numbered_buttons() -> None:
    buttons = [{"title": "Graag", "payload": "offer:yes"}, {"title": "Nee", "payload": "no"}]
    assert shown({"text": "Een.\nTwee.", "buttons": buttons}) == "\n  Een.\n  Twee.\n\n  [1] Graag   [2] Nee\n"


@pytest.mark.parametrize("line, meant", [("1", "offer:yes"), (" 2 ", "story"), ("3", "3"), ("0", "0"), ("een", "een")])
def test_a_button_can_be_named_by_its_number(line: str, meant: str) -> None:
    assert by_number(line, Client(RUN, "eva", OFFERED)) == meant


def test_the_terminal_talks_until_the_end_and_passes_over_empty_lines() -> None:
    gateway, written = Gateway(Answer(200, TURN)), list[str]()
    talk_plainly(Client(RUN, "eva", ask=gateway), lines_of(["", "hij luistert nooit", "  "]), written.append, "x")
    assert [each["text"] for each in gateway.asked] == ["hij luistert nooit"]
    assert len(written) == 1


@pytest.mark.parametrize("content, said", [({}, "Niet bewaard."), ({"message": "Te lang."}, "Te lang.")])
def test_the_terminal_says_what_was_not_saved(content: dict[str, Any], said: str) -> None:
    written: list[str] = []
    client = Client(RUN, "eva", ask=Gateway(Answer(503, content)), pause=lambda seconds: None)
    talk_plainly(client, lines_of(["hij luistert nooit"]), written.append, "Niet bewaard.")
    assert written == [f"\n  {said}\n"]


@pytest.mark.parametrize(
    "line, messages",
    [
        ("hij luistert nooit", ["hij luistert nooit"]),
        ('{"text": "hij luistert nooit"}', ["hij luistert nooit"]),
        ('{"messages": ["ik wil rust", "ik schreeuwde"]}', ["ik wil rust", "ik schreeuwde"]),
        ('{"messages": []}', ['{"messages": []}']),
        ('{"text": 3}', ['{"text": 3}']),
        ("3", ["3"]),
        ('"stop"', ['"stop"']),
        ("[" * 100_000, ["[" * 100_000]),
    ],
    ids=range(8),
)
def test_a_line_for_listen_is_a_message_or_json_with_messages(line: str, messages: list[str]) -> None:
    assert messages_of(line) == messages
