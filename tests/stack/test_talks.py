"""Whole talks, as plain data in `tests/talks`, in a terminal, through the real running stack, to the card."""

from __future__ import annotations

import pytest

from tests.playing import missing, play, read_talks
from tests.stack.running import Stack

pytestmark = pytest.mark.stack

TALKS = read_talks()


@pytest.mark.parametrize("name", TALKS)
def test_a_talk_reaches_its_card_and_every_word_is_kept(stack: Stack, name: str) -> None:
    with stack.terminal(name) as say:
        said = play(TALKS[name], say)
    whole = "\n".join(f"P: {line}\nB: {reply['text']}  [{reply['move']}]" for line, reply in said)
    assert all(reply["saved"] is True for _, reply in said), whole
    assert missing(TALKS[name], said) == [], whole
    assert kept(stack, name) == [line for line, _ in said]


def kept(stack: Stack, person: str) -> list[str]:
    """What a person typed, word for word, in the order in which it was kept."""
    exported = stack.export(person)
    entries = [entry for each in exported["reflections"] for entry in each["entries"]]
    entries = sorted((*entries, *exported["asides"]), key=lambda entry: str(entry["at"]))
    return [str(entry["text"]) for entry in entries if entry["role"] != "turn"]
