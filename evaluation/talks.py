"""Plays all talks of `tests/talks`, so that the coach's manners can be measured."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.journal.opening import migrate, open_journal
from bot.knowledge import read_knowledge
from bot.listening.listener import Listener
from bot.listening.training import fingerprint, train
from bot.model import Turn
from bot.wire import pack
from evaluation.manners import Manners, measure
from tests.playing import Reply, play, read_talks
from tests.rehearsal import Rehearsal

NOW = datetime(2026, 3, 4, 10, 40, tzinfo=ZoneInfo("Europe/Amsterdam"))


def over_all_talks(root: Path) -> Manners:
    """Play every talk and measure the coach's turns; trains first where the models are not there."""
    knowledge, turns = read_knowledge(root / "data" / "coaching"), list[Turn]()
    with TemporaryDirectory() as folder:
        models = root / "models" / f"listening-{fingerprint(root)}"
        if not models.is_dir():
            models = Path(folder) / "models"
            train(root / "data", models, lambda name: None)
        titles = (title for exercise in knowledge.exercises.values() for title in exercise.title.values())
        listener = Listener(models, knowledge.signals, titles=titles)
        url = f"sqlite:///{folder}/journal.db"
        migrate(url)
        journal = open_journal(url, f"{folder}/keys/keys.db", os.urandom(32))
        for name, talk in read_talks().items():
            rehearsal = Rehearsal(listener, knowledge, journal, name, lambda: NOW)

            def say(line: str, rehearsal: Rehearsal = rehearsal) -> Reply:
                turns.append(rehearsal.say(line))
                reply: Reply = pack(turns[-1])
                return reply

            play(talk, say)
        journal.close()
    return measure(turns, knowledge)
