"""An exercise made on the page: all that is wrong at once, each beside its box; nothing lost, nothing of another's."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timezone

import httpx2
import pytest

from bot.knowledge import read_knowledge
from bot.knowledge.made import LONGEST
from bot.model import Knowledge, OwnExercise
from bot.settings import ROOT
from bot.web.own_exercises import MOST_EXERCISES
from tests.security.hostile import TEXTS

from .conftest import Door
from .looking_back import tell

NOW = datetime.now(timezone.utc)
FILLED = {
    "title": "Mijn <b>week</b>", "helps": "Op vrijdag & soms eerder", "minutes": "8", "question1": "Wat lukte er?",
    "question3": "Wat zou {oma} zeggen?", "intends": "yes",
}  # fmt: skip


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The shelf as it stands: what is made is checked against it."""
    return read_knowledge(ROOT / "data" / "coaching")


def send(door: Door, to: str = "/exercises", **changed: str) -> httpx2.Response:
    return door.browser.post(to, data={**door.form("/exercises/new"), **FILLED, **changed})


def kept(door: Door) -> list[OwnExercise]:
    person = door.journal.find_person("local", door.settings.person)
    return [each for each in door.journal.exercises.of(person.id) if each.listed] if person else []


def fault_of(page: str, field: str) -> str:
    found = re.findall(rf'<p class="fault" id="{field}-fault">([^<]*)</p>', page)
    return found[0] if found else ""


def typed_in(page: str) -> dict[str, str]:
    """What stands in the boxes of a form."""
    lines = dict(re.findall(r'<input id="(\w+)" name="\w+" type="text" value="([^"]*)"', page))
    return {**lines, **dict(re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\n([^<]*)</textarea>', page))}


def test_what_was_filled_in_is_kept_word_for_word_without_the_boxes_left_empty(door: Door) -> None:
    page = send(door, title="  Mijn <b>week</b>\r\n ").text
    (made,) = kept(door)
    assert (made.title, made.helps, made.minutes, made.intends) == (FILLED["title"], FILLED["helps"], 8, True)
    assert made.questions == ("Wat lukte er?", "Wat zou {oma} zeggen?")
    assert "<b>week" not in page and "Mijn &lt;b&gt;week&lt;/b&gt;" in page
    assert "Ongeveer 8 minuten, 2 vragen" in page


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nl", {"title": "Geef de oefening een titel.", "questions": "Schrijf minstens twee vragen op.",
                "helps": f"Hier passen {LONGEST['helps']} tekens; dit zijn er 300.", "question2": "Hier staat nog geen",
                "minutes": "Kies hoelang"}),
        ("en", {"title": "Give the exercise a title.", "questions": "Write down at least two questions.",
                "helps": f"This can hold {LONGEST['helps']} characters; there are 300.", "question2": "There is no",
                "minutes": "Choose how long"}),
    ],
)  # fmt: skip
def test_all_that_is_wrong_is_told_at_once_beside_its_box_and_nothing_is_lost(
    open_door: Callable[..., Door], language: str, told: dict[str, str]
) -> None:
    door = open_door(language=language)
    wrong = {"title": " ", "helps": "h" * 300, "minutes": "1e9", "question1": "", "question2": "?!", "question3": ""}
    answer = send(door, **wrong)
    assert (answer.status_code, kept(door)) == (422, [])
    for field, begins in told.items():
        assert fault_of(answer.text, field).startswith(begins), field
    assert {name: text for name, text in typed_in(answer.text).items() if text} == {
        "helps": "h" * 300, "question2": "?!",
    }  # fmt: skip
    assert 'name="intends" type="checkbox" value="yes" checked' in answer.text
    assert answer.text.count('aria-invalid="true"') == 4


@pytest.mark.parametrize(("fault", "is_open"), [("question2", False), ("question7", True)])
def test_a_box_with_something_wrong_is_in_sight(door: Door, fault: str, is_open: bool) -> None:
    page = send(door, **{fault: "?"}).text
    assert fault_of(page, fault)
    assert ("<details open>" in page) is is_open


