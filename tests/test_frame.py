"""Every name of the frame is used by the coach, and every name that the coach uses is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.knowledge.exercises import ABOUT
from bot.model import COMMANDS, GROUPS, OWN, SAFETY, STANCES, Knowledge

ROOT = Path(__file__).resolve().parent.parent
KNOWLEDGE = [ROOT / "bot" / "knowledge" / name for name in ("made.py", "scales.py")]
SOURCES = sorted([*(ROOT / "bot" / "coaching").glob("*.py"), *KNOWLEDGE])
CODE = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES).replace("'", '"')
FAMILIES = {
    "button_": set(re.findall(r'button\(talk, "(\w+)"', CODE)),
    "name_": set(COMMANDS),
    "time_": {"short", "medium", "long", "visits"},
    "group_": {OWN, *GROUPS},
    "reminders_": {"yes", "no", "planned"},
    "danger_ask_": set(SAFETY),
    "danger_refer_": set(SAFETY),
    "danger_denied_": set(SAFETY),
    "danger_quiet_": set(SAFETY),
    "reflect_position_": {"self", "other", "equal"},
    "why_about_": set(ABOUT) - {OWN},
    "reflect_": set(STANCES),
}


def family(name: str) -> str | None:
    return next((prefix for prefix in FAMILIES if name.startswith(prefix)), None)


def is_used(name: str) -> bool:
    prefix = family(name)
    return f'"{name}"' in CODE or (prefix is not None and name.removeprefix(prefix) in FAMILIES[prefix])


def test_every_name_of_the_frame_is_used(knowledge: Knowledge) -> None:
    assert [name for name in knowledge.frame if not is_used(name)] == []


@pytest.mark.parametrize("prefix", FAMILIES)
def test_every_name_that_is_made_of_parts_is_there(knowledge: Knowledge, prefix: str) -> None:
    assert {f"{prefix}{part}" for part in FAMILIES[prefix]} <= set(knowledge.frame)


def test_every_name_that_is_used_is_there(knowledge: Knowledge) -> None:
    said = set(re.findall(r'(?:frame|aside|stay|words)\(talk, "(\w+)"', CODE))
    assert said | set(re.findall(r'frame\["(\w+)"\]', CODE)) <= set(knowledge.frame)
