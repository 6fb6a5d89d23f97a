"""Sign-ins: a link lets in once, a session ends, and whoever reads the database cannot get in with what it holds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.errors import KeyRingUnsafe, NotThere
from bot.journal.backup import back_up, restore
from bot.journal.journal import Journal
from bot.journal.sealing import new_key
from bot.journal.signing_in import LINK, Lives

from .making import NOW, Place, say

MINUTE = timedelta(minutes=1)
LIVES = Lives(idle=timedelta(hours=2), longest=timedelta(hours=12))


@pytest.fixture
def place(any_place: Place) -> Place:
    return any_place


def test_a_link_lets_in_whom_it_was_made_for_and_only_once(journal: Journal, eva: str) -> None:
    code = journal.sign_ins.make_link(eva, NOW)
    assert journal.sign_ins.use_link(code, NOW + LINK - MINUTE) == eva
    assert journal.sign_ins.use_link(code, NOW + LINK - MINUTE) is None


def test_a_link_holds_for_ten_minutes(journal: Journal, eva: str) -> None:
    code = journal.sign_ins.make_link(eva, NOW)
    assert journal.sign_ins.use_link(code, NOW + timedelta(minutes=10)) is None
    assert journal.sign_ins.use_link(code, NOW) is None


def test_only_the_newest_link_of_a_person_holds(journal: Journal, eva: str) -> None:
    bas = journal.person("local", "bas").id
    first, of_bas, second = (journal.sign_ins.make_link(who, NOW) for who in (eva, bas, eva))
    assert [journal.sign_ins.use_link(code, NOW) for code in (first, second, of_bas)] == [None, eva, bas]


def test_a_link_that_is_pressed_many_times_at_once_lets_in_once(journal: Journal, eva: str) -> None:
    code = journal.sign_ins.make_link(eva, NOW)
    with ThreadPoolExecutor(8) as pool:
        let_in = list(pool.map(lambda _: journal.sign_ins.use_link(code, NOW), range(16)))
    assert sorted(let_in, key=str) == [eva, *[None] * 15] or sorted(let_in, key=str) == [*[None] * 15, eva]


@pytest.mark.parametrize("code", ["", "x", "\x00", "é", "a" * 10_000, "\ud800"])
def test_what_is_no_link_and_no_session_lets_nobody_in(journal: Journal, eva: str, code: str) -> None:
    journal.sign_ins.make_link(eva, NOW)
    journal.sign_ins.sign_in(eva, NOW, LIVES)
    assert journal.sign_ins.use_link(code, NOW) is None
    assert journal.sign_ins.signed_in(code, NOW, LIVES) is None
    assert journal.sign_ins.end_attempt(code, code, NOW) is False


def test_a_link_is_no_session_and_a_session_is_no_link(journal: Journal, eva: str) -> None:
    code, session = journal.sign_ins.make_link(eva, NOW), journal.sign_ins.sign_in(eva, NOW, LIVES)
    assert journal.sign_ins.signed_in(code, NOW, LIVES) is None
    assert journal.sign_ins.use_link(session, NOW) is None


def test_a_session_ends_two_hours_after_it_was_last_used(journal: Journal, eva: str) -> None:
    session, now = journal.sign_ins.sign_in(eva, NOW, LIVES), NOW
    for _ in range(3):
        now += LIVES.idle - MINUTE
        found = journal.sign_ins.signed_in(session, now, LIVES)
        assert found is not None and found.id == eva
    assert journal.sign_ins.signed_in(session, now + LIVES.idle, LIVES) is None


def test_a_session_ends_after_twelve_hours_however_much_it_is_used(journal: Journal, eva: str) -> None:
    session = journal.sign_ins.sign_in(eva, NOW, LIVES)
    for hour in range(1, 12):
        assert journal.sign_ins.signed_in(session, NOW + timedelta(hours=hour), LIVES)
    assert journal.sign_ins.signed_in(session, NOW + LIVES.longest, LIVES) is None


def test_who_signs_out_is_out_and_another_browser_is_not(journal: Journal, eva: str) -> None:
    here, there = (journal.sign_ins.sign_in(eva, NOW, LIVES) for _ in range(2))
    journal.sign_ins.sign_out(here)
    assert journal.sign_ins.signed_in(here, NOW, LIVES) is None
    assert journal.sign_ins.signed_in(there, NOW, LIVES)


def test_who_signs_out_everywhere_is_out_everywhere_and_others_are_not(journal: Journal, eva: str) -> None:
    bas = journal.person("local", "bas").id
    mine = [journal.sign_ins.sign_in(eva, NOW, LIVES) for _ in range(2)]
    code, other = journal.sign_ins.make_link(eva, NOW), journal.sign_ins.sign_in(bas, NOW, LIVES)
    journal.sign_ins.sign_out_everywhere(eva)
    assert [journal.sign_ins.signed_in(each, NOW, LIVES) for each in mine] == [None, None]
    assert journal.sign_ins.use_link(code, NOW) is None
    assert journal.sign_ins.signed_in(other, NOW, LIVES)


def test_an_erased_person_is_signed_out_and_no_link_lets_them_in(journal: Journal, eva: str) -> None:
    session, code = journal.sign_ins.sign_in(eva, NOW, LIVES), journal.sign_ins.make_link(eva, NOW)
    assert dict(journal.erase_person(eva).stores)["sign_ins"] == 1
    assert journal.sign_ins.signed_in(session, NOW, LIVES) is None
    assert journal.sign_ins.use_link(code, NOW) is None
    for begin in (journal.sign_ins.make_link, lambda who, now: journal.sign_ins.sign_in(who, now, LIVES)):
        with pytest.raises(NotThere):
            begin(eva, NOW)


def test_an_attempt_counts_once_in_time_and_in_the_browser_that_began_it(journal: Journal) -> None:
    attempt = journal.sign_ins
    attempt.begin_attempt("browser", "state", NOW)
    assert attempt.end_attempt("other browser", "state", NOW) is False
    assert attempt.end_attempt("browser", "other state", NOW) is False
    assert attempt.end_attempt("browser", "state", NOW + LINK) is False
    assert attempt.end_attempt("browser", "state", NOW + LINK - MINUTE) is True
    assert attempt.end_attempt("browser", "state", NOW) is False


@pytest.mark.parametrize("any_place", ["sqlite"], indirect=True)
def test_the_database_holds_nothing_that_lets_anybody_in(place: Place, journal: Journal, eva: str) -> None:
    secrets = [journal.sign_ins.make_link(eva, NOW), journal.sign_ins.sign_in(eva, NOW, LIVES)]
    assert not any(secret.encode() in place.bytes() for secret in secrets)


def test_what_is_over_leaves_the_database(journal: Journal, eva: str) -> None:
    journal.sign_ins.sign_in(eva, NOW, LIVES)
    journal.sign_ins.sign_in(eva, NOW + LIVES.longest, LIVES)
    assert [each["begun"][:13] for each in journal.export(eva)["sign_ins"]] == ["2026-03-03T03"]


def test_an_archive_lets_nobody_in_again(place: Place, journal: Journal, eva: str) -> None:
    say(journal, eva, "Blijft")
    session, code = journal.sign_ins.sign_in(eva, NOW, LIVES), journal.sign_ins.make_link(eva, NOW)
    back_up(place.url, place.folder / "archive.db")
    restored = f"sqlite:///{place.folder / 'restored.db'}"
    restore(place.folder / "archive.db", restored, place.keys, place.master)
    again = Place(restored, place.keys, place.master, place.folder).open()
    assert again.sign_ins.signed_in(session, NOW, LIVES) is None
    assert again.sign_ins.use_link(code, NOW) is None
    again.close()


def test_a_check_finds_out_that_the_ring_is_another(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    journal.check()
    monkeypatch.setattr(journal._access, "hash_key", new_key())
    with pytest.raises(KeyRingUnsafe, match="expected the ring it was opened with"):
        journal.check()
