"""A gateway that listens, in a thread of the test's own process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn


@contextmanager
def listening(config: uvicorn.Config) -> Iterator[None]:
    """Let the app of `config` answer on its port until the block ends."""
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            thread.join(0.01)
        yield
    finally:
        config.app.state.gateway.news.close()  # type: ignore[union-attr]
        server.should_exit = True
        thread.join()