@pytest.mark.parametrize("title", ["vier woorden", "Four words!"])
def test_a_title_of_the_shelf_is_taken_in_either_language(door: Door, title: str) -> None:
    assert fault_of(send(door, title=title).text, "title").startswith("Er is al een oefening die zo heet")


def test_sent_twice_it_is_kept_once_and_another_of_that_name_is_refused(door: Door) -> None:
    for _ in range(2):
        assert send(door).url.path == "/exercises"
    assert fault_of(send(door, question1="Iets anders?").text, "title")
    assert len(kept(door)) == 1


def test_one_too_many_is_refused_with_its_text(door: Door) -> None:
    for number in range(MOST_EXERCISES):
        assert send(door, title=f"Oefening {number}").status_code == 200
    answer = send(door, title="En deze dan")
    assert (answer.status_code, len(kept(door))) == (422, MOST_EXERCISES)
    assert f"Je hebt al {MOST_EXERCISES} oefeningen." in answer.text
    assert typed_in(answer.text)["title"] == "En deze dan"


def test_it_is_changed_where_it_stands(door: Door) -> None:
    send(door)
    (made,) = kept(door)
    page = door.browser.get(f"/exercises/{made.id}").text
    assert typed_in(page)["question2"] == "Wat zou {oma} zeggen?"
    assert fault_of(send(door, f"/exercises/{made.id}", title="").text, "title")
    answer = send(door, f"/exercises/{made.id}", title="Anders", question2="", question3=made.questions[1])
    assert answer.status_code == 200
    assert [(each.id, each.title) for each in kept(door)] == [(made.id, "Anders")]


def test_it_is_taken_away_after_one_question(door: Door) -> None:
    send(door)
    (made,) = kept(door)
    asked = door.browser.get(f"/exercises/{made.id}/remove").text
    assert "Deze oefening weghalen?" in asked and len(kept(door)) == 1
    page = door.browser.post(f"/exercises/{made.id}/remove", data=door.form("/exercises")).text
    assert kept(door) == []
    assert "Je hebt nog geen oefening gemaakt." in page


def test_one_that_was_taken_away_in_another_window_keeps_what_was_typed_for_a_new_one(door: Door) -> None:
    send(door)
    (made,) = kept(door)
    door.browser.post(f"/exercises/{made.id}/remove", data=door.form("/exercises"))
    answer = send(door, f"/exercises/{made.id}", title="Mijn nieuwe week")
    assert (answer.status_code, kept(door)) == (422, [])
    assert "Deze oefening is intussen weggehaald." in answer.text
    assert typed_in(answer.text)["title"] == "Mijn nieuwe week" and 'action="/exercises"' in answer.text


def test_what_was_written_with_one_that_is_gone_keeps_title_questions_and_answers(door: Door) -> None:
    send(door)
    (made,) = kept(door)
    person = door.journal.person("local", door.settings.person).id
    reflection = tell(door.journal, person, NOW, made.id, {"q1": "Het overleg.", "q2": "Goed zo, jongen."})
    send(door, f"/exercises/{made.id}", title="Nieuw", question1="Wat schuurde er?")
    for page in ("/journal", "/journal/found", f"/journal/{reflection}", "/journal/print", "/journal/export.md"):
        assert "week" in door.browser.get(page).text, page
    shown = door.browser.get(f"/journal/{reflection}").text
    assert "<dt>Wat lukte er</dt><dd" in shown and "<dt>Wat zou {oma} zeggen</dt>" in shown
    assert f'value="{made.id}"' in door.browser.get("/journal").text
    assert "Het overleg." in door.browser.get(f"/journal/found?exercise={made.id}").text


