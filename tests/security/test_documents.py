"""The pages on privacy, security and operations name what exists, and the files for a server fit the program."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from bot.cli import app
from bot.running.serving import PARTS
from bot.settings import ROOT

PAGES = sorted([*(ROOT / "docs").glob("*.md")])
DEPLOY = sorted(file for file in [ROOT / "compose.yml", *(ROOT / "deploy").rglob("*")] if file.is_file())
SETTINGS = set(re.findall(r'"(BLIJK_[A-Z_]+)"', (ROOT / "bot" / "settings.py").read_text(encoding="utf-8")))
SETTINGS |= set(re.findall(r"BLIJK_[A-Z_]+", (ROOT / "bot" / "channels" / "settings.py").read_text(encoding="utf-8")))
OF_THE_PROXY = {"BLIJK_SITE", "BLIJK_GATEWAY", "BLIJK_RASAS", "BLIJK_ACTIONS", "BLIJK_INSIDE"}
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:bot|actions|data|tests|docs|deploy)/[\w./*@-]+)`", text))
    links = {link for link in re.findall(r"\]\(([^)#:]+)\)", text) if not link.startswith("http")}
    assert [path for path in named if not list(ROOT.glob(path.rstrip("/")))] == []
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", [*PAGES, *DEPLOY], ids=lambda page: page.name)
def test_every_setting_that_is_named_exists(page: Path) -> None:
    named = set(re.findall(r"BLIJK_[A-Z_]+", page.read_text(encoding="utf-8")))
    assert named - SETTINGS - (OF_THE_PROXY if page in DEPLOY or page.name == "operations.md" else set()) == set()


@pytest.mark.parametrize("page", [*PAGES, *DEPLOY], ids=lambda page: page.name)
def test_every_command_that_is_named_exists(page: Path) -> None:
    named = set(re.findall(r"(?:`|bin/|&& |while )blijk ([a-z]+)(?: ([a-z]+))?", page.read_text(encoding="utf-8")))
    for command, under in named:
        assert command in COMMANDS
        group = getattr(COMMANDS[command], "commands", None)
        assert group is None or under in {*group, ""}
        assert command != "serve" or under in {*PARTS, "prepare", ""}


def test_the_page_for_operators_names_every_command_of_theirs() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for command in ("backup", "verify", "restore", "keys copy", "keys rotate", "tidy", "doctor", "serve"):
        assert f"`blijk {command}" in text


def test_every_part_is_served_and_the_inner_ones_twice_and_unreachable() -> None:
    services = COMPOSE["services"]
    served = [service["command"][-1] for service in services.values() if service.get("command", [""])[0] == "blijk"]
    assert sorted(served) == ["actions", "actions", "prepare", "rasa", "rasa"]
    assert services["gateway"]["command"][-2:] == ["bot.running.serving", PARTS["gateway"]]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    outside = {name for name, service in services.items() if "outside" in service["networks"]}
    assert outside == {"proxy", "gateway"}


def test_what_compose_refers_to_exists() -> None:
    services = COMPOSE["services"]
    for name, service in services.items():
        assert set(service["networks"]) <= set(COMPOSE["networks"]), name
        assert set(service.get("depends_on", ())) <= set(services), name
        volumes = {volume.split(":")[0] for volume in service.get("volumes", ()) if not volume.startswith(".")}
        assert volumes <= set(COMPOSE["volumes"]), name
        assert set(service.get("secrets", ())) <= set(COMPOSE["secrets"]), name
    assert (ROOT / services["gateway"]["build"]["dockerfile"]).is_file()
    assert {COMPOSE["networks"][name]["ipam"]["config"][0]["subnet"] for name in COMPOSE["networks"]} == set(
        services["gateway"]["environment"]["BLIJK_PROXIES"].split(",")
    )


def test_the_units_are_ones_that_systemd_understands(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not here")
    units = []
    for unit in sorted((ROOT / "deploy" / "systemd").iterdir()):
        units.append(tmp_path / unit.name)
        text = unit.read_text(encoding="utf-8").replace("/opt/blijk/.venv/bin/blijk", "/bin/true")
        units[-1].write_text(text.replace("/opt/blijk/.venv-gateway/bin/python", "/bin/true"))
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("unit", sorted((ROOT / "deploy" / "systemd").glob("*.service")), ids=lambda unit: unit.name)
def test_no_unit_leaves_words_on_the_disk_of_its_own_accord(unit: Path) -> None:
    lines = unit.read_text(encoding="utf-8").splitlines()
    assert {"LimitCORE=0", "MemorySwapMax=0", "UMask=0077", "NoNewPrivileges=yes"} <= set(lines)
