"""The page gives a code that makes a messenger the same person's; only to its own form, only where there is one."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from .conftest import Office

Open = Callable[..., Office]


@pytest.fixture
def browser(office: Office) -> TestClient:
    """The page of one person, beside a messenger that runs."""
    app = office.app
    app.state.channels.lines = (office.line,)
    return TestClient(app, "http://127.0.0.1:8080", headers={"Accept-Language": "nl"})


def form(browser: TestClient) -> dict[str, str]:
    return dict(re.findall(r'name="(form)" value="([^"]*)"', browser.get("/journal").text))


def test_what_the_page_shows_couples_when_it_is_typed_in_a_messenger(office: Office, browser: TestClient) -> None:
    shown = browser.post("/journal/couple", data=form(browser)).text
    line = re.findall(r"<strong>(koppel [0-9A-Z-]{9})</strong>", shown)[0]
    assert office.say(line)[-1].text.startswith("Gekoppeld.")
    office.say("In de berichtendienst.")
    assert "In de berichtendienst." in browser.get("/").text


def test_a_form_that_is_not_ours_gives_no_code(browser: TestClient) -> None:
    assert browser.post("/journal/couple", data={"form": "x"}).status_code == 403


def test_without_messengers_there_is_nothing_to_couple(office: Office) -> None:
    browser = TestClient(office.app, "http://127.0.0.1:8080", headers={"Accept-Language": "nl"})
    assert "Kanaal koppelen" not in browser.get("/journal").text
    assert browser.post("/journal/couple", data=form(browser)).status_code == 403
