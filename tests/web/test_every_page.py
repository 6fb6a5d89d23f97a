"""Every page in a real browser: both languages, phone and laptop, with and without scripts, by keyboard, by axe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

import pytest
from starlette.routing import Route

from bot.journal.journal import Journal
from bot.model import OwnExercise
from bot.web.app import pages
from bot.web.oidc import BACK

from .showing import Shown, shown

playwright = pytest.importorskip("playwright.sync_api", reason="the gateway's own environment has no browser")
pytestmark = pytest.mark.stack

PAGES = (
    "/", "/journal", "/journal/print", "/journal/{id}", "/journal/{id}/change/{entry}", "/journal/{id}/remove/{entry}",
    "/journal/{id}/erase", "/journal/erase", "/patterns", "/questions", "/exercises", "/exercises/new",
    "/exercises/{made}", "/exercises/{made}/remove", "/privacy", "/nowhere",
)  # fmt: skip
FOR_GUESTS = ("/sign-in", "/enter")
NO_PAGES = (
    "/talk", "/events", "/journal/found", "/journal/export.pdf", "/journal/export.md", "/journal/export.json",
    "/journal/export.zip", "/journal/{id}/blijk.pdf", "/journal/{id}/card.png", "/sign-in/oidc", BACK, "/health/live",
    "/health/ready",
)  # fmt: skip
"""What is asked for by the script, by a program, or is a file to keep."""
PHONE, LAPTOP = 320, 1280
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def full(journal: Journal) -> Iterator[Shown]:
    """Somebody with half a year of reflections, patterns and own questions."""
    with shown(journal) as found:
        journal.preferences.keep(found.person, "patterns", "yes")
        journal.prompts.add(
            found.person, "Wat zei ik vandaag niet, terwijl ik het wel dacht?", datetime.now(timezone.utc)
        )
        asked = ("Wat lukte er deze week, al was het klein?", "Wat schuurde er?", "Wie had ik willen spreken?")
        helps = "Op vrijdagmiddag, voor ik naar huis ga"
        made = OwnExercise("", "Mijn week", helps, 8, asked, True)
        journal.exercises.add(found.person, made, datetime.now(timezone.utc))
        yield found


@pytest.fixture
def fresh(journal: Journal) -> Iterator[Shown]:
    """Somebody who is here for the first time."""
    with shown(journal, empty=True) as found:
        yield found


def address(found: Shown, page: str) -> str:
    if "{made}" in page:
        page = page.replace("{made}", found.journal.exercises.of(found.person)[0].id)
    if "{id}" in page:
        page = page.replace("{id}", found.reflection).replace("{entry}", found.entry)
    return found.address + page


def test_every_page_that_there_is_is_looked_at() -> None:
    served = {route.path for route in pages() if isinstance(route, Route) and "GET" in (route.methods or ())}
    assert served == {*PAGES, *FOR_GUESTS, *NO_PAGES} - {"/nowhere"}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["nl-NL", "en-GB"])
@pytest.mark.parametrize("width", [PHONE, LAPTOP])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_fits_and_loads_nothing_from_elsewhere(
    full: Shown, chromium: Any, page: str, language: str, width: int, scripts: bool
) -> None:
    size = {"width": width, "height": 720}
    with chromium.new_context(locale=language, viewport=size, java_script_enabled=scripts) as context:
        tab, asked, troubles = context.new_page(), [], []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
        tab.on("pageerror", lambda error: troubles.append(str(error)))
        tab.goto(address(full, page))
        assert tab.get_attribute("html", "lang") == language[:2]
        assert tab.locator("h1").count() == 1
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert [url for url in asked if not url.startswith(full.address)] == []
        assert [trouble for trouble in troubles if "404" not in trouble or page != "/nowhere"] == []


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, LAPTOP])
def test_axe_finds_nothing_against_wcag(full: Shown, chromium: Any, page: str, look: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not in this environment")
    with chromium.new_context(viewport={"width": width, "height": 720}, color_scheme=look) as context:
        tab = context.new_page()
        tab.goto(address(full, page))
        tab.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        found = axe.Axe().run(tab, options={"runOnly": WCAG})
        broken = [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]]
        assert broken == []
        assert len(found.response["passes"]) > 10


@pytest.mark.parametrize("page", ["/", "/journal", "/patterns", "/questions", "/exercises"])
def test_axe_finds_nothing_on_the_pages_of_who_is_new(fresh: Shown, chromium: Any, page: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not in this environment")
    with chromium.new_context(viewport={"width": PHONE, "height": 720}) as context:
        tab = context.new_page()
        tab.goto(fresh.address + page)
        assert axe.Axe().run(tab, options={"runOnly": WCAG}).response["violations"] == []


@pytest.mark.parametrize("page", FOR_GUESTS)
@pytest.mark.parametrize("width", [PHONE, LAPTOP])
def test_who_still_has_to_sign_in_gets_a_page_that_fits_and_axe_finds_nothing(
    journal: Journal, chromium: Any, page: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not in this environment")
    with (
        shown(journal, empty=True, served=True) as found,
        chromium.new_context(viewport={"width": width, "height": 720}) as context,
    ):
        tab = context.new_page()
        assert tab.goto(found.address + page).status == 200
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert axe.Axe().run(tab, options={"runOnly": WCAG}).response["violations"] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_read_with_letters_twice_as_large(full: Shown, chromium: Any, page: str) -> None:
    with chromium.new_context(viewport={"width": 640, "height": 720}) as context:
        tab = context.new_page()
        tab.goto(address(full, page))
        tab.evaluate("document.documentElement.style.fontSize = '200%'")
        assert tab.evaluate("document.documentElement.scrollWidth") <= 640


@pytest.mark.parametrize("scripts", [True, False])
def test_a_whole_talk_goes_by_keyboard_alone(fresh: Shown, chromium: Any, scripts: bool) -> None:
    with chromium.new_context(locale="nl-NL", java_script_enabled=scripts) as context:
        tab = context.new_page()
        tab.goto(fresh.address)
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        tab.keyboard.type("Maandag wordt spannend.")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        tab.wait_for_selector("#talk li.coach")
        tab.focus("#replies button:first-child")
        tab.keyboard.press("Enter")
        tab.wait_for_selector("#talk li.person >> nth=1")
        assert [message.text for message in fresh.rasa.got] == ["Maandag wordt spannend.", "Ga verder"]
        assert tab.locator(".tour").count() == 0


def test_the_tour_is_put_away_with_a_press_and_the_box_stays(fresh: Shown, chromium: Any) -> None:
    with chromium.new_context(locale="nl-NL") as context:
        tab = context.new_page()
        tab.goto(fresh.address)
        tab.click(".tour button")
        tab.wait_for_selector(".tour", state="detached")
        assert tab.is_visible("#text")


def test_while_the_coach_reads_there_are_dots_that_stand_still_for_who_wants_no_motion(
    fresh: Shown, chromium: Any
) -> None:
    fresh.rasa.behaves = "late"
    with chromium.new_context(reduced_motion="reduce", locale="nl-NL") as context:
        tab = context.new_page()
        tab.goto(fresh.address)
        tab.fill("#text", "Even wachten.")
        tab.click("button.main")
        tab.wait_for_selector("#dots:visible")
        assert tab.evaluate("getComputedStyle(document.querySelector('#dots i')).animationName") == "none"
        assert tab.inner_text("#status") == "Wordt bewaard …"
        tab.wait_for_selector("#status.grave", timeout=15_000)
        assert tab.is_hidden("#dots")
        assert tab.input_value("#text") == "Even wachten."


def test_after_the_line_was_cut_nothing_is_lost_and_what_was_said_elsewhere_appears(
    fresh: Shown, chromium: Any
) -> None:
    with chromium.new_context(locale="nl-NL") as context:
        tab, other = context.new_page(), context.new_page()
        other.goto(fresh.address)
        tab.goto(fresh.address)
        context.set_offline(True)
        tab.fill("#text", "Zonder lijn geschreven.")
        tab.click("button.main")
        tab.wait_for_selector("#status.grave")
        assert tab.input_value("#text") == "Zonder lijn geschreven."
        context.set_offline(False)
        tab.click("button.main")
        tab.wait_for_selector("#talk li.coach")
        other.bring_to_front()
        other.wait_for_selector("#talk li.person:has-text('Zonder lijn')")
        assert [message.text for message in fresh.rasa.got] == ["Zonder lijn geschreven."]


@pytest.mark.parametrize("scripts", [True, False])
def test_the_language_of_every_page_can_be_switched(full: Shown, chromium: Any, scripts: bool) -> None:
    with chromium.new_context(locale="nl-NL", java_script_enabled=scripts) as context:
        tab = context.new_page()
        for page in ("/patterns", "/questions", "/exercises", "/exercises/new", "/journal", "/"):
            tab.goto(full.address + page)
            before = str(tab.get_attribute("html", "lang"))
            tab.click("footer form[action='/language'] button")
            tab.wait_for_selector(f"html:not([lang={before}])")
            assert tab.url.removeprefix(full.address) == page


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("language", ["nl-NL", "en-GB"])
@pytest.mark.parametrize("width", [PHONE, LAPTOP])
def test_an_exercise_is_made_mended_begun_and_taken_away(
    fresh: Shown, chromium: Any, scripts: bool, language: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not in this environment")
    size = {"width": width, "height": 720}
    with chromium.new_context(locale=language, viewport=size, java_script_enabled=scripts) as context:
        tab = context.new_page()
        tab.goto(f"{fresh.address}/exercises")
        tab.click(".new a")
        tab.fill("#question1", "Wat lukte er?")
        tab.check("#intends")
        tab.click("form.making button.main")
        assert tab.locator(".fault").count() == 2
        assert tab.input_value("#question1") == "Wat lukte er?"
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        if scripts:
            assert axe.Axe().run(tab, options={"runOnly": WCAG}).response["violations"] == []
        tab.fill("#title", "Mijn week")
        tab.fill("#question2", "Wat schuurde er?")
        tab.click("form.making button.main")
        assert tab.inner_text(".made h2") == "Mijn week"
        tab.click(".made form button")
        tab.wait_for_selector("#talk li.person")
        assert [message.text for message in fresh.rasa.got] == ["Mijn week"]
        tab.goto(f"{fresh.address}/exercises")
        tab.click(".made a[href$='/remove']")
        tab.click("button.grave")
        assert tab.locator(".made").count() == 0


@pytest.mark.parametrize(("page", "box"), [("/exercises/new", "#question1"), ("/questions", "#question")])
def test_it_asks_before_what_was_typed_is_left_and_not_when_it_is_kept(
    full: Shown, chromium: Any, page: str, box: str
) -> None:
    asked: list[str] = []
    with chromium.new_context(locale="nl-NL") as context:
        tab = context.new_page()
        tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        tab.goto(full.address + page)
        tab.fill(box, "Wat lukte er?")
        tab.click("footer a[href='/privacy']")
        assert (asked, tab.input_value(box)) == (["beforeunload"], "Wat lukte er?")
        tab.click("form.typed button.main")
        tab.wait_for_load_state()
        assert asked == ["beforeunload"]
