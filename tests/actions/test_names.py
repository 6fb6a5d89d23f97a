"""File, class, action, intent and rule follow from each other."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk.executor import ActionExecutor

from actions._turn import TurnAction
from bot.model import COMMANDS, SAFETY, STORY

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path.stem for path in (ROOT / "actions").glob("[!_]*.py"))
DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
RULES: list[dict[str, Any]] = yaml.safe_load((ROOT / "data" / "rules" / "rules.yml").read_text(encoding="utf-8"))[
    "rules"
]
OF_RASA = {"nlu_fallback", "out_of_scope"}


@pytest.mark.parametrize("file", FILES)
def test_a_file_holds_one_action_of_its_name(file: str) -> None:
    module = importlib.import_module(f"actions.{file}")
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and kind.__module__ == module.__name__]
    assert [kind.__name__ for kind in kinds] == ["Action" + "".join(part.capitalize() for part in file.split("_"))]
    assert issubclass(kinds[0], TurnAction)
    assert kinds[0]().name() == f"action_{file}"


def test_the_action_server_registers_every_action_and_nothing_else() -> None:
    executor = ActionExecutor()
    executor.register_package("actions")
    ours = {name for name, run in executor.actions.items() if run.__self__.__module__.startswith("actions.")}
    assert ours == {f"action_{file}" for file in FILES}


def test_the_domain_lists_every_action() -> None:
    assert set(DOMAIN["actions"]) == {f"action_{file}" for file in FILES}


def test_every_label_of_the_listener_is_an_intent() -> None:
    assert set(DOMAIN["intents"]) == {STORY, *COMMANDS, *SAFETY}


def test_every_intent_has_one_rule_with_one_action() -> None:
    steps = [rule["steps"] for rule in RULES]
    assert all([list(step) for step in each] == [["intent"], ["action"]] for each in steps)
    intents = [each[0]["intent"] for each in steps]
    assert sorted(intents) == sorted({STORY, *COMMANDS, *SAFETY, *OF_RASA})


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_goes_to_the_action_of_its_name(command: str) -> None:
    assert [rule["steps"][1]["action"] for rule in RULES if rule["steps"][0]["intent"] == command] == [
        f"action_{command}"
    ]
