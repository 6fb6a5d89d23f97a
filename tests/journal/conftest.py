from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.journal.journal import Journal
from bot.journal.opening import master_key, migrate

from .making import Place


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty journal whose tables are up to date, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "journal.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def place(tmp_path: Path, migrated: Path) -> Place:
    """A journal, a key ring and a master key that nobody has used."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    shutil.copy(migrated, home)
    keys = str(tmp_path / "conf" / "keys.db")
    return Place(
        f"sqlite:///{home / migrated.name}", keys, master_key(tmp_path / "data" / "master.key", keys), tmp_path
    )


@pytest.fixture
def journal(place: Place) -> Iterator[Journal]:
    journal = place.open()
    yield journal
    journal.close()


@pytest.fixture
def eva(journal: Journal) -> str:
    """The id of a person."""
    return journal.person("local", "eva@example.org").id
