"""Nouns come back from JSON as they were."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timezone

import msgspec
import pytest

from bot.model import Button, Command, Discrepancy, Heard, Intention, Sentence, Signal, Turn
from bot.wire import pack, unpack

SAID = Sentence("Hij luistert nooit", 0, "norm", 0.9, (Signal("absolute", "nooit", 13, 18),), ("hij", "nooit"))
NOUNS = (
    Button("Graag", "yes"),
    Heard("", "nl"),
    Heard("Hij luistert nooit", "nl", sentences=(SAID,), command=Command("stop", 0.4, ask_back=True)),
    replace(Heard("a. b.", "en"), discrepancy=Discrepancy("a", "b", "within", 0.9, True, "want / happened")),
    Turn("Neem de tijd.", "receive", "receive", quotes=(("nooit", "absolute"),), buttons=(Button("Ja", "yes"),)),
    Turn("Dag.", "close", "close", intention=Intention("bellen", datetime(2026, 3, 4, 9, tzinfo=timezone.utc), "hour")),
)


@dataclass(frozen=True)
class Places:
    """A noun with a tuple of two kinds."""

    spans: tuple[tuple[str, datetime], ...] = ()


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: type(noun).__name__)
def test_a_noun_comes_back_from_json_as_it_was(noun: object) -> None:
    assert unpack(type(noun), json.loads(json.dumps(pack(noun)))) == noun


def test_each_place_of_a_tuple_is_read_in_its_own_way() -> None:
    places = Places((("dinsdag", datetime(2026, 3, 3, 9)),))
    assert unpack(Places, json.loads(json.dumps(pack(places)))) == places


def test_what_a_noun_no_longer_has_is_passed_over() -> None:
    assert unpack(Button, {"title": "Ja", "payload": "yes", "colour": "red"}) == Button("Ja", "yes")


def test_what_a_noun_cannot_be_without_is_missed() -> None:
    with pytest.raises(msgspec.ValidationError):
        unpack(Button, {"title": "Ja"})


def test_half_a_surrogate_pair_comes_back_as_it_was_sent() -> None:
    assert unpack(Button, json.loads(json.dumps(pack(Button("Ja \ud83d", "yes"))))) == Button("Ja \ud83d", "yes")


def test_a_moment_in_utc_is_the_same_moment_again() -> None:
    at = datetime(2026, 3, 4, 9, 30, tzinfo=timezone.utc)
    assert unpack(Intention, pack(Intention("bellen", at, "time"))).at == at
