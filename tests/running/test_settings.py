from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingWrong
from bot.settings import ROOT, read_settings


def test_without_any_setting_blijk_is_for_one_person_on_loopback() -> None:
    settings = read_settings({})
    assert (settings.host, settings.port, settings.embedded, settings.person) == ("127.0.0.1", 8080, True, "me")
    assert settings.home == ROOT / "var"
    assert settings.database_url == f"sqlite:///{ROOT / 'var' / 'journal.db'}"


def test_keys_lie_outside_the_home_and_apart_from_the_master_key() -> None:
    settings = read_settings({})
    keys, master = Path(settings.keys), settings.master_key_file
    assert settings.home not in keys.parents
    assert settings.home not in master.parents
    assert keys.parent != master.parent


def test_the_journal_moves_with_the_home(tmp_path: Path) -> None:
    settings = read_settings({"BLIJK_HOME": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path / 'journal.db'}"


def test_host_names_are_separated_by_commas() -> None:
    assert read_settings({"BLIJK_HOSTS": "blijk.school, www.blijk.school,"}).hosts == (
        "blijk.school",
        "www.blijk.school",
    )


@pytest.mark.parametrize(
    "name, value",
    [
        ("BLIJK_PORT", "x"),
        ("BLIJK_PORT", "0"),
        ("BLIJK_PORT", "65536"),
        ("BLIJK_PORT", "-1"),
        ("BLIJK_PORT", "٣"),
        ("BLIJK_HOST", "0.0.0.0"),
        ("BLIJK_ZONE", "Mars/Base"),
        ("BLIJK_ZONE", "../etc"),
        ("BLIJK_EMBEDDED", "maybe"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_the_choices(name: str, value: str) -> None:
    with pytest.raises(SettingWrong, match=rf"{name}.*expected.*choices"):
        read_settings({name: value})


def test_with_sign_in_any_address_may_be_listened_on() -> None:
    assert read_settings({"BLIJK_EMBEDDED": "no", "BLIJK_HOST": "0.0.0.0"}).host == "0.0.0.0"


def test_an_empty_setting_counts_as_none() -> None:
    assert read_settings({"BLIJK_PORT": "", "BLIJK_HOME": "", "BLIJK_ZONE": ""}) == read_settings({})
