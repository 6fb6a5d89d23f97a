"""The listener with its trained models; trained once, when the data or code they depend on changed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.knowledge.signals import read_signals
from bot.listening.listener import Listener
from bot.listening.training import fingerprint, train
from bot.model import SignalRule

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 4, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
"""A Wednesday."""


def trained() -> Path:
    """Return the folder of the trained models, training them if they are not there yet."""
    models = ROOT / "models" / f"listening-{fingerprint(ROOT)}"
    if not (models / "forms.json").exists():
        train(ROOT / "data", models, lambda name: None)
    return models


@pytest.fixture(scope="session")
def rules() -> tuple[SignalRule, ...]:
    rules, faults = read_signals(ROOT / "data" / "coaching" / "signals")
    assert not faults
    return rules


@pytest.fixture(scope="session")
def listener(rules: tuple[SignalRule, ...]) -> Listener:
    return Listener(trained(), rules)
