"""One-time links: looking uses nothing up, pressing lets in once, and the code is seen by no server on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.model import Person
from bot.web.links import make_link
from bot.web.pace import Pace, Paces

from .conftest import ORIGIN, Door

Open = Callable[[], TestClient]


@pytest.fixture
def eva(served: Door) -> Person:
    """Somebody who asked for a link in the chat of a channel."""
    return served.journal.person("teams", served.settings.person, tenant="school")


def press(browser: TestClient, code: str, **more: str) -> int:
    """Press the button of the page, and return the status."""
    text = browser.get("/enter").text
    token = text.partition('name="form" value="')[2].partition('"')[0]
    return int(browser.post("/enter", data={"form": token, "code": code, **more}, follow_redirects=False).status_code)


def is_in(browser: TestClient) -> bool:
    return bool(browser.get("/talk").status_code == 200)


def test_the_link_leads_to_our_own_address_with_the_code_where_no_server_sees_it(served: Door, eva: Person) -> None:
    address, _, code = make_link(served.gateway, eva).partition("#")
    assert address == f"{ORIGIN}/enter"
    assert len(code) == 43


def test_opening_it_however_often_uses_nothing_up(served: Door, eva: Person, another: Open) -> None:
    code = make_link(served.gateway, eva).partition("#")[2]
    for _ in range(3):
        looker = another()
        assert looker.get("/enter").status_code == looker.head("/enter").status_code == 200
        assert not is_in(looker)
    assert press(served.browser, code) == 303
    assert is_in(served.browser)


def test_who_pressed_the_button_sees_the_talk_of_that_person(served: Door, eva: Person) -> None:
    served.enter(eva)
    assert served.say("Van Eva.").status_code == 200
    assert [message.person for message in served.rasa.got] == [eva.id]
    assert "Van Eva." in served.browser.get("/").text


def test_the_whole_link_may_be_pasted_where_no_script_runs(served: Door, eva: Person) -> None:
    assert press(served.browser, f"  {make_link(served.gateway, eva)}\n") == 303


def test_it_lets_in_once(served: Door, eva: Person, another: Open) -> None:
    code, second = make_link(served.gateway, eva).partition("#")[2], another()
    assert press(served.browser, code) == 303
    assert press(second, code) == 403
    assert not is_in(second)


@pytest.mark.parametrize("code", ["", "x", "a" * 43, "#", "é", "\x00", "a" * 20_000])
def test_what_is_no_code_lets_nobody_in_and_says_what_to_do(served: Door, eva: Person, code: str) -> None:
    make_link(served.gateway, eva)
    assert press(served.browser, code) == 403
    assert not is_in(served.browser)
    token = served.form("/enter")["form"]
    answer = served.browser.post("/enter", data={"form": token, "code": code})
    assert "Vraag in je chat om een nieuwe." in answer.text
    assert not re.search(r'name="code"[^>]*value', answer.text)


def test_after_ten_minutes_it_lets_nobody_in(served: Door, eva: Person) -> None:
    before = datetime.now(timezone.utc) - timedelta(minutes=10)
    assert press(served.browser, served.journal.sign_ins.make_link(eva.id, before)) == 403


def test_a_form_of_another_browser_uses_nothing_up(served: Door, eva: Person, another: Open) -> None:
    code, other = make_link(served.gateway, eva).partition("#")[2], another()
    token = served.form("/enter")["form"]
    assert other.post("/enter", data={"form": token, "code": code}).status_code == 403
    assert press(served.browser, code) == 303


def test_whoever_was_signed_in_before_is_out(served: Door, eva: Person) -> None:
    bas = served.journal.person("teams", f"{served.settings.person}-bas", tenant="school")
    served.enter(bas)
    of_bas = served.browser.cookies["__Host-blijk"]
    assert "Je bent in deze browser al ingelogd." in served.browser.get("/enter").text
    served.enter(eva)
    assert served.browser.cookies["__Host-blijk"] != of_bas
    old = TestClient(served.browser.app, ORIGIN, cookies={"__Host-blijk": of_bas})
    assert not is_in(old)


def test_a_session_that_a_browser_brought_itself_is_not_signed_in(served: Door, eva: Person) -> None:
    chosen = "a" * 43
    served.browser.cookies.set("__Host-blijk", chosen, domain="blijk.example", path="/")
    served.enter(eva)
    old = TestClient(served.browser.app, ORIGIN, cookies={"__Host-blijk": chosen})
    assert not is_in(old)


def test_attempts_from_one_address_are_limited(open_door: Callable[..., Door]) -> None:
    paces = Paces(sign_ins=Pace(burst=2, per_second=0.0))
    door = open_door(origin=ORIGIN, embedded=False, sign_in=("link",), address=ORIGIN, paces=paces)
    assert [press(door.browser, "x") for _ in range(3)] == [403, 403, 429]


def test_where_links_are_no_way_in_there_is_no_such_page(open_door: Callable[..., Door], door: Door) -> None:
    oidc = open_door(origin=ORIGIN, embedded=False, sign_in=("oidc",), oidc_issuer="https://x.example",
                     oidc_client="x", oidc_secret="x", address=ORIGIN)  # fmt: skip
    for each in (oidc, door):
        assert each.browser.get("/enter").status_code == 404
        assert each.browser.post("/enter", data={"code": "x"}).status_code == 404


def test_the_script_takes_the_code_out_of_the_address(served: Door) -> None:
    page = served.browser.get("/enter").text
    assert '<script src="/static/enter.js" defer></script>' in page
    script = served.browser.get("/static/enter.js").text
    assert "location.hash" in script and "replaceState" in script


def test_no_template_or_script_keeps_anything_in_the_browser() -> None:
    folder = Path(__file__).parent.parent.parent / "bot" / "web"
    for file in (*(folder / "static").glob("*.js"), *(folder / "templates").glob("*.html")):
        assert "localStorage" not in file.read_text() and "sessionStorage" not in file.read_text()
