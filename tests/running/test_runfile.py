from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from bot.errors import NotReady
from bot.running.ports import free_ports, is_free
from bot.running.runfile import Run, only_one, read_run, write_run


def test_a_run_is_found_as_long_as_it_lasts_by_its_owner_only(tmp_path: Path) -> None:
    run = Run("127.0.0.1", 8080, "secret", os.getpid())
    with write_run(tmp_path, run):
        assert read_run(tmp_path) == run
        assert (tmp_path / "run.json").stat().st_mode & 0o077 == 0
    assert read_run(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"host": "127.0.0.1", "port": 1, "secret": "", "pid": 4194304999}']
)
def test_what_a_crash_left_behind_is_no_run(tmp_path: Path, content: str) -> None:
    (tmp_path / "run.json").write_text(content)
    assert read_run(tmp_path) is None


def test_only_one_runs_in_a_home_at_a_time(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(NotReady, match="runs already"), only_one(tmp_path):
        pass
    with only_one(tmp_path):
        pass


@pytest.mark.parametrize("host, address", [("127.0.0.1", "http://127.0.0.1:8080"), ("::1", "http://[::1]:8080")])
def test_the_address_can_be_pasted_into_a_browser(host: str, address: str) -> None:
    assert Run(host, 8080, "", 1).address == address


def test_free_ports_are_free_and_differ() -> None:
    ports = free_ports(5)
    assert len(set(ports)) == 5
    assert all(is_free("127.0.0.1", port) for port in ports)


def test_a_port_on_which_somebody_listens_is_not_free() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert not is_free("127.0.0.1", listening.getsockname()[1])
