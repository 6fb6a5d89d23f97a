from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Callable

import pytest

from bot.model import Intention, Message, Thread, Turn

from .conftest import Door


def coach(message: Message, thread: Thread) -> Turn:
    """Close at "klaar", pause at "pauze", go on where a button says so, else take time."""
    if message.button and message.button.startswith("resume:"):
        return Turn("We waren bij beleven.", "ask", "resume", state="open", resumes=message.button.partition(":")[2])
    state = {"klaar": "done", "pauze": "paused"}.get(message.text, "open")
    intention = Intention("eerst vragen") if state == "done" else None
    return Turn(
        "Neem de tijd.", "receive", "x", exercise="four_words", state=state, answers="beleven", intention=intention
    )


@pytest.fixture
def reflecting(open_door: Callable[..., Door]) -> Door:
    """Somebody with a finished reflection about Pieter and a paused one about Renée."""
    door = open_door(coach=coach)
    for text in ("Pieter luistert <b>nooit</b>", "klaar", "Renée was er niet", "pauze"):
        door.say(text)
    return door


def ids(door: Door, query: str = "") -> list[str]:
    """The reflections that the list shows, newest first."""
    found: list[str] = re.findall(r'href="/journal/([0-9a-f]{32})"', door.browser.get(f"/journal{query}").text)
    return found


@pytest.mark.parametrize(("language", "words"), [("nl", "Er is nog niets."), ("en", "There is nothing yet.")])
def test_an_empty_journal_says_what_will_be_here(open_door: Callable[..., Door], language: str, words: str) -> None:
    page = open_door(language=language).browser.get("/journal").text
    assert words in page
    assert 'type="search"' not in page


def test_the_list_names_day_exercise_first_words_and_state(reflecting: Door) -> None:
    page = reflecting.browser.get("/journal").text
    assert "<h2>Vandaag</h2>" in page
    assert page.count("Vier woorden") == 4  # two reflections, one choice in each form
    assert "Pieter luistert &lt;b&gt;nooit&lt;/b&gt;" in page
    assert "Onderbroken" in page
    assert len(ids(reflecting)) == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=pieter", 1),
        ("?q=renee+niet", 1),
        ("?q=renee+pieter", 0),
        ("?q=%3Cb%3E", 1),
        ("?exercise=four_words", 2),
        ("?exercise=unknown", 0),
        ("?from=2020-01-01&until=2999-12-31", 2),
        ("?from=2999-01-01", 0),
        ("?until=2020-01-01", 0),
        ("?until=9999-12-31", 2),
        ("?q=&from=", 2),
    ],
)
def test_search_finds_by_words_period_and_exercise(reflecting: Door, query: str, found: int) -> None:
    assert len(ids(reflecting, query)) == found


def test_what_was_searched_for_stays_in_the_form_and_does_nothing(reflecting: Door) -> None:
    page = reflecting.browser.get('/journal?q="><script>alert(1)</script>&exercise=<i>').text
    assert "<script>alert" not in page
    assert "<i>" not in page
    assert "Niets gevonden." in page


def test_a_day_that_is_none_is_not_used_and_that_is_said(reflecting: Door) -> None:
    page = reflecting.browser.get("/journal?from=2026-13-45").text
    assert "Die datum klopt niet" in page
    assert len(ids(reflecting, "?from=2026-13-45")) == 2


@pytest.mark.parametrize(("language", "label"), [("nl", "Beleven"), ("en", "Living it")])
def test_one_reflection_is_shown_whole_with_its_card(reflecting: Door, language: str, label: str) -> None:
    reflecting.browser.post("/language", data={**reflecting.form(), "language": language})
    page = reflecting.browser.get(f"/journal/{ids(reflecting, '?q=pieter')[0]}").text
    assert f"<dt>{label}</dt>" in page
    assert "eerst vragen" in page
    assert page.count("Neem de tijd.") == 2
    assert html.escape("Pieter luistert <b>nooit</b>") in page
    assert "resume:" not in page