def test_in_the_choice_of_exercises_an_earlier_one_of_the_same_name_is_told_apart(door: Door) -> None:
    send(door, title="Mijn week")
    (made,) = kept(door)
    person = door.journal.person("local", door.settings.person).id
    tell(door.journal, person, NOW, made.id, {"q1": "Het overleg."})
    assert ">Mijn week</option>" in door.browser.get("/journal").text
    send(door, f"/exercises/{made.id}", title="Mijn week", question1="Wat schuurde er?")
    tell(door.journal, person, NOW, kept(door)[0].id, {"q1": "De planning."})
    page = door.browser.get("/journal").text
    assert ">Mijn week</option>" in page and ">Mijn week (met eerdere vragen)</option>" in page


def test_it_begins_from_its_page_with_its_title_as_what_was_said(door: Door) -> None:
    send(door, title="Mijn week")
    (made,) = kept(door)
    answer = door.browser.post("/say", data={**door.form("/exercises"), "button": f"start:{made.id}"})
    assert answer.url.path == "/"
    assert [(message.text, message.button) for message in door.rasa.got] == [("Mijn week", f"start:{made.id}")]


@pytest.mark.parametrize("payload", ["start:own_" + "0" * 28, "start:facts_first", "start:", "start:own_x"])
def test_what_is_not_there_does_not_begin(door: Door, payload: str) -> None:
    send(door)
    assert door.browser.post("/say", data={**door.form("/exercises"), "button": payload}).status_code == 409
    assert door.rasa.got == []


def test_nobody_begins_sees_changes_or_takes_away_the_exercise_of_another(
    door: Door, open_door: Callable[..., Door]
) -> None:
    send(door)
    (made,), owner = kept(door), door.settings.person
    other = open_door()
    send(other, title="Van een ander")
    address = f"/exercises/{made.id}"
    assert [other.browser.get(each).status_code for each in (address, f"{address}/remove")] == [404, 404]
    assert send(other, address, title="Gekaapt").status_code == 422
    assert other.browser.post(f"{address}/remove", data=other.form("/exercises")).status_code == 404
    assert other.browser.post("/say", data={**other.form(), "button": f"start:{made.id}"}).status_code == 409
    assert "week" not in other.browser.get("/exercises").text
    found = door.journal.find_person("local", owner)
    assert found is not None and door.journal.exercises.of(found.id) == (made,)


def test_on_a_page_that_expired_the_text_stays_and_that_is_said(door: Door) -> None:
    answer = send(door, form="old")
    assert (answer.status_code, kept(door)) == (422, [])
    assert "Deze pagina was verlopen." in answer.text
    assert typed_in(answer.text)["question1"] == "Wat lukte er?"


def test_another_site_keeps_and_removes_nothing_here(door: Door) -> None:
    send(door)
    (made,) = kept(door)
    for address in ("/exercises", f"/exercises/{made.id}", f"/exercises/{made.id}/remove"):
        data = {**door.form("/exercises/new"), **FILLED, "title": "Van elders"}
        answer = door.browser.post(address, data=data, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
    assert kept(door) == [made]


@pytest.mark.parametrize("wanted", ["x", "own_" + "0" * 28, "..%2f..%2f", "new/remove"])
def test_what_is_not_there_is_not_found(door: Door, wanted: str) -> None:
    send(door)
    assert door.browser.get(f"/exercises/{wanted}").status_code == 404


@pytest.mark.parametrize("text", TEXTS, ids=repr)
def test_whatever_is_typed_is_kept_or_refused_and_never_breaks_a_page(door: Door, text: str) -> None:
    encoded = text.encode("utf-8", "surrogatepass")
    hostile = dict.fromkeys(("title", "helps", "minutes", "question1", "question2", "question8"), encoded)
    answer = door.browser.post("/exercises", data={**door.form("/exercises/new"), **hostile})
    assert answer.status_code == 422  # the minutes alone are wrong
    assert "<script>alert" not in answer.text
    data = {**door.form("/exercises/new"), **hostile, "minutes": "5"}
    assert door.browser.post("/exercises", data=data).status_code in (200, 422)
    for page in ("/exercises", *(f"/exercises/{each.id}" for each in kept(door))):
        shown = door.browser.get(page)
        assert shown.status_code == 200 and "<script>alert" not in shown.text
