from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.journal.journal import Journal
from bot.journal.opening import master_key, migrate

from .making import Place
from .postgres import binaries, execute, server, url


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty journal whose tables are up to date, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "journal.db"
    migrate(f"sqlite:///{file}")
    return file


def make_place(folder: Path, migrated: Path) -> Place:
    home = folder / "home"
    home.mkdir(mode=0o700)
    shutil.copy(migrated, home / "journal.db")
    keys = str(folder / "conf" / "keys.db")
    return Place(f"sqlite:///{home / 'journal.db'}", keys, master_key(folder / "data" / "master.key", keys), folder)


@pytest.fixture
def place(tmp_path: Path, migrated: Path) -> Place:
    """A journal, a key ring and a master key that nobody has used."""
    return make_place(tmp_path, migrated)


@pytest.fixture
def journal(place: Place) -> Iterator[Journal]:
    journal = place.open()
    yield journal
    journal.close()


@pytest.fixture
def eva(journal: Journal) -> str:
    """The id of a person."""
    return journal.person("local", "eva@example.org").id


@pytest.fixture(scope="session")
def postgres() -> Iterator[Path]:
    """The socket of a PostgreSQL server that has one database, `migrated`, to be copied."""
    installed = binaries()
    if installed is None:
        pytest.skip("PostgreSQL is not installed; apt-get install postgresql")
    with server(installed) as socket:
        execute(socket, "CREATE DATABASE migrated")
        migrate(url(socket, "migrated"))
        yield socket


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.stack)])
def any_place(request: pytest.FixtureRequest, tmp_path: Path, migrated: Path) -> Iterator[Place]:
    """What `place` is, and the same with journal and key ring in PostgreSQL."""
    if request.param == "sqlite":
        yield make_place(tmp_path, migrated)
        return
    socket: Path = request.getfixturevalue("postgres")
    execute(socket, "CREATE DATABASE journal TEMPLATE migrated")
    execute(socket, "CREATE DATABASE keys")
    keys = url(socket, "keys")
    yield Place(url(socket, "journal"), keys, master_key(tmp_path / "master.key", keys), tmp_path)
    execute(socket, "DROP DATABASE journal WITH (FORCE)")
    execute(socket, "DROP DATABASE keys WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.stack)])
def any_empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A place for a journal that has no tables yet, in SQLite and in PostgreSQL."""
    keys = str(tmp_path / "conf" / "keys.db")
    master = master_key(tmp_path / "data" / "master.key", keys)
    if request.param == "sqlite":
        yield Place(f"sqlite:///{tmp_path / 'home' / 'journal.db'}", keys, master, tmp_path)
        return
    socket: Path = request.getfixturevalue("postgres")
    execute(socket, "CREATE DATABASE unmigrated")
    yield Place(url(socket, "unmigrated"), keys, master, tmp_path)
    execute(socket, "DROP DATABASE unmigrated WITH (FORCE)")
