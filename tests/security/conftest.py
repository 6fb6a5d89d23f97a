from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journal.conftest import eva, journal, migrated, place
from tests.security.rough import Rough, rough_running

__all__ = ["eva", "journal", "migrated", "place"]


@pytest.fixture(scope="session")
def rough(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rough]:
    """One Blijk that tells as much as it can, for all tests that treat it badly and leave it standing."""
    with rough_running(tmp_path_factory.mktemp("rough")) as rough:
        yield rough