def test_a_paused_reflection_goes_on_from_its_page(reflecting: Door) -> None:
    paused = ids(reflecting, "?q=renee")[0]
    page = reflecting.browser.get(f"/journal/{paused}").text
    assert f'value="resume:{paused}"' in page
    answer = reflecting.browser.post(
        "/say", data={**reflecting.form(f"/journal/{paused}"), "button": f"resume:{paused}"}
    )
    assert answer.status_code == 200
    assert "We waren bij beleven." in answer.text
    assert reflecting.kept()[-2] == "Verder met deze reflectie"


def test_nobody_reads_the_reflection_of_another(reflecting: Door, open_door: Callable[..., Door]) -> None:
    theirs = ids(reflecting)[0]
    other = open_door(coach=coach)
    other.say("Mijn eigen woorden")
    assert ids(other) != [theirs]
    assert other.browser.get(f"/journal/{theirs}").status_code == 404
    assert other.browser.get(f"/journal/{theirs}/erase").status_code == 404
    assert other.browser.post(f"/journal/{theirs}/erase", data=other.form()).status_code == 404
    assert ids(other, "?q=renee") == []
    person = reflecting.journal.find_person("local", reflecting.settings.person)
    assert person is not None
    assert len(reflecting.journal.reflections(person.id)) == 2


def test_everything_is_exported_as_data_word_for_word(reflecting: Door) -> None:
    answer = reflecting.browser.get("/journal/export.json")
    assert answer.headers["content-disposition"] == 'attachment; filename="blijk.json"'
    said = [entry["text"] for each in json.loads(answer.text)["reflections"] for entry in each["entries"]]
    assert {"Pieter luistert <b>nooit</b>", "Renée was er niet"} <= set(said)


@pytest.mark.parametrize(("language", "heading"), [("nl", "# Mijn reflecties"), ("en", "# My reflections")])
def test_everything_is_exported_as_text(reflecting: Door, language: str, heading: str) -> None:
    reflecting.browser.post("/language", data={**reflecting.form(), "language": language})
    answer = reflecting.browser.get("/journal/export.md")
    assert answer.headers["content-type"].startswith("text/markdown")
    assert answer.text.startswith(heading)
    assert "> Renée was er niet" in answer.text


def test_both_exports_come_in_one_file(reflecting: Door) -> None:
    answer = reflecting.browser.get("/journal/export.zip")
    assert answer.headers["content-disposition"] == 'attachment; filename="blijk.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["blijk.md", "blijk.json"]
        assert "> Renée was er niet" in archive.read("blijk.md").decode()
        assert json.loads(archive.read("blijk.json")) == reflecting.browser.get("/journal/export.json").json()


def test_one_reflection_is_erased_after_one_question_with_a_receipt(reflecting: Door) -> None:
    gone, left = ids(reflecting, "?q=pieter")[0], ids(reflecting, "?q=renee")[0]
    asked = reflecting.browser.get(f"/journal/{gone}/erase")
    assert "Deze reflectie wissen?" in asked.text
    assert len(ids(reflecting)) == 2
    receipt = reflecting.browser.post(f"/journal/{gone}/erase", data=reflecting.form(f"/journal/{gone}/erase"))
    assert "De reflectie is gewist" in receipt.text
    assert re.search(r"Sleutels</th><td>1<", receipt.text)
    assert ids(reflecting) == [left]
    assert reflecting.browser.get(f"/journal/{gone}").status_code == 404


def test_everything_is_erased_after_one_question_with_a_receipt(reflecting: Door) -> None:
    assert "Alles wissen?" in reflecting.browser.get("/journal/erase").text
    receipt = reflecting.browser.post("/journal/erase", data=reflecting.form("/journal/erase"))
    assert "Alles is gewist" in receipt.text
    assert re.search(r"Reflecties</th><td>2<", receipt.text)
    assert "set-cookie" in receipt.headers
    assert reflecting.journal.find_person("local", reflecting.settings.person) is None
    assert reflecting.browser.get("/journal/export.json").status_code == 404


def test_erasing_when_there_is_nothing_says_so(door: Door) -> None:
    receipt = door.browser.post("/journal/erase", data=door.form("/journal/erase"))
    assert "Er was niets om te wissen." in receipt.text
