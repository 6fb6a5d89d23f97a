"""A PostgreSQL server of our own, for as long as the tests run: on a socket only, in a folder that goes with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2

USER = "blijk"
QUICK = ["-c", "fsync=off", "-c", "listen_addresses=", "-c", "max_connections=200"]


def binaries() -> Path | None:
    """Return the folder of the newest server that is installed, `None` when there is none."""
    on_path = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    return Path(on_path).parent if on_path else debian[-1].parent if debian else None


@contextmanager
def server(installed: Path) -> Iterator[Path]:
    """Start a server and give the folder of its socket. It refuses to run as root, so there it runs as `postgres`."""
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp())
    if user is not None:
        shutil.chown(folder, user)
    data = folder / "data"
    started: subprocess.Popen[bytes] | None = None
    try:
        initdb = [installed / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(initdb, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        run = [installed / "postgres", "-D", data, "-k", folder, *QUICK]
        started = subprocess.Popen(run, user=user, cwd=folder, stderr=subprocess.DEVNULL)
        _wait(started, folder)
        yield folder
    finally:
        if started is not None:
            started.terminate()
            started.wait()
        shutil.rmtree(folder)


def _wait(started: subprocess.Popen[bytes], socket: Path) -> None:
    while True:
        try:
            return execute(socket, "SELECT 1")
        except psycopg2.OperationalError:
            if started.poll() is not None:
                raise


def execute(socket: Path, statement: str) -> None:
    """Run a statement that cannot run in a transaction."""
    with closing(psycopg2.connect(host=str(socket), user=USER, dbname="postgres")) as connection:
        connection.autocommit = True
        connection.cursor().execute(statement)


def url(socket: Path, database: str) -> str:
    return f"postgresql+psycopg2://{USER}@/{database}?host={socket}"
