from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bot.web.own_questions import LIMIT, MOST

from .conftest import Door

QUESTION = "Wat zou <b>mijn oma</b> zeggen?"


def add(door: Door, question: str) -> tuple[int, str]:
    answer = door.browser.post("/questions", data={**door.form("/questions"), "question": question})
    return answer.status_code, answer.text


def kept(door: Door) -> list[str]:
    person = door.journal.find_person("local", door.settings.person)
    return [each.text for each in door.journal.prompts.questions(person.id)] if person else []


def test_a_question_is_kept_word_for_word_on_one_line(door: Door) -> None:
    status, page = add(door, f"  {QUESTION}\r\n ")
    assert (status, kept(door)) == (200, [QUESTION])
    assert "<b>mijn oma</b>" not in page
    assert "&lt;b&gt;mijn oma&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (" \n ", "Er staat nog geen vraag."),
        ("x" * (LIMIT + 1), f"Er passen {LIMIT} tekens in; je tekst staat hier nog."),
    ],
)
def test_what_cannot_be_kept_stays_in_the_box_and_that_is_said(door: Door, question: str, told: str) -> None:
    status, page = add(door, question)
    assert (status, kept(door)) == (422, [])
    assert told in page
    assert question.strip() in page


def test_one_too_many_is_refused_with_its_text(door: Door) -> None:
    for number in range(MOST):
        assert add(door, f"Vraag {number}?")[0] == 200
    status, page = add(door, "En deze dan?")
    assert (status, len(kept(door))) == (422, MOST)
    assert "En deze dan?" in page


def test_a_question_is_taken_away_by_its_owner_only(door: Door, open_door: Callable[..., Door]) -> None:
    add(door, QUESTION)
    address = re.findall(r'action="(/questions/[0-9a-f]{32}/remove)"', door.browser.get("/questions").text)[0]
    person = door.settings.person
    assert door.browser.post(address, data={}).status_code == 403
    other = open_door()
    add(other, "Van een ander?")
    assert other.browser.post(address, data=other.form("/questions")).status_code == 404
    found = other.journal.find_person("local", person)
    assert found is not None and len(other.journal.prompts.questions(found.id)) == 1


def test_on_a_page_that_expired_the_text_stays_and_that_is_said(door: Door) -> None:
    answer = door.browser.post("/questions", data={"form": "old", "question": QUESTION})
    assert (answer.status_code, kept(door)) == (422, [])
    assert "Deze pagina was verlopen. Je tekst staat hier nog." in answer.text
    assert "mijn oma" in answer.text


def test_another_site_keeps_nothing_here(door: Door) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    answer = door.browser.post("/questions", data={**door.form("/questions"), "question": "x?"}, headers=foreign)
    assert (answer.status_code, kept(door)) == (403, [])


@pytest.mark.parametrize("wanted", ["x", "0" * 32, "..%2f..%2f"])
def test_what_is_not_there_cannot_be_taken_away(door: Door, wanted: str) -> None:
    add(door, QUESTION)
    assert door.browser.post(f"/questions/{wanted}/remove", data=door.form("/questions")).status_code == 404
    assert kept(door) == [QUESTION]


def test_the_owner_takes_it_away_with_one_press(door: Door) -> None:
    add(door, QUESTION)
    address = re.findall(r'action="(/questions/[0-9a-f]{32}/remove)"', door.browser.get("/questions").text)[0]
    page = door.browser.post(address, data=door.form("/questions")).text
    assert kept(door) == []
    assert "Er staat nog geen vraag." in page
