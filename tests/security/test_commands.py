"""`blijk backup`, `restore`, `verify`, `keys`, `tidy`, `doctor`, export and erase, as a person types them."""

from __future__ import annotations

import io
import json
import shutil
import socket
import stat
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import chain
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.journal.opening import master_key, migrate, open_journal
from bot.model import Heard, Message, Turn
from bot.running.apart import is_inside
from bot.running.daily import DAY, Daily
from bot.running.runfile import only_one
from bot.running.words import Words
from bot.settings import Settings, read_settings
from bot.talking import doctor

runner = CliRunner()
LONG_AGO = datetime.now(timezone.utc) - timedelta(days=400)


@dataclass
class Box:
    """A journal of its own, in which eva wrote two things long ago and one today, and bas one today."""

    folder: Path

    @property
    def settings(self) -> Settings:
        return read_settings()

    def run(self, *arguments: str, typed: str = "") -> tuple[int, str, str]:
        done = runner.invoke(app, list(arguments), input=typed)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.stdout, done.stderr

    def write(self, name: str, text: str, at: datetime, state: str | None = "done", channel: str = "local") -> None:
        where = self.settings
        journal = open_journal(where.database_url, where.keys, master_key(where.master_key_file, where.keys))
        person = journal.person(channel, name).id
        turn = Turn("Neem de tijd.", "receive", "receive", exercise="story", step="tell", answers="tell", state=state)
        with journal.turn(person) as page:
            page.write(Message(f"{text}-{at}", person, text), Heard(text, "nl"), turn, at)
        journal.close()

    def kept(self, name: str) -> list[str]:
        code, out, _ = self.run("journal", "export", "--person", name)
        exported = json.loads(out) if code == 0 else {"reflections": [], "asides": []}
        entries = [entry for each in exported["reflections"] for entry in each["entries"]]
        return sorted(entry["text"] for entry in (*entries, *exported["asides"]) if entry["role"] != "turn")


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Box:
    monkeypatch.setenv("BLIJK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BLIJK_KEYS", str(tmp_path / "conf" / "keys.db"))
    monkeypatch.setenv("BLIJK_MASTER_KEY_FILE", str(tmp_path / "data" / "master.key"))
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("BLIJK_PORT", str(free.getsockname()[1]))
    box = Box(tmp_path)
    migrate(box.settings.database_url)
    box.write("eva", "lang geleden", LONG_AGO)
    box.write("eva", "terzijde, lang geleden", LONG_AGO, state=None)
    box.write("eva", "vandaag", datetime.now(timezone.utc))
    box.write("bas", "van bas", datetime.now(timezone.utc))
    return box


def archive_of(box: Box) -> Path:
    archive = box.folder / "archive.db"
    assert box.run("backup", "--to", str(archive))[0] == 0
    return archive


def wipe(box: Box) -> None:
    shutil.rmtree(box.folder / "home")


def test_what_was_backed_up_wiped_and_restored_is_what_was_there(box: Box) -> None:
    before, archive = box.run("journal", "export", "--person", "eva")[1], archive_of(box)
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    wipe(box)
    code, out, _ = box.run("restore", str(archive))
    assert (code, "8 teksten" in out) == (0, True)
    assert box.run("journal", "export", "--person", "eva")[1] == before


def test_what_was_erased_stays_unreadable_in_an_old_archive(box: Box) -> None:
    archive = archive_of(box)
    assert box.run("journal", "erase", "--person", "bas", typed="bas\n")[0] == 0
    code, out, _ = box.run("verify", str(archive))
    assert (code, "6 teksten" in out, "te lezen: 2" in out) == (0, True, True)
    wipe(box)
    assert box.run("restore", str(archive))[0] == 0
    assert (box.kept("bas"), len(box.kept("eva"))) == ([], 3)


def test_nothing_is_restored_over_a_journal_with_people_or_beside_a_running_blijk(box: Box) -> None:
    archive = archive_of(box)
    assert box.run("restore", str(archive))[0] == 1
    wipe(box)
    with only_one(box.settings.home):
        code, out, err = box.run("restore", str(archive))
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert box.kept("eva") == []


def lose_master(box: Box) -> None:
    box.settings.master_key_file.unlink()


def lose_ring(box: Box) -> None:
    shutil.rmtree(Path(box.settings.keys).parent)


def open_ring_to_all(box: Box) -> None:
    Path(box.settings.keys).chmod(0o644)


def open_master_to_all(box: Box) -> None:
    box.settings.master_key_file.chmod(0o644)


