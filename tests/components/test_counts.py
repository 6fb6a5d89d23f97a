"""A guard on counts, not on seconds: what a turn costs in Rasa; on disk: tests/journal/test_statements.py."""

from __future__ import annotations

import asyncio
import warnings
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.utils.endpoints import EndpointConfig

from bot.components import patches
from bot.components.connector import UNSPOKEN
from bot.components.no_tracker import NoTracker
from bot.running.models import ready_models
from bot.running.words import Words
from bot.settings import read_settings

SAID = ("hij luistert nooit naar mij", "dinsdag in het overleg nog", "stop", "waarom vraag je dat?", "ik wil niet meer")
EVENTS = 6
"""At most so many events are in the tracker that an action is sent."""
LARGEST = 12_000
"""Bytes of a call: the message, what was heard in it, and nothing that grows."""


class Endpoint(EndpointConfig):
    """An action server that answers at once, and remembers what it was called with."""

    def __init__(self) -> None:
        super().__init__(url="http://127.0.0.1:1/webhook", enable_selective_domain=True)
        self.calls: list[dict[str, Any]] = []

    async def request(self, *_: Any, **more: Any) -> Any:
        self.calls.append(more["json"])
        followup = {"event": "followup", "name": "action_listen"}
        return {"events": [followup], "responses": [{"custom": {"turn": {}, "saved": True}}]}


Talk = tuple[Endpoint, list[list[dict[str, Any]]]]
"""What the action server was called with, and what the gateway got for each message."""


@pytest.fixture(scope="module")
def model() -> Path:
    """Rasa's model as `make setup` trained it, else trained here."""
    return ready_models(read_settings(), Words("en"), lambda line: None)


@pytest.fixture(scope="module")
def talk(model: Path) -> Talk:
    """One person says all of `SAID` to a real Rasa; what that warns of is about itself."""
    endpoint = Endpoint()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        agent = Agent.load(str(model), tracker_store=NoTracker(None), action_endpoint=endpoint)

    async def say(number: int, text: str) -> list[dict[str, Any]]:
        replies = CollectingOutputChannel()
        metadata = {"id": f"m{number}", "text": text, "button": None, "language": "nl"}
        await agent.handle_message(UserMessage(UNSPOKEN, replies, "p", message_id=f"m{number}", metadata=metadata))
        return replies.messages

    async def say_all() -> list[list[dict[str, Any]]]:
        return [await say(number, text) for number, text in enumerate(SAID)]

    return endpoint, asyncio.run(say_all())


def test_a_turn_is_one_remote_call_and_one_reply(talk: Talk) -> None:
    endpoint, replies = talk
    assert len(endpoint.calls) == len(SAID)
    assert [len(each) for each in replies] == [1] * len(SAID)


def test_an_action_is_sent_a_handful_of_events_however_long_the_talk(talk: Talk) -> None:
    counts = {len(call["tracker"]["events"]) for call in talk[0].calls}
    assert max(counts) <= EVENTS


def test_an_action_is_not_sent_the_domain_nor_anything_that_grows(talk: Talk) -> None:
    assert {str(call.get("domain")) for call in talk[0].calls} <= {"{}", "None"}
    assert max(len(str(call)) for call in talk[0].calls) <= LARGEST


def test_the_schema_of_an_answer_is_checked_once_and_not_at_each_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    kind: Any = jsonschema.validators.validator_for(RemoteAction.action_response_format_spec())
    checked: list[Any] = []
    monkeypatch.setattr(kind, "check_schema", checked.append)
    patches._validator.cache_clear()
    for _ in SAID:
        patches.validate_action_result(RemoteAction("action_coach", None), {"events": [], "responses": []})
    assert len(checked) == 1
