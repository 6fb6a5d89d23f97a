from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

with warnings.catch_warnings(record=True):  # libraries, about themselves
    importlib.import_module("rasa_sdk.executor")

from actions._desk import Desk
from bot.journal.journal import Journal
from bot.journal.opening import master_key, migrate, open_journal
from bot.model import Knowledge

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    url, keys = f"sqlite:///{tmp_path / 'home' / 'journal.db'}", str(tmp_path / "conf" / "keys.db")
    migrate(url)
    journal = open_journal(url, keys, master_key(tmp_path / "data" / "master.key", keys))
    yield journal
    journal.close()


@pytest.fixture
def desk(journal: Journal, knowledge: Knowledge) -> Callable[[], Desk]:
    """A desk with a real, empty journal, at a fixed moment."""
    return lambda: Desk(journal, knowledge, lambda: NOW)
