"""The gateway's loop: what is due is brought once, at a decent hour, to who wants it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.knowledge import read_knowledge
from bot.model import Button, Heard, Intention, Knowledge, Message, Person, Reminder, Turn
from bot.web.gateway import Gateway
from bot.web.reminding import MOST_TRIES, bring_due, end_of_quiet, nowhere

from ..conftest import ROOT
from .conftest import Door

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2031, 3, 5, 10, 0, tzinfo=ZONE)
TALK = NOW + timedelta(days=2)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return read_knowledge(ROOT / "data" / "coaching")


def prepare(door: Door, *, wants: str | None = "yes", at: datetime = TALK) -> tuple[Gateway, Person]:
    """Let somebody finish a preparation, with the card and the question how it was to come."""
    gateway = door.gateway
    person = gateway.journal.person("local", gateway.settings.person)
    plans = (Reminder("before", at - timedelta(minutes=30)), Reminder("after", at + timedelta(minutes=90)))
    turn = Turn(
        "Tot hier.", "close", "close", exercise="four_words", step="lingers", answers="voorleven", state="done",
        done=True,
        intention=Intention("Eerst luisteren", at, "time"), reminders=plans, reminds=wants,
    )  # fmt: skip
    with gateway.journal.turn(person.id) as page:
        page.write(Message("m1" * 8, person.id, "Eerst luisteren"), Heard("Eerst luisteren", "nl"), turn, NOW)
    return gateway, person


def bring(gateway: Gateway, now: datetime, push: Callable[[Person], object] = nowhere) -> int:
    return asyncio.run(bring_due(gateway, push, now))  # type: ignore[arg-type]


def moves(gateway: Gateway, person: Person) -> list[str]:
    return [entry.turn.move for entry in gateway.journal.transcript(person.id) if entry.turn]


def test_the_card_comes_before_the_talk_and_the_question_after_it_each_once(door: Door) -> None:
    gateway, person = prepare(door)
    for moment in (TALK - timedelta(hours=1), TALK - timedelta(minutes=20), TALK, TALK + timedelta(hours=2)):
        for _ in range(2):
            bring(gateway, moment)
    assert moves(gateway, person) == ["close", "reminder_before", "afterwards.how"]


@pytest.mark.parametrize("wants", [None, "no"])
def test_who_did_not_say_yes_is_not_reminded(door: Door, wants: str | None) -> None:
    gateway, person = prepare(door, wants=wants)
    bring(gateway, TALK + timedelta(hours=3))
    assert moves(gateway, person) == ["close"]


def test_a_card_that_comes_too_late_does_not_come(door: Door) -> None:
    gateway, person = prepare(door)
    bring(gateway, TALK + timedelta(days=3))
    assert moves(gateway, person) == ["close", "afterwards.how"]


def test_nobody_is_reminded_in_the_quiet_hours(door: Door) -> None:
    evening = TALK.replace(hour=20)
    gateway, person = prepare(door, at=evening)
    bring(gateway, evening + timedelta(hours=3))
    assert moves(gateway, person) == ["close"]
    bring(gateway, (evening + timedelta(days=1)).replace(hour=7, minute=1))
    assert moves(gateway, person) == ["close", "afterwards.how"]


def test_who_erased_everything_is_not_reminded_of_anything(door: Door) -> None:
    gateway, person = prepare(door)
    gateway.journal.erase_person(person.id)
    assert bring(gateway, TALK) == 0


def test_a_channel_that_is_down_is_tried_again_and_the_turn_is_there_meanwhile(door: Door) -> None:
    gateway, person = prepare(door)
    tried = []
    minute = 0

    async def down(to: Person) -> bool:
        tried.append(minute)
        return False

    for minute in range(8):
        bring(gateway, TALK - timedelta(minutes=20) + timedelta(minutes=minute), down)
    assert tried == [0, 1, 3, 7]
    assert moves(gateway, person) == ["close", "reminder_before"]


def test_a_reminder_that_cannot_be_brought_holds_up_no_other_and_is_not_tried_for_ever(
    door: Door, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway, person = prepare(door)
    other = gateway.journal.person("local", "another")
    reading, tried = gateway.journal.turn, []

    def broken(whose: str) -> object:
        if whose == person.id:
            tried.append(whose)
            raise ValueError("hand-made: this page cannot be read")
        return reading(whose)

    with gateway.journal.turn(other.id) as page:
        wanted = (Reminder("after", TALK + timedelta(minutes=90)),)
        turn = Turn(
            "Tot hier.", "close", "close", exercise="four_words", step="lingers", answers="voorleven", state="done",
            done=True, reminders=wanted, reminds="yes",
        )  # fmt: skip
        page.write(Message("m2" * 8, other.id, "Eerst luisteren"), Heard("Eerst luisteren", "nl"), turn, NOW)
    monkeypatch.setattr(gateway.journal, "turn", broken)
    for minute in range(40):
        bring(gateway, TALK + timedelta(hours=2, minutes=minute))
    assert moves(gateway, other) == ["close", "afterwards.how"]
    assert len(tried) == 2 * MOST_TRIES


@pytest.mark.parametrize(
    ("hour", "quiet", "end"),
    [(22, (21, 7), 31), (6, (21, 7), 7), (10, (21, 7), None), (21, (21, 7), 31), (7, (21, 7), None), (3, (0, 0), None)],
)
def test_quiet_hours_may_go_over_midnight(hour: int, quiet: tuple[int, int], end: int | None) -> None:
    now = NOW.replace(hour=hour)
    expected = None if end is None else NOW.replace(hour=0) + timedelta(hours=end)
    assert end_of_quiet(now, quiet) == expected


def test_what_comes_while_another_talk_is_open_is_seen_there_and_takes_no_button_away(door: Door) -> None:
    gateway, person = prepare(door)
    waiting = Turn("Wat speelt er?", "ask", "x", exercise="four_words", step="beleven", answers="tell", state="open",
                   fresh=True, buttons=(Button("Verder", "next"),))  # fmt: skip
    with gateway.journal.turn(person.id) as page:
        page.write(Message("m2" * 8, person.id, "Nu iets anders"), Heard("Nu iets anders", "nl"), waiting, NOW)
    bring(gateway, TALK - timedelta(minutes=20))
    assert moves(gateway, person) == ["x", "reminder_before"]
    assert "Verder" in door.browser.get("/").text