def other_master(box: Box) -> None:
    box.settings.master_key_file.write_text("ab" * 32)


def lasting(box: Box) -> dict[str, bytes]:
    """Every file that is there to stay, and what is in it."""
    files = [file for file in box.folder.rglob("*") if file.suffix in (".db", ".key")]
    return {str(file): file.read_bytes() for file in files}


SPOILT = [lose_master, lose_ring, open_ring_to_all, open_master_to_all, other_master]


@pytest.mark.parametrize("spoil", SPOILT)
@pytest.mark.parametrize("command", ["verify", "restore", "keys copy"])
def test_with_a_lost_wrong_or_open_key_nothing_is_done_and_nothing_is_begun(
    box: Box, spoil: Callable[[Box], None], command: str
) -> None:
    archive = archive_of(box)
    spoil(box)
    given = ["--to", str(box.folder / "copy.db")] if command == "keys copy" else [str(archive)]
    before = lasting(box)
    code, out, err = box.run(*command.split(), *given)
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "expected" in err and "choices" in err
    assert lasting(box) == before


def test_a_lost_ring_comes_back_from_its_one_copy(box: Box) -> None:
    copy = box.folder / "copy.db"
    assert box.run("keys", "copy", "--to", str(copy))[0] == 0
    box.write("eva", "na de kopie", datetime.now(timezone.utc))
    archive = archive_of(box)
    lose_ring(box)
    wipe(box)
    Path(box.settings.keys).parent.mkdir(mode=0o700)
    shutil.copy(copy, box.settings.keys)
    assert box.run("restore", str(archive))[0] == 0
    assert "na de kopie" in box.kept("eva")


def test_a_copy_at_a_new_place_replaces_the_former_one(box: Box) -> None:
    first, second = box.folder / "first.db", box.folder / "second.db"
    box.run("keys", "copy", "--to", str(first))
    assert str(first) in box.run("keys", "copy", "--to", str(second))[1]
    assert (first.exists(), second.exists()) == (False, True)


def test_a_copy_is_not_put_where_it_would_be_lost_too(box: Box) -> None:
    for place in (box.settings.home / "copy.db", Path(box.settings.keys)):
        assert box.run("keys", "copy", "--to", str(place))[0] == 1
    assert box.kept("eva")


def test_a_new_master_key_opens_everything(box: Box) -> None:
    before = box.settings.master_key_file.read_bytes()
    assert box.run("keys", "rotate")[0] == 0
    assert box.settings.master_key_file.read_bytes() != before
    assert len(box.kept("eva")) == 3
    with only_one(box.settings.home):
        assert box.run("keys", "rotate")[0] == 1


def test_nothing_is_erased_by_age_unless_that_was_set(box: Box) -> None:
    assert box.run("tidy")[0] == 0
    assert len(box.kept("eva")) == 3


