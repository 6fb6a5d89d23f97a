"""With hand-made parts: tiny processes that live, die at once, or do not want to stop."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.running import supervisor as module
from bot.running.supervisor import BACK_OFF, STEADY, Part, Supervisor
from bot.settings import ROOT

LIVING = "import time\nprint('up', flush=True)\ntime.sleep(600)\n"
DYING = "print('up', flush=True)\nraise SystemExit(1)\n"
STUBBORN = "import signal, time\nsignal.signal(15, signal.SIG_IGN)\nprint('up', flush=True)\ntime.sleep(600)\n"


@pytest.fixture
def part(tmp_path: Path) -> Iterator[Callable[[str], Part]]:
    """Make a part that runs the given code."""
    made: list[Part] = []

    def make(code: str) -> Part:
        name = f"part{len(made)}"
        (tmp_path / f"{name}.py").write_text(code)
        made.append(Part(name, name, [], {"PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}", "PATH": ""}))
        return made[-1]

    yield make
    for each in made:
        if each.process is not None and each.process.poll() is None:
            each.process.kill()
            each.process.wait()


def wait_until(true: Callable[[], object]) -> None:
    until = time.monotonic() + 30
    while not true():
        assert time.monotonic() < until, "waited for too long"
        time.sleep(0.01)


def said(folder: Path, part: Part) -> str:
    file = folder / "log" / f"{part.name}.log"
    return file.read_text() if file.exists() else ""


def test_parts_run_together_and_stop_together(tmp_path: Path, part: Callable[[str], Part]) -> None:
    parts = (part(LIVING), part(LIVING))
    supervisor = Supervisor(parts, tmp_path / "log")
    supervisor.start()
    wait_until(lambda: all(said(tmp_path, each) for each in parts))
    assert not any(each.dead for each in parts)
    supervisor.stop()
    assert all(each.dead for each in parts)


def test_a_dead_part_is_started_again_on_the_spot_the_first_time(tmp_path: Path, part: Callable[[str], Part]) -> None:
    living = part(LIVING)
    supervisor = Supervisor((living,), tmp_path / "log")
    supervisor.start()
    assert living.process is not None
    first = living.process
    first.kill()
    first.wait()
    assert supervisor.look_after() == (living,)
    assert living.process is not first
    assert not living.dead
    supervisor.stop()


def test_a_part_that_keeps_dying_waits_longer_each_time(tmp_path: Path, part: Callable[[str], Part]) -> None:
    now = [0.0]
    dying = part(DYING)
    supervisor = Supervisor((dying,), tmp_path / "log", lambda: now[0])
    supervisor.start()
    for pause in (*BACK_OFF, BACK_OFF[-1]):
        wait_until(lambda: dying.dead)
        assert supervisor.look_after() == (dying,)
        before = dying.process
        if pause:
            now[0] += pause * 0.9
            assert supervisor.look_after() == ()
            assert dying.process is before
            now[0] += pause * 0.2
            supervisor.look_after()
            assert dying.process is not before


def test_a_part_that_ran_well_for_a_while_is_forgiven_its_deaths(tmp_path: Path, part: Callable[[str], Part]) -> None:
    now = [0.0]
    dying = part(DYING)
    dying.deaths = 5
    supervisor = Supervisor((dying,), tmp_path / "log", lambda: now[0])
    supervisor.start()
    wait_until(lambda: dying.dead)
    now[0] += STEADY + 1
    supervisor.look_after()
    assert dying.deaths == 1


def test_a_part_that_does_not_want_to_stop_is_made_to(
    tmp_path: Path, part: Callable[[str], Part], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.1)
    stubborn = part(STUBBORN)
    supervisor = Supervisor((stubborn,), tmp_path / "log")
    supervisor.start()
    wait_until(lambda: said(tmp_path, stubborn))
    supervisor.stop()
    assert stubborn.dead


def test_what_a_part_writes_is_for_its_owner_only(tmp_path: Path, part: Callable[[str], Part]) -> None:
    living = part(LIVING)
    supervisor = Supervisor((living,), tmp_path / "log")
    supervisor.start()
    supervisor.stop()
    assert (tmp_path / "log" / "part0.log").stat().st_mode & 0o077 == 0
    assert (tmp_path / "log").stat().st_mode & 0o077 == 0


def test_children_die_when_their_parent_is_killed(tmp_path: Path) -> None:
    (tmp_path / "living.py").write_text(f"import os\nprint(os.getpid(), flush=True)\n{LIVING}")
    parent_code = (
        "import os, subprocess, sys, time\n"
        "subprocess.Popen([sys.executable, '-m', 'bot.running.child', str(os.getpid()), 'living'])\n"
        "time.sleep(600)\n"
    )
    environment = {"PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}", "PATH": ""}
    parent = subprocess.Popen([sys.executable, "-c", parent_code], stdout=subprocess.PIPE, env=environment, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_until(lambda: not is_alive(child))


def is_alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
