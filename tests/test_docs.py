"""README and CONTRIBUTING name what exists, and what exists is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.model import NOTICES

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
SETTINGS = set(re.findall(r'"(BLIJK_[A-Z_]+)"', (ROOT / "bot" / "settings.py").read_text(encoding="utf-8")))


@pytest.mark.parametrize("text", [README, CONTRIBUTING])
def test_every_make_target_that_is_named_exists(text: str) -> None:
    assert set(re.findall(r"\bmake ([a-z-]+)(?=[`\s,.])", text)) - {"can"} <= TARGETS


def test_every_make_target_has_its_line_of_help() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony is not None and set(phony.group(1).split()) == TARGETS


@pytest.mark.parametrize("text", [README, CONTRIBUTING])
def test_every_path_that_is_named_exists(text: str) -> None:
    named = set(re.findall(r"`((?:bot|actions|data|tests|docs)/[\w./*-]+)`", text))
    missing = [path for path in named if "<" not in path and not list(ROOT.glob(path.rstrip("/")))]
    assert missing == []


def test_every_setting_that_the_readme_names_exists() -> None:
    assert set(re.findall(r"BLIJK_[A-Z_]+", README)) <= SETTINGS


@pytest.mark.parametrize("command", ["run", "talk", "listen", "train", "check", "journal"])
def test_every_command_of_the_program_is_in_the_readme(command: str) -> None:
    assert f"`{command}`" in README or f"blijk {command}" in README


def test_the_contributing_page_says_where_the_notices_are() -> None:
    assert "NOTICES" in CONTRIBUTING and NOTICES


def test_every_decision_has_its_four_parts() -> None:
    for page in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        assert all(f"**{part}" in text for part in ("Status", "Context", "Decision", "Consequences")), page.name
