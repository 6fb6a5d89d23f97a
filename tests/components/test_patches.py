"""Each patch accepts and refuses what Rasa's original does."""

from __future__ import annotations

import asyncio
from typing import Any

import dask
import pytest
import rasa
from dask.local import get_sync
from jsonschema import ValidationError
from rasa.core.actions import action
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig

from bot.components import patches

ORIGINAL = RemoteAction._validate_action_result
ANSWERS: tuple[Any, ...] = (
    {},
    {"events": [], "responses": []},
    {"events": [], "responses": [{"custom": {"turn": {}}, "text": None}]},
    {"events": [{"event": "slot", "name": "language", "value": "nl"}], "responses": []},
    {"events": [{"event": "slot"}]},
    {"events": [{"no": "event"}]},
    {"events": {}},
    {"responses": ["text"]},
    {"responses": {}},
    [],
    None,
    "text",
)


def accepts(validate: Any, answer: Any) -> bool:
    try:
        return bool(validate(RemoteAction("action_coach", None), answer))
    except ValidationError:
        return False


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
def test_the_validator_that_is_built_once_says_the_same_as_rasas(answer: Any) -> None:
    assert accepts(patches.validate_action_result, answer) == accepts(ORIGINAL, answer)


def test_these_answers_hold_both_right_and_wrong_ones() -> None:
    assert {accepts(ORIGINAL, answer) for answer in ANSWERS} == {True, False}


def test_a_refusal_does_not_repeat_the_answer() -> None:
    with pytest.raises(ValidationError) as refused:
        patches.validate_action_result(RemoteAction("action_coach", None), {"responses": "hij luistert nooit"})
    assert "nooit" not in str(refused.value)


def test_one_endpoint_keeps_one_session_with_its_own_headers() -> None:
    async def sessions() -> tuple[bool, bool, str]:
        one, other = EndpointConfig(headers={"X-Blijk-Secret": "s"}), EndpointConfig()
        async with patches.kept_session(one) as first:
            pass
        async with patches.kept_session(one) as second, patches.kept_session(other) as third:
            found = (first is second and not first.closed, first is third, first.headers["X-Blijk-Secret"])
        await first.close()
        await third.close()
        return found

    assert asyncio.run(sessions()) == (True, False, "s")


def test_a_session_that_was_closed_is_made_anew() -> None:
    async def closed() -> bool:
        endpoint = EndpointConfig()
        await patches.kept_session(endpoint).session.close()
        async with patches.kept_session(endpoint) as session:
            alive = not session.closed
        await session.close()
        return alive

    assert asyncio.run(closed())


GRAPHS: tuple[dict[str, Any], ...] = (
    {"in": ("in", 1), "double": (lambda given: ("double", 2 * given[1]), "in")},
    {"one": (str, 1), "two": (str, 2), "double": (lambda *given: given, "one", "two", "not a node")},
    {"double": (lambda: 1 / 0,)},
    {"double": (str, "other"), "other": (str, "double")},
    {"other": (str, 1)},
)
"""As Rasa gives them: a node and what it needs. Two that work, one that fails, a circle, and none that is asked for."""


def outcome(get: Any, graph: dict[str, Any]) -> Any:
    try:
        return tuple(get(graph, ["double"]))
    except Exception as error:
        return type(error)


@pytest.mark.parametrize("graph", GRAPHS, ids=range(len(GRAPHS)))
def test_the_plain_walk_comes_to_what_the_scheduler_comes_to(graph: dict[str, Any]) -> None:
    assert outcome(patches.walk, graph) == outcome(get_sync, graph)


def test_the_graphs_hold_both_right_and_wrong_ones() -> None:
    assert {isinstance(outcome(get_sync, graph), tuple) for graph in GRAPHS} == {True, False}


@pytest.fixture
def unpatched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every change be undone after the test."""
    monkeypatch.setattr(RemoteAction, "_validate_action_result", ORIGINAL)
    monkeypatch.setattr(EndpointConfig, "session", EndpointConfig.session)
    monkeypatch.setattr(dask, "get", get_sync)
    monkeypatch.setattr(action, "DEFAULT_REQUEST_TIMEOUT", 300)


@pytest.mark.usefixtures("unpatched")
def test_rasa_is_changed_in_the_version_that_the_patches_were_written_for() -> None:
    assert patches.patch_rasa()
    assert RemoteAction._validate_action_result is patches.validate_action_result
    assert EndpointConfig.session is patches.kept_session
    assert dask.get is patches.walk
    assert action.DEFAULT_REQUEST_TIMEOUT == patches.PATIENCE


@pytest.mark.usefixtures("unpatched")
def test_another_rasa_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa, "__version__", "3.6.22")
    assert not patches.patch_rasa()
    assert RemoteAction._validate_action_result is ORIGINAL
