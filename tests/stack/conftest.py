from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stack.running import Stack, running


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One Blijk that runs for all tests."""
    with running(tmp_path_factory.mktemp("stack")) as stack:
        yield stack


@pytest.fixture
def own_stack(tmp_path: Path) -> Iterator[Stack]:
    """A Blijk for one test, which may kill it."""
    with running(tmp_path) as stack:
        yield stack


@pytest.fixture(scope="session")
def base_url(stack: Stack) -> str:
    """The address of the chat page."""
    return stack.run.address
