"""Which model is made when; the training itself is hand-made here, and real in the stack's tests."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import ModelMissing
from bot.listening.pairs import Pairs, load_pairs
from bot.running import models as module
from bot.running.models import KEPT, ready_models
from bot.running.preparing import keep
from bot.running.words import Words
from bot.settings import Settings, read_settings


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with two files, and trainings that leave a file and are counted."""
    (tmp_path / "data" / "rules").mkdir(parents=True)
    (tmp_path / "config.yml").write_text("a")
    (tmp_path / "data" / "rules" / "rules.yml").write_text("b")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr("bot.settings.ROOT", tmp_path)
    monkeypatch.setattr(module, "RASA_READS", ("config.yml", "data/rules"))
    monkeypatch.setattr(module, "fingerprint", lambda root: "f1")
    monkeypatch.setattr(module, "train", lambda data, out, say: (out.mkdir(), note(tmp_path, "listening")))
    monkeypatch.setattr(module, "_train_rasa", lambda file, log: (file.touch(), note(tmp_path, "rasa")))
    return tmp_path


def note(root: Path, trained: str) -> None:
    with (root / "trained").open("a") as file:
        file.write(f"{trained}\n")


def ready(root: Path) -> Path:
    return ready_models(settings_in(root), Words("en"), lambda line: None)


def settings_in(root: Path) -> Settings:
    return replace(read_settings({}), home=root / "var")


def trained(root: Path) -> list[str]:
    return (root / "trained").read_text().split()


def test_everything_is_trained_once(root: Path) -> None:
    assert ready(root) == ready(root)
    assert trained(root) == ["listening", "rasa"]


@pytest.mark.parametrize("changed", ["config.yml", "data/rules/rules.yml", "data/rules/new.yml"])
def test_a_change_in_what_rasa_reads_trains_rasa_only(root: Path, changed: str) -> None:
    before = ready(root)
    (root / changed).write_text("c")
    assert ready(root) != before
    assert trained(root) == ["listening", "rasa", "rasa"]


def test_a_change_in_what_is_listened_with_trains_both(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready(root)
    monkeypatch.setattr(module, "fingerprint", lambda root: "f2")
    ready(root)
    assert trained(root) == ["listening", "rasa"] * 2


def test_a_training_that_fails_leaves_no_half_model(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(data: Path, out: Path, say: object) -> None:
        out.mkdir()
        raise ModelMissing("training failed; expected a model; choices: try again")

    monkeypatch.setattr(module, "train", fail)
    with pytest.raises(ModelMissing):
        ready(root)
    assert list((root / "models").iterdir()) == []


def test_old_models_go_and_the_newest_stay(root: Path) -> None:
    for number in range(KEPT + 2):
        (root / "config.yml").write_text(str(number))
        newest = ready(root)
    left = list((root / "models").glob("rasa-*"))
    assert len(left) == KEPT
    assert newest in left


def test_what_a_killed_training_left_behind_goes_and_what_is_being_made_stays(root: Path) -> None:
    (root / "models" / ".1-listening-f0").mkdir(parents=True)
    (root / "models" / ".2-rasa-f0.tar.gz").touch()
    (root / "models" / ".3-rasa-f0.tar.gz").touch()
    for name in (".1-listening-f0", ".2-rasa-f0.tar.gz"):
        os.utime(root / "models" / name, (1, 1))
    ready(root)
    assert [path.name for path in (root / "models").glob(".*")] == [".3-rasa-f0.tar.gz"]


def test_a_line_is_said_before_each_long_step(root: Path) -> None:
    lines: list[str] = []
    ready_models(settings_in(root), Words("nl"), lines.append)
    assert len(lines) == 2


def test_what_the_parts_start_with_is_kept_where_no_later_training_removes_it(root: Path) -> None:
    settings = settings_in(root)
    rasa = ready(root)
    listening, _ = module.places_of(settings)
    Pairs({"always": 0.5}).save(listening)
    kept = keep(rasa, settings)
    assert kept.is_file() and load_pairs(settings.home) == Pairs({"always": 0.5})
