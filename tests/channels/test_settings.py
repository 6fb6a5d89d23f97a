from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.channels.settings import read_channel_settings
from bot.errors import SettingWrong
from bot.settings import ROOT

TEAMS = {"BLIJK_TEAMS_APP": "app", "BLIJK_TEAMS_SECRET": "secret", "BLIJK_TEAMS_TENANT": "tenant"}
MATRIX = {
    "BLIJK_MATRIX_SERVER": "https://matrix.example",
    "BLIJK_MATRIX_USER": "@blijk:school.example",
    "BLIJK_MATRIX_PASSWORD": "x",
}


def test_without_any_setting_there_is_no_messenger() -> None:
    settings = read_channel_settings({})
    assert (settings.telegram_token, settings.teams, settings.matrix, settings.link_only) == ("", None, None, ())


def test_what_is_set_is_there_with_safe_defaults() -> None:
    settings = read_channel_settings({**TEAMS, **MATRIX, "BLIJK_LINK_ONLY": "teams"}, embedded=False)
    assert settings.teams is not None and settings.matrix is not None
    assert settings.teams.issuers == ("https://api.botframework.com",)
    assert settings.teams.services == ("smba.trafficmanager.net",)
    assert (settings.teams.unsigned, settings.matrix.guests, settings.link_only) == (False, (), ("teams",))


@pytest.mark.parametrize("name", [*TEAMS, *MATRIX])
def test_a_channel_of_which_something_is_missing_does_not_start_and_says_what(name: str) -> None:
    whole = TEAMS if name in TEAMS else MATRIX
    with pytest.raises(SettingWrong, match=rf"{name} missing.*expected.*choices"):
        read_channel_settings({each: value for each, value in whole.items() if each != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BLIJK_TELEGRAM_API", "http://telegram.example"),
        ("BLIJK_TELEGRAM_API", "telegram"),
        ("BLIJK_TEAMS_METADATA", "http://login.example"),
        ("BLIJK_TEAMS_UNSIGNED", "yes"),
        ("BLIJK_MATRIX_SERVER", "http://matrix.example"),
        ("BLIJK_MATRIX_USER", "blijk"),
        ("BLIJK_LINK_ONLY", "fax"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_the_choices(name: str, value: str) -> None:
    environ = {**TEAMS, **MATRIX, "BLIJK_TELEGRAM_TOKEN": "x", name: value}
    with pytest.raises(SettingWrong, match=rf"{name}.*expected.*choices"):
        read_channel_settings(environ)


def test_nobody_is_believed_without_a_signature_where_others_can_reach_us() -> None:
    environ = {"BLIJK_TEAMS_UNSIGNED": "loopback-only"}
    settings = read_channel_settings(environ)
    assert settings.teams is not None and settings.teams.unsigned
    with pytest.raises(SettingWrong, match="BLIJK_TEAMS_UNSIGNED"):
        read_channel_settings(environ, embedded=False)


def test_blijk_says_in_one_line_what_a_channel_lacks_before_anything_starts(tmp_path: Path) -> None:
    pytest.importorskip("typer", reason="the gateway's own environment has no command line")
    environ = {**os.environ, "BLIJK_HOME": str(tmp_path / "home"), "BLIJK_TEAMS_APP": "app"}
    command = [sys.executable, "-m", "bot.running"]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "BLIJK_TEAMS_SECRET, BLIJK_TEAMS_TENANT missing" in done.stderr
    assert not (tmp_path / "home").exists()
