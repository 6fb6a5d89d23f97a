"""A process that is killed at any moment loses nothing that it had acknowledged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import bot
from bot.journal.opening import master_key

from .making import Place

ROOT = Path(bot.__file__).parent.parent
TALK = """
import sys
from datetime import datetime, timezone
from bot.journal.opening import master_key, open_journal
from bot.model import Heard, Message, Turn
url, keys, master = sys.argv[1:]
journal = open_journal(url, keys, master_key(master, keys))
eva = journal.person("local", "eva").id
for number in range(1_000_000):
    turn = Turn("Ja.", "receive", "x", answers="beleven", state="done" if number % 3 == 2 else "open")
    with journal.turn(eva) as page:
        page.write(Message(str(number), eva, str(number)), Heard("", "nl"), turn, datetime.now(timezone.utc))
    print(number, flush=True)
"""


@pytest.mark.proof
def test_every_acknowledged_answer_is_there_after_a_kill(place: Place) -> None:
    master = str(place.folder / "data" / "master.key")
    command = [sys.executable, "-c", TALK, place.url, place.keys, master]
    talking = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert talking.stdout is not None
    acknowledged = [talking.stdout.readline() for _ in range(20)]
    talking.kill()
    acknowledged += talking.communicate()[0].splitlines(keepends=True)
    known = [line.strip() for line in acknowledged if line.endswith("\n")]
    assert master_key(master, place.keys) == place.master
    journal = place.open()
    exported = journal.export(journal.person("local", "eva").id)
    kept = [text["text"] for each in exported["reflections"] for text in each["entries"] if text["role"] == "answer"]
    journal.close()
    assert kept[: len(known)] == known
    assert len(kept) - len(known) in (0, 1)
