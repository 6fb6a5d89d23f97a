"""The package for Teams: a whole manifest, personal chats only, icons of the sizes that Teams asks for."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.settings import ROOT

APP = "0a1b2c3d-0000-4000-8000-000000000000"


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "teams.py"), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.fixture
def package(tmp_path: Path) -> ZipFile:
    assert make(tmp_path, "blijk.school.example", APP).returncode == 0
    return ZipFile(tmp_path / "blijk-teams.zip")


def test_the_manifest_is_for_this_app_and_for_personal_chats_only(package: ZipFile) -> None:
    with package:
        manifest = json.loads(package.read("manifest.json"))
    (bot,) = manifest["bots"]
    assert (manifest["id"], bot["botId"], bot["scopes"]) == (APP, APP, ["personal"])
    assert manifest["validDomains"] == ["blijk.school.example"]
    assert manifest["developer"]["privacyUrl"] == "https://blijk.school.example/privacy"
    assert "{{" not in json.dumps(manifest) and manifest["permissions"] == []
    assert len(manifest["description"]["short"]) <= 80 and len(manifest["name"]["short"]) <= 30
    assert all(len(each["title"]) <= 32 for each in bot["commandLists"][0]["commands"])


@pytest.mark.parametrize(("name", "size"), [("color.png", 192), ("outline.png", 32)])
def test_the_icons_have_the_sizes_that_teams_asks_for(package: ZipFile, name: str, size: int) -> None:
    with package:
        picture = package.read(name)
    assert picture.startswith(b"\x89PNG") and int.from_bytes(picture[16:20], "big") == size
    at = picture.index(b"IDAT")
    length = int.from_bytes(picture[at - 4 : at], "big")
    assert len(zlib.decompress(picture[at + 4 : at + 4 + length])) == size * (1 + 4 * size)


@pytest.mark.parametrize("arguments", [(), ("blijk",), ("https://blijk.example", APP), ("blijk.example", "x")])
def test_what_cannot_be_right_is_refused(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert make(tmp_path, *arguments).returncode == 1
    assert not (tmp_path / "blijk-teams.zip").exists()
