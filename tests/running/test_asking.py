"""Asking the gateway of this machine never raises, whatever comes back and wherever it breaks off."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from bot.running.asking import Answer, fetch


@pytest.fixture
def answering() -> Iterator[Callable[[bytes], str]]:
    """Something that answers one question with the given bytes and hangs up, and its address."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)
        threads: list[threading.Thread] = []

        def answer(reply: bytes) -> None:
            asker, _ = server.accept()
            with asker:
                asker.recv(65536)
                asker.sendall(reply)

        def start(reply: bytes) -> str:
            threads.append(threading.Thread(target=answer, args=(reply,)))
            threads[-1].start()
            return f"http://127.0.0.1:{server.getsockname()[1]}"

        yield start
        for thread in threads:
            thread.join()


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (b'HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{"saved":true}', Answer(200, {"saved": True})),
        (b'HTTP/1.1 503 Busy\r\nContent-Length: 15\r\n\r\n{"saved":false}', Answer(503, {"saved": False})),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<htm>", Answer(200, {})),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]", Answer(200, {})),
        (b'HTTP/1.1 200 OK\r\nContent-Length: 353\r\n\r\n{"saved"', Answer(0, {})),
        (b'HTTP/1.1 503 Busy\r\nContent-Length: 353\r\n\r\n{"saved"', Answer(0, {})),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{", Answer(0, {})),
        (b"SSH-2.0-OpenSSH\r\n", Answer(0, {})),
        (b"HTTP/1.1 2", Answer(0, {})),
        (b"", Answer(0, {})),
    ],
    ids=[
        "whole", "refused", "no JSON", "no object", "broken off", "a refusal broken off", "a chunk broken off",
        "another language", "half a line", "nothing",
    ],
)  # fmt: skip
def test_what_comes_back_is_told_and_half_an_answer_is_none(
    answering: Callable[[bytes], str], reply: bytes, expected: Answer
) -> None:
    assert fetch(answering(reply)) == expected


def test_where_nobody_listens_nobody_answered() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert fetch(f"http://127.0.0.1:{port}") == Answer(0, {})
