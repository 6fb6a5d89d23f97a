"""The command, as a person types it, on a journal of its own."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.journal.opening import master_key, migrate, open_journal
from bot.model import Button, Heard, Message, Turn
from bot.settings import read_settings
from bot.talking.keeping import last_offered

runner = CliRunner()
TURN = Turn(
    "Neem de tijd.", "receive", "receive", exercise="story", step="tell", answers="tell", state="open",
    buttons=(Button("Zo is het goed", "enough"),),
)  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal in which eva wrote one thing."""
    monkeypatch.setenv("BLIJK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BLIJK_KEYS", str(tmp_path / "conf" / "keys.db"))
    monkeypatch.setenv("BLIJK_MASTER_KEY_FILE", str(tmp_path / "data" / "master.key"))
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    settings = read_settings()
    migrate(settings.database_url)
    journal = open_journal(settings.database_url, settings.keys, master_key(settings.master_key_file, settings.keys))
    person = journal.person("local", "eva")
    text = "hij luistert nooit 🙂"
    with journal.turn(person.id) as page:
        page.write(Message("m1", person.id, text), Heard(text, "nl"), TURN, datetime.now().astimezone())
    journal.close()
    return settings.home


def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
    result = runner.invoke(app, list(arguments), input=typed)
    return result.exit_code, result.stdout, result.stderr


def test_without_a_running_blijk_talk_says_so_in_one_sentence(home: Path) -> None:
    code, out, err = run("talk", "--json", "--person", "eva", typed="hallo\n")
    assert (code, out, len(err.splitlines())) == (1, "", 1)


@pytest.mark.parametrize("command", [("talk",), ("journal", "list"), ("journal", "export"), ("journal", "show", "x")])
def test_where_people_sign_in_nobody_reads_at_the_keyboard(
    home: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("BLIJK_EMBEDDED", "no")
    code, out, err = run(*command, "--person", "eva")
    assert (code, out, len(err.splitlines())) == (1, "", 1)


def test_the_list_tells_a_reflection_by_its_first_words(home: Path) -> None:
    code, out, _ = run("journal", "list", "--person", "eva")
    assert code == 0
    assert "hij luistert nooit" in out
    assert "open" in out


def test_one_reflection_is_shown_whole(home: Path) -> None:
    reflection = run("journal", "list", "--person", "eva")[1].split()[-1]
    assert run("journal", "show", reflection, "--person", "eva")[1].splitlines() == [
        "Jij: hij luistert nooit 🙂",
        "Blijk: Neem de tijd.",
    ]


def test_everything_is_exported_word_for_word(home: Path) -> None:
    exported = json.loads(run("journal", "export", "--person", "eva", "--format", "json")[1])
    assert exported["reflections"][0]["entries"][0]["text"] == "hij luistert nooit 🙂"
    assert "hij luistert nooit 🙂" in run("journal", "export", "--person", "eva", "--format", "markdown")[1]


@pytest.mark.parametrize("command", ["list", "export", "erase"])
def test_under_an_unknown_name_there_is_nothing(home: Path, command: str) -> None:
    code, out, err = run("journal", command, "--person", "nobody")
    assert (code, out, len(err.splitlines())) == (1, "", 1)


def test_an_unknown_reflection_is_refused_without_a_traceback(home: Path) -> None:
    code, _, err = run("journal", "show", "nothing", "--person", "eva")
    assert (code, len(err.splitlines())) == (1, 1)


def test_erasing_asks_for_the_name_once_more(home: Path) -> None:
    assert run("journal", "erase", "--person", "eva", typed="nee\n")[0] == 1
    assert run("journal", "list", "--person", "eva")[0] == 0
    assert run("journal", "erase", "--person", "eva", typed="eva\n")[0] == 0
    assert run("journal", "list", "--person", "eva")[0] == 1


def test_the_terminal_knows_what_was_offered_last_elsewhere(home: Path) -> None:
    assert last_offered(read_settings(), "eva") == TURN.buttons
    assert last_offered(read_settings(), "nobody") == ()


def test_a_wrong_setting_is_one_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLIJK_PORT", "x")
    code, _, err = run("journal", "list")
    assert (code, len(err.splitlines())) == (1, 1)
    assert "BLIJK_PORT" in err
