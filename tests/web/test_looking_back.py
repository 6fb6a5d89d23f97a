"""Finding it back on the page: the timeline, search, the calendar, tags, before and after, changing what was said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.model import Feeling, Heard, Intention, Mention, Message, Thread, Turn

from .conftest import Door
from .looking_back import look_back, tell

NOW = datetime.now(timezone.utc)
SAID = "Pieter luistert <b>nooit</b>, ik was pisnig."


def coach(message: Message, thread: Thread) -> Turn:
    given, quotes = f"“{message.text}” Waar blijkt dat uit?", ((message.text, "x"),)
    return Turn(given, "ask", "x", state="open", answers="beleven", exercise="four_words", quotes=quotes)


@pytest.fixture
def told(open_door: Callable[..., Door]) -> Door:
    """Somebody who wrote a year ago, a month ago and now, and came back to the oldest."""
    door = open_door(coach=coach)
    person = door.journal.person("local", door.settings.person).id
    year_ago = NOW.replace(year=NOW.year - 1) if (NOW.month, NOW.day) != (2, 29) else NOW - timedelta(days=366)
    answers = {"beleven": SAID, "voorleven": "Eerst vragen."}
    oldest = tell(door.journal, person, year_ago, "four_words", answers, angry="pisnig")
    look_back(door.journal, person, year_ago + timedelta(days=2), oldest, "Het viel mee.")
    tell(door.journal, person, NOW - timedelta(days=31), "facts_first", {"happened": "Het rooster klopt niet."})
    door.say("Renée kwam te laat.")
    return door


def ids(door: Door, query: str = "", page: str = "/journal") -> list[str]:
    """The reflections that the list shows, newest first."""
    listed = door.browser.get(f"{page}{query}").text.partition('id="list"')[2]
    found: list[str] = re.findall(r'href="/journal/([0-9a-f]{32})"', listed)
    return found


def person(door: Door) -> str:
    return door.journal.person("local", door.settings.person).id


def test_the_timeline_tells_the_intention_and_that_it_was_followed_up(told: Door) -> None:
    page = told.browser.get("/journal").text
    assert 'Voornemen: <span dir="auto">Eerst vragen.</span> · op teruggekeken' in page
    assert page.count("op teruggekeken") == 1


def test_what_was_written_on_this_day_is_offered_folded_up(told: Door) -> None:
    page = told.browser.get("/journal").text
    assert re.search(r'<details class="earlier">\s*<summary>Op deze dag, eerder</summary>', page)
    assert "Op deze dag" not in told.browser.get("/journal?q=rooster").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=PIETER", [2]),
        ("?q=teruggekeken", []),
        ("?feeling=angry", [2]),
        ("?feeling=nonsense", []),
        ("?who=renee", []),
        ("?exercise=facts_first", [1]),
        ("?page=2", []),
        ("?page=-1", [0, 1, 2]),
        ("?page=99999999999999999999", [0, 1, 2]),
        ("?from=0001-01-01&until=9999-12-31", [0, 1, 2]),
        ("?q=%ED%A0%80", []),
    ],
)
def test_search_finds_the_same_with_and_without_a_script(told: Door, query: str, found: list[int]) -> None:
    everything = ids(told)
    assert [everything.index(each) for each in ids(told, query)] == found
    assert ids(told, query, "/journal/found") == ids(told, query)


def test_what_the_script_gets_is_the_list_alone_and_escaped(told: Door) -> None:
    found = told.browser.get("/journal/found?q=nooit").text
    assert "1 reflectie" in found and "<html" not in found
    assert "&lt;b&gt;nooit" in found and "<b>" not in found


def test_who_is_spoken_of_is_found_where_it_was_heard(told: Door) -> None:
    text = "Met Renée gesproken."
    heard = Heard(text, "nl", people=(Mention("Renée", "name", 4),), feelings=(Feeling("x", "x", "glad", 0),))
    turn = Turn("Dat telt.", "reflect", "x", state="open", answers="beleven", exercise="four_words", fresh=True)
    with told.journal.turn(person(told)) as page:
        page.write(Message("with-renee", person(told), text), heard, turn, NOW)
    assert len(ids(told, "?who=renee")) == 1
    assert len(ids(told, "?q=renee")) == 2


def test_a_day_is_found_by_the_calendar(told: Door) -> None:
    day = (NOW - timedelta(days=31)).astimezone(told.gateway.zone).date()
    page = told.browser.get(f"/journal?month={day:%Y-%m}").text
    assert '<details class="calendar" open' in page
    link = f"/journal?from={day}&amp;until={day}"
    assert link in page
    assert len(ids(told, f"?from={day}&until={day}")) == 1
    assert '<details class="calendar" open' not in told.browser.get("/journal").text


def test_a_talk_stands_before_and_after_what_it_prepared_as_one(told: Door) -> None:
    page = told.browser.get(f"/journal/{ids(told)[2]}").text
    before, after = page.index('class="part">Ervoor'), page.index('class="part">Erna')
    assert before < page.index("pisnig", before) < after < page.index("Het viel mee.", after)
    assert 'class="part"' not in told.browser.get(f"/journal/{ids(told)[1]}").text


def test_the_card_that_came_back_before_the_talk_stands_in_between(told: Door) -> None:
    wished = ids(told)[0]
    returned = Turn("Je kaart.", "inform", "reminder_before", exercise="four_words", state="open")
    with told.journal.turn(person(told)) as page:
        page.write(Message("back-again", person(told), "Kom maar."), Heard("Kom maar.", "nl"), returned, NOW)
    shown = told.browser.get(f"/journal/{wished}").text
    assert 'class="part">Het gesprek zelf' in shown


def test_a_tag_is_added_found_by_and_taken_off(told: Door) -> None:
    one = ids(told)[1]
    address = f"/journal/{one}/tags"
    page = told.browser.post(address, data={**told.form(f"/journal/{one}"), "add": "  Team   &  ik "}).text
    assert "Team &amp; ik" in page
    assert ids(told, "?tag=Team+%26+ik") == [one] == ids(told, "?q=team")
    told.browser.post(address, data={**told.form(f"/journal/{one}"), "remove": "Team & ik"})
    assert told.journal.tags.of(person(told)) == {}


@pytest.mark.parametrize(
    ("name", "said"), [("", "Er stond geen label."), (" ", "Er stond geen label."), ("x" * 41, "Dat label is te lang.")]
)
def test_a_tag_that_cannot_be_is_refused_in_words(told: Door, name: str, said: str) -> None:
    one = ids(told)[0]
    page = told.browser.post(f"/journal/{one}/tags", data={**told.form(f"/journal/{one}"), "add": name})
    assert said in page.text
    assert told.journal.tags.of(person(told)) == {}


def test_twelve_tags_are_enough(told: Door) -> None:
    one = ids(told)[0]
    for number in range(12):
        told.journal.tags.add(person(told), one, f"label {number}")
    page = told.browser.post(f"/journal/{one}/tags", data={**told.form(f"/journal/{one}"), "add": "nog een"})
    assert "Er staan al twaalf labels." in page.text
    assert len(told.journal.tags.of(person(told))[one]) == 12


def entry(door: Door) -> tuple[str, str]:
    """The newest reflection, and what the person said first in it."""
    one = ids(door)[0]
    return one, door.journal.reflection(person(door), one).entries[0].id


def test_an_answer_is_changed_and_stands_so_everywhere(told: Door) -> None:
    one, said = entry(told)
    address = f"/journal/{one}/change/{said}"
    assert "Renée kwam te laat." in told.browser.get(address).text
    told.browser.post(address, data={**told.form(address), "text": "Zij kwam\r\nlater."})
    everything = "".join(told.browser.get(each).text for each in ("/", f"/journal/{one}", "/journal/export.md"))
    assert "Renée" not in everything
    assert told.kept()[0] == "Zij kwam\nlater."
    assert "“…”" in everything or "“….”" in everything


@pytest.mark.parametrize(("text", "said"), [("  ", "Er staat niets meer."), ("x" * 20_001, "Dat is te lang.")])
def test_words_that_cannot_be_kept_change_nothing_and_stay_in_the_box(told: Door, text: str, said: str) -> None:
    one, which = entry(told)
    address = f"/journal/{one}/change/{which}"
    answer = told.browser.post(address, data={**told.form(address), "text": text})
    assert answer.status_code == 422 and said in answer.text
    assert told.kept()[0] == "Renée kwam te laat."


def test_an_answer_is_removed_after_one_question(told: Door) -> None:
    one, said = entry(told)
    address = f"/journal/{one}/remove/{said}"
    assert "Dit antwoord weghalen?" in told.browser.get(address).text
    assert told.kept()[0] == "Renée kwam te laat."
    page = told.browser.post(address, data=told.form(address)).text
    assert "Renée" not in page and "Nog zonder woorden" in told.browser.get("/journal").text
    assert told.browser.get(address).status_code == 404


@pytest.mark.parametrize("act", ["change", "remove"])
def test_what_the_coach_said_cannot_be_changed_nor_anything_without_our_own_form(told: Door, act: str) -> None:
    one, said = entry(told)
    of_coach = told.journal.reflection(person(told), one).entries[1].id
    assert told.browser.get(f"/journal/{one}/{act}/{of_coach}").status_code == 404
    assert told.browser.post(f"/journal/{one}/{act}/{said}", data={"text": "x"}).status_code == 403
    assert told.browser.post(f"/journal/{one}/tags", data={"add": "x"}).status_code == 403
    assert told.kept()[0] == "Renée kwam te laat."


@contextmanager
def counting() -> Iterator[list[str]]:
    asked: list[str] = []

    def executed(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", executed)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", executed)


@pytest.mark.parametrize("page", ["/journal", "/journal?q=rooster", "/journal?month=2026-03", "/journal/found?who=bas"])
def test_a_page_asks_as_little_of_the_database_after_many_as_after_few(told: Door, page: str) -> None:
    with counting() as few:
        told.browser.get(page)
    for number in range(50):
        tell(told.journal, person(told), NOW - timedelta(days=40 + number), "four_words", {"beleven": "Bas zei ja."})
    told.browser.get(page)
    with counting() as many:
        told.browser.get(page)
    assert len(many) <= len(few) + 1 <= 30


def test_a_long_list_comes_in_pages(told: Door) -> None:
    for number in range(45):
        tell(told.journal, person(told), NOW - timedelta(days=40 + number), "four_words", {"beleven": "Bas zei ja."})
    first, second = ids(told), ids(told, "?page=2")
    assert (len(first), len(second), len({*first, *second})) == (40, 8, 48)
    assert 'href="/journal?q=bas&amp;page=2"' in told.browser.get("/journal?q=bas").text
    assert 'href="/journal?page=1"' in told.browser.get("/journal?page=2").text
    assert len(told.browser.get("/journal").content) < 40_000


def test_an_intention_that_is_on_the_card_already_is_not_there_twice(told: Door) -> None:
    meant, later = Intention("Ik vraag."), NOW + timedelta(days=1)
    turn = Turn("x", "close", "x", state="open", answers="beleven", exercise="four_words", fresh=True, intention=meant)
    with told.journal.turn(person(told)) as page:
        page.write(Message("intended", person(told), "Ik vraag."), Heard("Ik vraag.", "nl"), turn, later)
    shown = told.browser.get(f"/journal/{ids(told)[0]}").text
    assert shown.partition('id="tags"')[0].count("Ik vraag.") == 1
