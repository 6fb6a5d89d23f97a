"""Whole talks, as data in `tests/talks`, through the real running stack; the journal then holds every answer.

A talk is `{title, language, who, exercise, says}`; each of `says` is `{say: text}` or `{press: title or payload}`, with
what is expected of the coach's turn: `move`, `kind`, `step`, `exercise` and `done` must be equal, each of `contains`
must stand in its text, each of `offers` among its buttons' titles.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.stack.running import Stack

pytestmark = pytest.mark.stack

FOLDER = Path(__file__).resolve().parents[1] / "talks"
TALKS = [
    pytest.param(yaml.safe_load(path.read_text(encoding="utf-8")), id=path.stem)
    for path in sorted(FOLDER.glob("*.yml"))
]
EQUAL = ("move", "kind", "step", "exercise", "done")
KEYS = {"say", "press", "contains", "offers", *EQUAL}
LONGEST = 30
"""Words in a turn of the coach at most, the card and what is shown on request excepted."""


@pytest.mark.parametrize("talk", TALKS)
def test_a_talk_goes_as_it_is_written_down(stack: Stack, talk: dict[str, Any], request: pytest.FixtureRequest) -> None:
    person = request.node.callspec.id
    said = [each.get("press", each.get("say")) for each in talk["says"]]
    answers = stack.talk(person, said)
    assert len(answers) == len(said)
    for expected, answer in zip(talk["says"], answers):
        check(expected, answer)
    assert_kept(stack, person, talk)


def check(expected: dict[str, Any], answer: dict[str, Any]) -> None:
    place = f"after: {expected.get('say', expected.get('press'))}\nthe coach: {answer['text']}"
    assert set(expected) <= KEYS, place
    assert answer["saved"] is True, place
    for key in EQUAL:
        if key in expected:
            assert answer[key] == expected[key], place
    for part in expected.get("contains", ()):
        assert part in answer["text"], place
    for title in expected.get("offers", ()):
        assert title in [button["title"] for button in answer["buttons"]], place


def assert_kept(stack: Stack, person: str, talk: dict[str, Any]) -> None:
    """Every word that was typed stands in the journal once, in order."""
    exported = stack.export(person)
    entries = [entry for reflection in exported["reflections"] for entry in reflection["entries"]]
    entries = sorted([*entries, *exported["asides"]], key=lambda entry: str(entry["at"]))
    kept = [entry["text"] for entry in entries if entry["role"] != "turn"]
    typed = [each["say"] for each in talk["says"] if "say" in each]
    assert [text for text in kept if text in typed] == typed
