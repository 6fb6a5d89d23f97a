"""Finding back: the list, search, one reflection whole, the transcript, export."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.errors import NotThere
from bot.journal.exporting import as_markdown
from bot.journal.journal import Journal
from bot.journal.reading import contains

from .making import NOW, Place, answer, aside, intention, say, texts

DAY = timedelta(days=1)
NOBODY = "0" * 32


@pytest.fixture
def place(any_place: Place) -> Place:
    return any_place


@pytest.fixture
def told(journal: Journal, eva: str) -> list[str]:
    """The ids of three reflections a day apart: with Renée, about the rooster, and one that is open."""
    say(journal, eva, "Hallo", aside(), NOW)
    say(journal, eva, "Renée zei niets.", answer(), NOW)
    say(journal, eva, "Het bleef stil in de kamer.", answer(state="done", intention=intention("bellen")), NOW)
    say(journal, eva, "Het rooster klopt niet.", answer(exercise="facts_first", state="done"), NOW + DAY)
    say(journal, eva, "Waarom vraag je dat?", aside(), NOW + DAY)
    say(journal, eva, "Morgen praat ik met Renée.", answer(), NOW + 2 * DAY)
    return [each.id for each in reversed(journal.reflections(eva))]


def test_the_list_is_newest_first_and_shows_how_each_begins(journal: Journal, eva: str, told: list[str]) -> None:
    listed = journal.reflections(eva)
    assert [each.first for each in listed] == [
        "Morgen praat ik met Renée.", "Het rooster klopt niet.", "Renée zei niets."
    ]  # fmt: skip
    assert [each.state for each in listed] == ["open", "done", "done"]
    assert [each.begun for each in listed] == [NOW + 2 * DAY, NOW + DAY, NOW]
    assert listed[2].intention == intention("bellen")
    assert all(each.entries == () for each in listed)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"since": NOW + DAY}, [2, 1]),
        ({"until": NOW + DAY}, [0]),
        ({"since": NOW + DAY, "until": NOW + 2 * DAY}, [1]),
        ({"since": NOW.astimezone(ZoneInfo("Asia/Tokyo")), "until": NOW + timedelta(microseconds=1)}, [0]),
        ({"exercise": "facts_first"}, [1]),
        ({"exercise": "discrepancy"}, []),
        ({"words": ("renee",)}, [2, 0]),
        ({"words": ("RENÉE", "kamer")}, [0]),
        ({"words": ("oost",)}, [1]),
        ({"words": ("tijd",)}, []),
        ({"words": ("renee",), "since": NOW + DAY}, [2]),
    ],
)
def test_the_list_holds_what_was_looked_for(
    journal: Journal, eva: str, told: list[str], wanted: dict[str, Any], found: list[int]
) -> None:
    assert [told.index(each.id) for each in journal.reflections(eva, **wanted)] == found


@pytest.mark.parametrize(
    ("text", "word"), [("Straße", "STRASSE"), ("cafe\u0301", "café"), ("İstanbul", "istanbul"), ("ﬁjn", "fijn")]
)
def test_case_and_accents_do_not_matter(text: str, word: str) -> None:
    assert contains([text], (word,))


def test_one_reflection_comes_whole_and_in_order(journal: Journal, eva: str, told: list[str]) -> None:
    reflection = journal.reflection(eva, told[0])
    assert [entry.text for entry in reflection.entries] == [
        "Renée zei niets.", "Neem de tijd.", "Het bleef stil in de kamer.", "Neem de tijd."
    ]  # fmt: skip
    assert (reflection.first, reflection.intention) == ("Renée zei niets.", intention("bellen"))


def test_nobody_finds_what_is_anothers(journal: Journal, told: list[str]) -> None:
    bas = journal.person("local", "bas").id
    assert (journal.reflections(bas), journal.transcript(bas), journal.export(bas)["reflections"]) == ((), (), [])
    with pytest.raises(NotThere):
        journal.reflection(bas, told[0])
    with pytest.raises(NotThere):
        journal.erase_reflection(bas, told[0])


def test_whoever_is_not_there_has_nothing_to_read_or_erase(journal: Journal, told: list[str]) -> None:
    asked = (
        journal.reflections, journal.transcript, journal.export, journal.erase_person,
        lambda nobody: journal.reflection(nobody, told[0]),
    )  # fmt: skip
    for ask in asked:
        with pytest.raises(NotThere):
            ask(NOBODY)


def test_the_transcript_is_the_open_reflection_with_what_was_said_around_it(
    journal: Journal, eva: str, told: list[str]
) -> None:
    assert texts(journal.transcript(eva)) == ["Waarom vraag je dat?", "Morgen praat ik met Renée."]
    say(journal, eva, "klaar", answer(state="done"))
    assert texts(journal.transcript(eva)) == ["Waarom vraag je dat?", "Morgen praat ik met Renée.", "klaar"]
    say(journal, eva, "Dank", aside())
    assert texts(journal.transcript(eva))[-2:] == ["klaar", "Dank"]
    assert [entry.text for entry in journal.transcript(eva, limit=3)] == ["Neem de tijd.", "Dank", "Dag."]


def test_the_transcript_carries_the_turns_with_their_buttons(journal: Journal, eva: str) -> None:
    say(journal, eva, "Hallo", aside())
    assert [entry.turn for entry in journal.transcript(eva)] == [None, aside()]


def test_the_export_holds_everything_and_json_can_hold_it(journal: Journal, eva: str, told: list[str]) -> None:
    exported = journal.export(eva)
    assert json.loads(json.dumps(exported)) == exported
    assert exported["channels"] == [{"channel": "local", "tenant": "", "identity": "eva@example.org"}]
    assert exported["person"] == {"id": eva, "language": None, "met": True, "reminds": None}
    assert [each["id"] for each in exported["reflections"]] == told
    assert [entry["text"] for entry in exported["asides"]] == ["Hallo", "Dag.", "Waarom vraag je dat?", "Dag."]
    first = exported["reflections"][0]
    assert first["intention"]["text"] == "bellen"
    assert datetime.fromisoformat(first["begun"]) == NOW
    said, replied = first["entries"][:2]
    assert (said["role"], said["text"], said["exercise"], said["step"]) == (
        "answer", "Renée zei niets.", "four_words", "beleven"
    )  # fmt: skip
    assert (replied["role"], replied["kind"], replied["move"]) == ("turn", "receive", "receive.time")


def test_exporting_changes_nothing(journal: Journal, eva: str, told: list[str]) -> None:
    assert journal.export(eva) == journal.export(eva)


def test_markdown_quotes_the_person_word_for_word(journal: Journal, eva: str) -> None:
    say(journal, eva, "# Geen kop\n\n*geen* nadruk 😀", answer(state="done", intention=intention("bellen")))
    say(journal, eva, "Hallo", aside())
    say(journal, eva, "Los", answer(exercise="gone", state="done"))
    labels = {"journal": "Mijn journaal", "reflection": "Reflectie", "asides": "Terzijde", "intention": "Voornemen"}
    written = as_markdown(journal.export(eva), {"four_words": "De vier woorden"}, labels, ZoneInfo("Pacific/Auckland"))
    assert written == (
        "# Mijn journaal\n\n"
        "## De vier woorden · 2026-03-03\n\n> # Geen kop\n> \n> *geen* nadruk 😀\n\nNeem de tijd.\n\n"
        "**Voornemen**\n\n> bellen\n\n## Reflectie · 2026-03-03\n\n> Los\n\nNeem de tijd.\n\n"
        "## Terzijde\n\n> Hallo\n\nDag.\n"
    )
