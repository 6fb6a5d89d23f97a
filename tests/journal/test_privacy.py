"""What somebody sees who has the files, or who moves rows about in them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from bot.errors import NotReady, Tampered
from bot.journal.journal import Journal

from .making import Place, answer, aside, intention, say, thread

CANARY = "kanariepiet"


def test_nothing_that_was_said_can_be_read_in_any_file(place: Place, journal: Journal) -> None:
    eva = journal.person("teams", f"{CANARY}@example.org", tenant=f"{CANARY}-tenant").id
    say(journal, eva, f"{CANARY} aside", aside(f"{CANARY} turn"))
    spoken = answer(f"{CANARY} turn", quotes=((CANARY, "norm"),), intention=intention(CANARY), drops=(CANARY,))
    say(journal, eva, f"{CANARY} answer", spoken)
    seen = place.bytes()
    journal.close()
    for written in (CANARY, CANARY.upper()):
        for encoding in ("utf-8", "utf-16-le", "utf-32-le"):
            assert written.encode(encoding) not in seen
            assert written.encode(encoding) not in place.bytes()
    assert eva.encode() in seen


@pytest.mark.parametrize(
    "move",
    [
        "UPDATE entries SET text = (SELECT text FROM entries WHERE seq = 3) WHERE seq = 1",
        "UPDATE entries SET heard = text WHERE seq = 1",
        "UPDATE entries SET turn = (SELECT turn FROM entries WHERE seq = 4) WHERE seq = 2",
        "UPDATE entries SET id = 'other' WHERE seq = 1",
        "UPDATE reflections SET intention = asked",
        "UPDATE entries SET text = zeroblob(40) WHERE seq = 1",
    ],
)
def test_what_is_moved_or_changed_in_the_database_is_refused(
    place: Place, journal: Journal, eva: str, move: str
) -> None:
    for text in ("Een", "Twee"):
        say(journal, eva, text, answer(intention=intention("bellen")))
    with closing(sqlite3.connect(place.url.removeprefix("sqlite:///"))) as connection:
        connection.execute(move)
        connection.commit()
    with pytest.raises(Tampered):
        thread(journal, eva)


def test_another_persons_entry_does_not_open_as_ones_own(place: Place, journal: Journal, eva: str) -> None:
    bas = journal.person("local", "bas").id
    say(journal, bas, "Van Bas", aside())
    with closing(sqlite3.connect(place.url.removeprefix("sqlite:///"))) as connection:
        connection.execute("UPDATE entries SET person = ?", (eva,))
        connection.commit()
    with pytest.raises(Tampered):
        journal.transcript(eva)


def test_the_database_that_does_not_answer_is_named_without_anybodys_words(
    place: Place, journal: Journal, eva: str
) -> None:
    with closing(sqlite3.connect(place.url.removeprefix("sqlite:///"))) as connection:
        connection.execute("DROP TABLE entries")
    with pytest.raises(NotReady) as failed:
        say(journal, eva, CANARY)
    assert CANARY not in str(failed.value) and failed.value.__cause__ is None