def test_what_is_older_than_the_setting_goes_and_does_not_come_back(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    box.write("mo", "alleen lang geleden", LONG_AGO)
    archive = archive_of(box)
    monkeypatch.setenv("BLIJK_KEEP_DAYS", "365")
    assert "2 reflecties" in box.run("tidy")[1]
    assert (box.kept("eva"), box.kept("bas"), box.kept("mo")) == (["vandaag"], ["van bas"], [])
    assert box.run("journal", "list", "--person", "mo")[0] == 1
    wipe(box)
    box.run("restore", str(archive))
    assert "lang geleden" not in box.kept("eva") and box.kept("mo") == []


@pytest.mark.parametrize("value", ["0", "-1", "x", "1.5", "99999"])
def test_a_wrong_number_of_days_is_refused_and_erases_nothing(
    box: Box, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("BLIJK_KEEP_DAYS", value)
    code, _, err = box.run("tidy")
    assert (code, "BLIJK_KEEP_DAYS" in err) == (1, True)
    monkeypatch.delenv("BLIJK_KEEP_DAYS")
    assert len(box.kept("eva")) == 3


def test_letting_go_comes_once_a_day(tmp_path: Path) -> None:
    now, log = [0.0], tmp_path / "tidy.log"
    daily = Daily(log, ["echo", "done"], lambda: now[0])
    daily.look()
    assert not log.exists()
    now[0] = DAY
    daily.look()
    while daily.busy:
        daily.look()
    assert log.read_text() == "done\n"


def test_one_archive_holds_everything_to_read_and_to_compute_with(box: Box) -> None:
    done = runner.invoke(app, ["journal", "export", "--person", "eva", "--format", "archive"])
    with zipfile.ZipFile(io.BytesIO(done.stdout_bytes)) as archive:
        assert archive.namelist() == ["blijk.md", "blijk.json"]
        assert "> vandaag" in archive.read("blijk.md").decode()
        assert json.loads(archive.read("blijk.json")) == json.loads(box.run("journal", "export", "--person", "eva")[1])


def test_a_receipt_names_every_store(box: Box) -> None:
    out = box.run("journal", "erase", "--person", "eva", typed="eva\n")[1]
    stores = Words("nl").names("stores")
    for store in ("entries", "reflections", "identities", "people", "keys"):
        assert stores[store] in out
    assert "Rasa" in out and "reservekopieën" in out


def test_who_runs_a_server_can_erase_somebody_and_read_nothing(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    box.write("eva@school", "uit teams", datetime.now(timezone.utc), channel="teams")
    monkeypatch.setenv("BLIJK_EMBEDDED", "no")
    assert box.run("journal", "export", "--person", "eva@school")[0] == 1
    erase = ("journal", "erase", "--person", "eva@school")
    assert box.run(*erase, typed="eva@school\n")[0] == 1
    code, out, _ = box.run(*erase, "--channel", "teams", typed="eva@school\n")
    assert (code, "uit teams" in out) == (0, False)


# the doctor


def findings(box: Box) -> dict[str, list[str]]:
    found = doctor.examine(box.settings, Words("en"))
    return {finding.about: [remark.says for remark in finding.remarks if remark.fault] for finding in found}


def test_the_doctor_finds_nothing_wrong_with_what_is_well(box: Box) -> None:
    faults = findings(box)
    faults.pop("models")  # of this checkout, which may not have been trained
    assert {about: found for about, found in faults.items() if found} == {}


@pytest.mark.parametrize("spoil", SPOILT)
def test_the_doctor_says_what_is_wrong_with_the_keys_and_what_to_do(box: Box, spoil: Callable[[Box], None]) -> None:
    spoil(box)
    (fault,) = findings(box)["keys"] or findings(box)["journal"]
    assert "choices" in fault


def half_changed(box: Box, monkeypatch: pytest.MonkeyPatch) -> str:
    box.settings.master_key_file.with_name("master.key.new").touch()
    return "blijk keys rotate"


def ring_in_home(box: Box, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("BLIJK_KEYS", str(box.settings.home / "keys.db"))
    return "BLIJK_KEYS lies in BLIJK_HOME"


def lost_copy(box: Box, monkeypatch: pytest.MonkeyPatch) -> str:
    box.run("keys", "copy", "--to", str(box.folder / "copy.db"))
    (box.folder / "copy.db").unlink()
    return "blijk keys copy"


def open_home(box: Box, monkeypatch: pytest.MonkeyPatch) -> str:
    box.settings.home.chmod(0o755)
    return "chmod 700"


def full_disk(box: Box, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(doctor, "ENOUGH", 2**62)
    return "MB are free"


def older_tables(box: Box, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("bot.journal.migrating.REVISION", "9999")
    return "expected 9999"


def no_database(box: Box, monkeypatch: pytest.MonkeyPatch) -> str:
    (box.settings.home / "journal.db").write_bytes(b"geen database" * 100)
    return "damaged or no database"


def no_models(box: Box, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(doctor, "places_of", lambda settings: (box.folder / "none",))
    return "blijk train"


TROUBLES = [half_changed, ring_in_home, lost_copy, open_home, full_disk, older_tables, no_database, no_models]


@pytest.mark.parametrize("trouble", TROUBLES)
def test_the_doctor_says_what_is_wrong_and_what_to_do(
    box: Box, monkeypatch: pytest.MonkeyPatch, trouble: Callable[[Box, pytest.MonkeyPatch], str]
) -> None:
    remedy = trouble(box, monkeypatch)
    assert remedy in " ".join(chain.from_iterable(findings(box).values()))
    code, out, _ = box.run("doctor")
    assert code == 1 and "✗" in out


def test_the_doctor_sees_a_port_that_is_taken(box: Box) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", box.settings.port))
        other.listen()
        assert str(box.settings.port) in findings(box)["running"][0]


def test_keys_that_lie_in_home_by_way_of_a_link_lie_in_home(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "home")
    assert is_inside(tmp_path / "link" / "keys.db", tmp_path / "home")
    assert not is_inside(tmp_path / "homely" / "keys.db", tmp_path / "home")
