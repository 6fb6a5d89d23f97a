"""A served gateway: nobody sees anything before signing in, and nobody loses a text by being signed out."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
from starlette.testclient import TestClient

from bot.model import Person, Turn
from bot.web.events import watch
from bot.web.gateway import signed_in_as
from bot.web.pace import Pace, Paces

from .conftest import ORIGIN, Door

Open = Callable[[], TestClient]
PAGES = ("/", "/talk", "/events", "/journal", "/journal/export.json", "/journal/erase", "/journal/" + "0" * 32)


@pytest.fixture
def eva(served: Door) -> Person:
    return served.journal.person("teams", served.settings.person, tenant="school")


@pytest.mark.parametrize("page", PAGES)
def test_who_looks_without_signing_in_is_led_to_where_they_can(served: Door, page: str) -> None:
    answer = served.browser.get(page, headers={"Accept": "text/html"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert served.browser.get(page, headers={"Accept": "application/json"}).status_code == 401


@pytest.mark.parametrize("address", ["/language", "/journal/erase", "/journal/" + "0" * 32 + "/erase"])
def test_a_guest_changes_nothing(served: Door, address: str) -> None:
    token = served.form("/sign-in")
    assert served.browser.post(address, data={**token, "language": "en"}).status_code in (401, 403)


def test_the_terminals_door_is_shut_even_to_who_has_its_secret(served: Door) -> None:
    headers = {"Authorization": "Bearer run-secret"}
    assert served.browser.post("/api/say", json={"person": "me", "text": "x"}, headers=headers).status_code == 404
    assert served.rasa.got == []


def test_what_is_not_protected_can_be_read_before_signing_in_and_says_what_holds_here(served: Door, door: Door) -> None:
    shown = served.browser.get("/privacy").text
    assert "op de server van je organisatie" in shown and "geen wachtwoord" not in shown
    assert "op deze computer" in door.browser.get("/privacy").text
    assert "/journal" not in shown and "/language" not in shown


def test_who_erases_everything_in_the_chat_is_told_it_was_done_and_led_out(
    open_door: Callable[..., Door],
) -> None:
    door = open_door(origin=ORIGIN, embedded=False, sign_in=("link",), address=ORIGIN)
    eva = door.journal.person("teams", door.settings.person)
    door.rasa.keep = lambda message: door.journal.erase_person(eva.id) and Turn("Weg.", "close", "erased_all")  # type: ignore[method-assign]
    door.enter(eva)
    answer = door.browser.post(
        "/say", data={**door.form(), "text": "wis alles"}, headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.json()["saved"], answer.json()["whose"]) == (200, True, "")
    assert door.browser.get("/talk").status_code == 401


@pytest.mark.parametrize("session", ["", "x", "a" * 43, "a" * 44, "é" * 43])
def test_a_made_up_session_lets_nobody_in(served: Door, session: str) -> None:
    cookie = f"__Host-blijk={session}".encode()
    assert served.browser.get("/talk", headers={b"Cookie": cookie}).status_code == 401


def test_a_text_that_was_sent_after_the_session_ended_is_not_lost(served: Door, eva: Person) -> None:
    served.enter(eva)
    form = served.form()
    served.journal.sign_ins.sign_out_everywhere(eva.id)
    answer = served.browser.post("/say", data={**form, "text": "Niet kwijtraken."})
    assert answer.status_code == 401
    assert "Niet kwijtraken.</textarea>" in answer.text
    assert "Je bent intussen uitgelogd." in answer.text
    scripted = served.browser.post("/say", data={**form, "text": "x"}, headers={"Accept": "application/json"})
    assert (scripted.status_code, scripted.json()["saved"]) == (401, False)
    assert served.rasa.got == []


def test_after_signing_in_again_the_same_page_can_send_it(served: Door, eva: Person) -> None:
    served.enter(eva)
    form = served.form()
    served.journal.sign_ins.sign_out_everywhere(eva.id)
    served.enter(eva)
    refused = served.browser.post("/say", data={**form, "text": "Nog een keer."})
    again = dict(re.findall(r'name="(form|id|whose)" value="([^"]*)"', refused.text))
    assert refused.status_code == 403 and again["whose"] == form["whose"]
    assert served.browser.post("/say", data={**again, "text": "Nog een keer."}).status_code == 200
    assert [message.text for message in served.rasa.got] == ["Nog een keer."]


def test_what_somebody_wrote_before_another_signed_in_here_does_not_get_into_the_others_journal(
    served: Door, eva: Person
) -> None:
    bas = served.journal.person("teams", f"{served.settings.person}-bas", tenant="school")
    served.enter(eva)
    served.say("Van Eva.")
    form = served.form()
    served.enter(bas)
    served.say("Van Bas.")
    for data in (form, {**served.form(), "whose": form["whose"]}, {**served.form(), "whose": ""}):
        answer = served.browser.post("/say", data={**data, "text": "Van wie dan ook."})
        assert answer.status_code in (403, 409)
        assert "Van wie dan ook.</textarea>" in answer.text
    assert [message.text for message in served.rasa.got] == ["Van Eva.", "Van Bas."]


def test_who_signs_out_is_out_and_their_browser_forgets_what_it_saw(served: Door, eva: Person, another: Open) -> None:
    elsewhere = served.enter(eva, another())
    served.enter(eva)
    session = served.browser.cookies["__Host-blijk"]
    answer = served.browser.post("/sign-out", data=served.form())
    assert (answer.status_code, answer.headers["clear-site-data"]) == (200, '"cache", "storage"')
    assert served.browser.cookies["__Host-blijk"] != session
    again = TestClient(served.browser.app, ORIGIN, cookies={"__Host-blijk": session})
    assert again.get("/talk").status_code == 401
    assert elsewhere.get("/talk").status_code == 200


def test_who_signs_out_everywhere_is_out_in_every_browser(served: Door, eva: Person, another: Open) -> None:
    elsewhere = served.enter(eva, another())
    served.enter(eva)
    served.say("Iets.")
    assert 'name="everywhere"' in served.browser.get("/journal").text
    served.browser.post("/sign-out", data={**served.form(), "everywhere": "yes"})
    assert elsewhere.get("/talk").status_code == 401


def test_nobody_is_signed_out_by_another_site(served: Door, eva: Person) -> None:
    served.enter(eva)
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert served.browser.post("/sign-out", data=served.form(), headers=headers).status_code == 403
    assert served.browser.post("/sign-out", data={}).status_code == 403
    assert served.browser.get("/talk").status_code == 200


@pytest.mark.parametrize(
    ("session_minutes", "session_hours", "ago", "status"),
    [(120, 12, 119, 200), (120, 12, 121, 401), (30, 12, 31, 401), (1440, 1, 61, 401), (1440, 2, 61, 200)],
)
def test_how_long_somebody_stays_in_is_a_setting(
    open_door: Callable[..., Door], session_minutes: int, session_hours: int, ago: int, status: int
) -> None:
    door = open_door(origin=ORIGIN, embedded=False, sign_in=("link",), address=ORIGIN,
                     session_minutes=session_minutes, session_hours=session_hours)  # fmt: skip
    person, then = door.journal.person("local", door.settings.person), datetime.now(timezone.utc)
    session = door.journal.sign_ins.sign_in(person.id, then - timedelta(minutes=ago), door.gateway.lives)
    door.browser.cookies.set("__Host-blijk", session, domain="blijk.example", path="/")
    assert door.browser.get("/talk").status_code == status


def test_a_page_that_waits_for_news_stops_when_its_person_signs_out_and_keeps_no_session_alive(
    served: Door, eva: Person
) -> None:
    there = [True, True, False]

    async def still_there() -> bool:
        return there.pop(0)

    async def listening() -> list[str]:
        return [each async for each in watch(served.gateway, signed_in_as(eva), still_there, heartbeat=0.001)]

    assert len(asyncio.run(listening())) == 2
    then = datetime.now(timezone.utc) - timedelta(minutes=30)
    session = served.journal.sign_ins.sign_in(eva.id, then, served.gateway.lives)
    served.journal.sign_ins.signed_in(session, then + timedelta(minutes=20), served.gateway.lives, looked=False)
    assert served.journal.export(eva.id)["sign_ins"][0]["seen"] == served.journal.export(eva.id)["sign_ins"][0]["begun"]


def test_who_erases_everything_is_signed_out_and_gets_the_receipt(served: Door, eva: Person) -> None:
    served.enter(eva)
    served.say("Gaat weg.")
    receipt = served.browser.post("/journal/erase", data=served.form("/journal/erase"))
    assert receipt.status_code == 200
    assert "Waar je was ingelogd" in html.unescape(receipt.text)
    assert served.browser.get("/talk").status_code == 401


def test_pages_are_limited_by_person(open_door: Callable[..., Door]) -> None:
    paces = Paces(pages=Pace(2, 0.0))
    door = open_door(origin=ORIGIN, embedded=False, sign_in=("link",), address=ORIGIN, paces=paces)
    eva, bas = (door.journal.person("local", f"{door.settings.person}-{each}") for each in ("eva", "bas"))
    door.enter(eva)
    assert [door.browser.get("/talk").status_code for _ in range(3)] == [200, 200, 429]
    door.enter(bas)
    assert door.browser.get("/talk").status_code == 200


def test_whatever_is_asked_for_is_limited_by_address(open_door: Callable[..., Door]) -> None:
    paces = Paces(addresses=Pace(2, 0.0))
    door = open_door(origin=ORIGIN, embedded=False, sign_in=("link",), address=ORIGIN, paces=paces)
    assert [door.browser.get("/sign-in").status_code for _ in range(3)] == [200, 200, 429]
    elsewhere = TestClient(door.browser.app, ORIGIN, client=("192.0.2.7", 1))
    assert elsewhere.get("/sign-in").status_code == 200


def test_one_person_on_their_own_computer_is_not_limited_by_address(open_door: Callable[..., Door]) -> None:
    door = open_door(paces=Paces(addresses=Pace(1, 0.0), pages=Pace(1, 0.0)))
    assert [door.browser.get("/journal").status_code for _ in range(3)] == [200, 200, 200]
