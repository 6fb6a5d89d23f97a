"""A test has the same name in every process, or the processes that share the tests can't agree on which there are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LIST = ["-m", "pytest", "--collect-only", "-q", "-o", "addopts=", "--strict-markers", "-p", "no:cacheprovider"]


def test_another_process_a_little_later_collects_tests_of_the_same_names(request: pytest.FixtureRequest) -> None:
    here = {item.nodeid for item in request.session.items}
    other = subprocess.run([sys.executable, *LIST, "tests"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert here <= {line for line in other.stdout.splitlines() if "::" in line}
