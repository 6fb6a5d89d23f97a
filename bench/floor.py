"""What no turn can stay below: one way over loopback and back, and one durable commit."""

from __future__ import annotations

import os
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench.samples import Turn

SIZE = 1000
"""Bytes that go there and back, and that are committed."""


@contextmanager
def round_trip() -> Iterator[Turn]:
    """Send bytes over loopback to another process, which sends them back."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        echo = os.fork()
        if echo == 0:
            _echo(server)
        with socket.create_connection(server.getsockname()) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

            def turn() -> float:
                begun = time.perf_counter()
                line.sendall(b"." * SIZE)
                _receive(line)
                return time.perf_counter() - begun

            yield turn
        os.waitpid(echo, 0)


def _echo(server: socket.socket) -> None:
    try:
        line, _ = server.accept()
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while content := _receive(line):
            line.sendall(content)
    finally:
        os._exit(0)


def _receive(line: socket.socket) -> bytes:
    content = b""
    while len(content) < SIZE and (more := line.recv(SIZE)):
        content += more
    return content


@contextmanager
def commit(folder: Path) -> Iterator[Turn]:
    """Write a row as durably as the journal does."""
    with closing(sqlite3.connect(folder / "floor.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS rows (row BLOB)")

        def turn() -> float:
            begun = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO rows VALUES (?)", (os.urandom(SIZE),))
            connection.execute("COMMIT")
            return time.perf_counter() - begun

        yield turn
