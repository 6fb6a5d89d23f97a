"""Starting, dying and stopping, with real processes."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.running.asking import fetch
from tests.running.test_supervisor import is_alive
from tests.stack.running import Stack, environment_in, running

pytestmark = pytest.mark.stack

PARTS = ("bot.components.action_server", "bot.web", "rasa")


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until, "waited for too long"
        time.sleep(0.05)


def is_ready(stack: Stack) -> bool:
    return fetch(f"{stack.run.address}/health/ready").status == 200


def answers(stack: Stack, person: str) -> list[str]:
    exported = stack.export(person)
    entries = [entry for reflection in exported["reflections"] for entry in reflection["entries"]]
    return [entry["text"] for entry in entries if entry["role"] != "turn"]


def test_a_part_that_is_killed_is_started_again_and_the_talk_goes_on(own_stack: Stack) -> None:
    said = ["hij luistert nooit"]
    own_stack.talk("eva", said)
    for part in PARTS:
        dead = own_stack.children[part]
        os.kill(dead, signal.SIGKILL)
        wait_until(lambda part=part, dead=dead: own_stack.children.get(part, dead) != dead and is_ready(own_stack))
        said.append(f"dinsdag in het overleg nog, na {part}")
        assert own_stack.talk("eva", said[-1:])[0]["saved"] is True
    assert answers(own_stack, "eva") == said


def test_a_talk_goes_on_where_it_stopped_after_everything_was_started_anew(tmp_path: Path) -> None:
    environment = environment_in(tmp_path)
    with running(tmp_path, environment) as stack:
        before = stack.talk("eva", ["ik heb morgen een gesprek met mijn teamleider", "start:four_words"])[-1]
        assert stops_whole(stack, signal.SIGINT)
    with running(tmp_path, environment) as stack:
        after = stack.talk("eva", ["herhaal"])[0]
        assert stops_whole(stack, signal.SIGTERM)
    assert before["exercise"] == "four_words"
    assert (after["exercise"], after["step"]) == (before["exercise"], before["step"])


def stops_whole(stack: Stack, how: signal.Signals) -> bool:
    """Stop it; whether all parts went with it, well and without a trace of the run."""
    children = stack.children
    assert set(children) == set(PARTS)
    stack.process.send_signal(how)
    well = stack.process.wait(30) == 0
    return well and not any(is_alive(pid) for pid in children.values()) and not (stack.home / "run.json").exists()


def test_all_parts_die_with_a_killed_parent(own_stack: Stack) -> None:
    children = list(own_stack.children.values())
    own_stack.process.kill()
    own_stack.process.wait()
    wait_until(lambda: not any(is_alive(child) for child in children))
    assert own_stack.blijk("talk", "--json", typed="hallo\n").returncode == 1


def test_a_second_start_in_the_same_home_is_refused_in_one_sentence(stack: Stack) -> None:
    again = stack.blijk("run")
    assert (again.returncode, len(again.stderr.splitlines())) == (1, 1)


def test_a_port_that_is_taken_is_said_in_one_sentence(stack: Stack, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        other = Stack(tmp_path, {**environment_in(tmp_path), "BLIJK_PORT": port}, stack.process)
        done = other.blijk("run")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert port in done.stderr
