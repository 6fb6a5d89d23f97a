"""What the actions start with."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions import _desk as module
from bot.errors import ModelMissing
from bot.journal.opening import migrate
from bot.listening.pairs import Pairs


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with an empty journal, beside words that were edited after the last training."""
    home = tmp_path / "home"
    monkeypatch.setenv("BLIJK_HOME", str(home))
    monkeypatch.setenv("BLIJK_KEYS", str(tmp_path / "keys.db"))
    monkeypatch.setenv("BLIJK_MASTER_KEY_FILE", str(tmp_path / "master.key"))
    monkeypatch.setattr(module, "fingerprint", lambda root: "edited")
    migrate(f"sqlite:///{home / 'journal.db'}")
    return home


def test_a_restart_beside_edited_words_goes_on_with_what_was_learned_at_the_start(home: Path) -> None:
    Pairs({"always": 0.5}).save(home)
    desk = module.open_desk.__wrapped__()
    desk.journal.close()
    assert desk.pairs == Pairs({"always": 0.5})


def test_without_a_start_what_was_learned_must_fit_the_words(home: Path) -> None:
    with pytest.raises(ModelMissing, match="make train"):
        module.open_desk.__wrapped__()
