"""The trained models: each lies under `models/` by the hash of what it was learned from, and is made once."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

from bot.errors import ModelMissing
from bot.listening.training import fingerprint, train
from bot.running.environment import rasa_environment
from bot.running.words import Words
from bot.settings import ROOT, Settings

RASA_READS = ("config.yml", "domain.yml", "data/rules", "data/nlu", "bot/components/listener.py", "bot/wire.py")
KEPT = 3
"""How many models of each kind stay; older ones go."""
LONG = 3600
"""Seconds after which a model that is still half made never gets whole."""


def ready_models(settings: Settings, words: Words, say: Callable[[str], None]) -> Path:
    """Train what is not there yet and return the path of Rasa's model; `say` gets a line before each long step.

    Raises `ModelMissing` when a training fails.
    """
    settings.models.mkdir(exist_ok=True)
    listening, rasa = places_of(settings)
    if not listening.is_dir():
        say(words.say("training_listening"))
        _make(listening, lambda folder: train(settings.data, folder, say))
    if not rasa.is_file():
        say(words.say("training_rasa"))
        _make(rasa, lambda file: _train_rasa(file, settings.home / "log" / "train.log"))
    for kind in ("listening-*", "rasa-*"):
        _forget_older(settings.models.glob(kind))
    _forget_halves(settings.models)
    return rasa


def places_of(settings: Settings) -> tuple[Path, Path]:
    """Return where the listening models and Rasa's model for this code and data lie, or would lie."""
    listening = settings.models / f"listening-{fingerprint(ROOT)}"
    return listening, settings.models / f"rasa-{_hash_of(RASA_READS, listening.name)}.tar.gz"


def _make(place: Path, make: Callable[[Path], None]) -> None:
    """Make a model beside its place and move it there when it is whole, so that half a model never lies there.

    Whoever else made the same one in the meantime was as right.
    """
    beside = place.with_name(f".{os.getpid()}-{place.name}")
    try:
        make(beside)
        if not place.exists():
            beside.replace(place)
    finally:
        _remove(beside)


def _train_rasa(file: Path, log: Path) -> None:
    name = file.name.removesuffix(".tar.gz")
    asked = ["train", "--config", "config.yml", "--domain", "domain.yml", "--data", "data/nlu", "data/rules"]
    command = [sys.executable, "-m", "rasa", *asked, "--out", str(file.parent), "--fixed-model-name", name]
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with log.open("wb") as output:
        done = subprocess.run(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env=rasa_environment())
    if done.returncode or not file.is_file():
        raise ModelMissing(
            f"{log}: Rasa's training failed; expected a model; choices: read there what it says, then `make train`"
        )


def _hash_of(paths: Iterable[str], *more: str) -> str:
    found = hashlib.sha256("\n".join((version("rasa"), *more)).encode())
    for path in paths:
        place = ROOT / path
        for file in sorted(place.rglob("*.yml")) if place.is_dir() else [place]:
            found.update(f"\n{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return found.hexdigest()[:16]


def _forget_older(models: Iterable[Path]) -> None:
    for old in sorted(models, key=lambda path: path.stat().st_mtime, reverse=True)[KEPT:]:
        _remove(old)


def _forget_halves(folder: Path) -> None:
    """Remove what a training left behind that was killed."""
    for half in folder.glob(".*-*"):
        if time.time() - half.stat().st_mtime > LONG:
            _remove(half)


def _remove(model: Path) -> None:
    if model.is_dir():
        shutil.rmtree(model, ignore_errors=True)
    else:
        model.unlink(missing_ok=True)
