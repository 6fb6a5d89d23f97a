"""What all tests share. spaCy is imported where it is needed: the gateway's environment has none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge import read_knowledge
from bot.model import Knowledge

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """All that the coach knows, as it stands in `data/coaching`."""
    return read_knowledge(ROOT / "data" / "coaching")


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The listener's models for the data as it stands: those that `make setup` trained, else trained here."""
    from bot.listening.training import fingerprint, train

    folder = ROOT / "models" / f"listening-{fingerprint(ROOT)}"
    if not folder.is_dir():
        folder = tmp_path_factory.mktemp("models")
        train(ROOT / "data", folder, lambda name: None)
    return folder


@pytest.fixture(scope="session")
def listener(models: Path, knowledge: Knowledge) -> Any:
    """The real `Listener`."""
    from bot.listening.listener import Listener

    titles = (title for exercise in knowledge.exercises.values() for title in exercise.title.values())
    return Listener(models, knowledge.signals, titles=titles)
