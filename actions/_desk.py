"""What every action needs at hand, opened once per process, at the first message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from bot.journal.journal import Journal
from bot.journal.opening import master_key, open_journal
from bot.knowledge import read_knowledge
from bot.listening.fingerprints import fingerprint
from bot.listening.pairs import FILE, Pairs, load_pairs
from bot.model import Knowledge
from bot.settings import ROOT, read_settings


@dataclass(frozen=True)
class Desk:
    """The collaborators of an action."""

    journal: Journal
    knowledge: Knowledge
    now: Callable[[], datetime]
    """The moment, with time zone."""
    pairs: Pairs | None = None
    """What was learned of sentences that stand against each other."""


@cache
def open_desk() -> Desk:
    """Open the journal and read what the coach knows, as the environment says.

    What was learned is what `blijk run` started with, also when words were edited since; else what fits the words now.
    """
    settings = read_settings()
    master = master_key(settings.master_key_file, settings.keys)
    journal = open_journal(settings.database_url, settings.keys, master)
    zone = ZoneInfo(settings.zone)
    started_with = settings.home if (settings.home / FILE).is_file() else None
    pairs = load_pairs(started_with or settings.models / f"listening-{fingerprint(ROOT)}")
    knowledge = read_knowledge(settings.data / "coaching", settings.exercises)
    return Desk(journal, knowledge, lambda: datetime.now(zone), pairs)
