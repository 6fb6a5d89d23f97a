"""A week in fast motion, through the real stack with a moved clock: prepare, card, talk, how it was, and on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.playing import play, read_talks
from tests.stack.running import Stack, environment_in, running

pytestmark = pytest.mark.stack

ZONE = ZoneInfo("Europe/Amsterdam")
CLOCKS = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
"""What moves the clock of a process: Debian's package `faketime`."""
SOON = 60.0
"""Seconds within which the gateway must have looked for reminders."""
TALKS = read_talks()
WEEKS = {
    "leader": ("four_words.nl", "meeting_review.nl"),
    "board": ("board_meeting_prep.nl", "learning_partners.nl"),
    "teacher": ("lesson_reflection.nl", "ask_feedback.nl"),
}
"""Who somebody is -> what they prepare, and what they come with a week later."""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    assert CLOCKS, "faketime: not installed; expected Debian's package; choices: apt-get install faketime"
    still = {"DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"}
    return {**environment_in(tmp_path), "LD_PRELOAD": str(CLOCKS[0]), "BLIJK_QUIET": "0-0", **still}


@contextmanager
def at(moment: datetime, folder: Path, environment: dict[str, str]) -> Iterator[Stack]:
    """Run Blijk while its clock says that moment."""
    ahead = moment - datetime.now(ZONE)
    with running(folder, {**environment, "FAKETIME": f"{ahead.total_seconds():+.0f}"}) as stack:
        yield stack


def moves(stack: Stack, person: str) -> list[str]:
    return [str(entry.get("move")) for entry in entries(stack, person) if entry["role"] == "turn"]


def entries(stack: Stack, person: str) -> list[dict[str, Any]]:
    return [entry for each in stack.export(person)["reflections"] for entry in each["entries"]]


def wait_for(stack: Stack, person: str, move: str) -> None:
    until = time.monotonic() + SOON
    while move not in moves(stack, person):
        assert time.monotonic() < until, moves(stack, person)[-3:]
        time.sleep(0.5)


def prepared(stack: Stack, person: str, talk: str = "four_words.nl") -> datetime:
    """Prepare a talk, agree to be reminded, and return when the talk is."""
    with stack.terminal(person) as say:
        play(TALKS[talk], say)
        assert say("Ja, herinner me")["move"] == "reminders_yes"
    (intention,) = [each["intention"] for each in stack.export(person)["reflections"]]
    return datetime.fromisoformat(intention["at"])


@pytest.mark.parametrize("who", WEEKS)
def test_a_week_from_the_preparation_to_the_next_exercise(
    tmp_path: Path, environment: dict[str, str], who: str
) -> None:
    first, second = WEEKS[who]
    monday = datetime(2031, 3, 3, 10, 0, tzinfo=ZONE)
    with at(monday, tmp_path, environment) as stack:
        talk = prepared(stack, "eva", first)
        assert moves(stack, "eva").count("reminder_before") == 0
    with at(talk - timedelta(minutes=20), tmp_path, environment) as stack:
        wait_for(stack, "eva", "reminder_before")
    with at(talk + timedelta(hours=3), tmp_path, environment) as stack:
        wait_for(stack, "eva", "afterwards.how")
        answers = {**TALKS["afterwards.nl"], "opens": TALKS["afterwards.nl"]["answers"]["how"]}
        answers.pop("before")
        with stack.terminal("eva") as say:
            said = play(answers, say)
        assert said[0][1]["exercise"] == "afterwards"
        (whole,) = stack.export("eva")["reflections"]
        assert (whole["exercise"], whole["state"]) == (first.partition(".")[0], "done")
    with at(monday + timedelta(days=7), tmp_path, environment) as stack:
        with stack.terminal("eva") as say:
            play(TALKS[second], say)
            assert len(say("mijn reflecties")["buttons"]) == 2
        assert moves(stack, "eva").count("reminder_before") == 1
        assert moves(stack, "eva").count("afterwards.how") == 1


def test_who_erased_everything_hears_nothing_more(tmp_path: Path, environment: dict[str, str]) -> None:
    monday = datetime(2031, 3, 3, 10, 0, tzinfo=ZONE)
    with at(monday, tmp_path, environment) as stack:
        talk = prepared(stack, "eva")
        prepared(stack, "bas")
        assert stack.talk("eva", ["wis alles", "Alles wissen"])[-1]["move"] == "erased_all"
    with at(talk - timedelta(minutes=20), tmp_path, environment) as stack:
        wait_for(stack, "bas", "reminder_before")
        assert stack.blijk("journal", "export", "--person", "eva", "--format", "json").returncode != 0
