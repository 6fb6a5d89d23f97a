"""What is noticed in an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.coaching.noticing import does_not_know
from bot.model import Signal
from tests.coaching.hand_made import hear


@pytest.mark.parametrize(
    ("text", "said", "whole"),
    [
        ("I don't know", "I don't know", True),
        ("geen idee eigenlijk, sorry", "geen idee", True),
        ("dat weet ik niet zo goed", "weet ik niet", True),
        ("I don't know what he'll do", "I don't know", False),
        ("geen idee hoe zij dat ziet", "geen idee", False),
    ],
)
def test_not_knowing_is_the_whole_answer_only_where_nothing_is_said_of_what(text: str, said: str, whole: bool) -> None:
    heard = hear(text, "notknowing")
    start = text.index(said)
    signal = Signal("notknowing", said, start, start + len(said))
    assert does_not_know(replace(heard, sentences=(replace(heard.sentences[0], signals=(signal,)),))) is whole
