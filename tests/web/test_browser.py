"""Signing in and out in a real browser, with its scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from bot.model import Person
from bot.running.ports import free_ports
from bot.web.__main__ import configure
from bot.web.links import make_link

from . import serving
from .conftest import Door

playwright = pytest.importorskip("playwright.sync_api", reason="the gateway's own environment has no browser")
pytestmark = pytest.mark.stack


@dataclass
class Served:
    """A gateway that listens, and a browser before it."""

    door: Door
    browser: playwright.Browser  # type: ignore[name-defined]

    def person(self, name: str) -> Person:
        return self.door.journal.person("teams", f"{self.door.settings.person}-{name}")

    def enter(self, context: playwright.BrowserContext, name: str) -> playwright.Page:  # type: ignore[name-defined]
        """Open a new tab on a link that this person asked for, and press the button."""
        page = context.new_page()
        page.goto(make_link(self.door.gateway, self.person(name)))
        page.click("form.enter button")
        page.wait_for_selector("#text")
        return page


@pytest.fixture
def listening(open_door: Callable[..., Door], chromium: playwright.Browser) -> Iterator[Served]:  # type: ignore[name-defined]
    port = free_ports(1)[0]
    origin = f"http://localhost:{port}"
    door = open_door(origin=origin, embedded=False, sign_in=("link",), address=origin)
    config = configure(door.browser.app, replace(door.settings, port=port))  # type: ignore[arg-type]
    config.lifespan = "off"  # the door's own browser has begun it
    with serving.listening(config):
        yield Served(door, chromium)


def test_the_code_leaves_the_address_at_once_and_one_press_lets_in(listening: Served) -> None:
    page = listening.browser.new_context(locale="nl-NL").new_page()
    link = make_link(listening.door.gateway, listening.person("eva"))
    page.goto(link)
    assert page.url == f"{listening.door.settings.origin}/enter"
    assert not page.is_visible("#code")
    page.click("form.enter button")
    page.wait_for_selector("#text")
    assert page.url == f"{listening.door.settings.origin}/"
    assert link.partition("#")[2] not in page.content()


def test_a_tab_of_who_was_signed_in_before_sends_nothing_into_the_journal_of_who_is_now(listening: Served) -> None:
    context = listening.browser.new_context(locale="nl-NL")
    of_eva = listening.enter(context, "eva")
    of_eva.fill("#text", "Alleen van Eva.")
    listening.enter(context, "bas")
    of_eva.click("button.main")
    of_eva.wait_for_selector("#status:has-text('iemand anders')")
    assert of_eva.input_value("#text") == "Alleen van Eva."
    assert listening.door.rasa.got == []


def test_a_text_that_was_typed_when_the_session_ended_stays_and_can_be_sent_after_signing_in(listening: Served) -> None:
    context = listening.browser.new_context(locale="nl-NL")
    page = listening.enter(context, "eva")
    page.fill("#text", "Niet kwijtraken.")
    listening.door.journal.sign_ins.sign_out_everywhere(listening.person("eva").id)
    page.click("button.main")
    page.wait_for_selector("#status:has-text('uitgelogd')")
    assert page.input_value("#text") == "Niet kwijtraken."
    listening.enter(context, "eva")
    page.click("button.main")
    page.wait_for_selector("#talk li.coach")
    assert [message.text for message in listening.door.rasa.got] == ["Niet kwijtraken."]


def test_who_signs_out_sees_nothing_of_it_by_going_back(listening: Served) -> None:
    page = listening.enter(listening.browser.new_context(locale="nl-NL"), "eva")
    page.fill("#text", "Geheimwoord.")
    page.click("button.main")
    page.wait_for_selector("#talk li.coach")
    page.click('form[action="/sign-out"] button')
    page.wait_for_selector('a[href="/sign-in"]')
    page.go_back()
    page.wait_for_load_state()
    assert "Geheimwoord" not in page.content()
