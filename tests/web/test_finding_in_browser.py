"""What the script adds to the journal pages: finding as one types, copying a card, printing. All else works without."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.journal.journal import Journal

from .showing import Shown, shown

playwright = pytest.importorskip("playwright.sync_api", reason="the gateway's own environment has no browser")
pytestmark = pytest.mark.stack


@pytest.fixture
def full(journal: Journal) -> Iterator[Shown]:
    with shown(journal) as found:
        yield found


def open_journal_page(full: Shown, chromium: Any, **more: Any) -> Any:
    tab = chromium.new_context(locale="nl-NL", viewport={"width": 320, "height": 720}, **more).new_page()
    tab.goto(f"{full.address}/journal")
    return tab


def test_the_list_follows_what_is_typed_and_says_how_much_there_is(full: Shown, chromium: Any) -> None:
    tab = open_journal_page(full, chromium)
    everything = tab.locator("#list li").count()
    tab.focus("#q")
    tab.keyboard.type("thuis")
    tab.wait_for_selector("#count:has-text('1 reflectie')")
    assert tab.locator("#list li").count() == 1 < everything
    assert tab.evaluate("document.activeElement.id") == "q"
    assert tab.get_attribute("#count", "role") == "status"
    tab.keyboard.press("Control+A")
    tab.keyboard.press("Delete")
    tab.wait_for_selector(f"#list li >> nth={everything - 1}")
    assert tab.inner_text("#count") == ""


def test_a_feeling_that_is_chosen_narrows_the_list_at_once(full: Shown, chromium: Any) -> None:
    tab = open_journal_page(full, chromium)
    tab.click(".search summary")
    tab.select_option("#feeling", "proud")
    tab.wait_for_selector("#count:has-text('1 reflectie')")
    assert "Trots op mijn team." in tab.inner_text("#list")


def test_without_scripts_the_same_is_found_with_a_press(full: Shown, chromium: Any) -> None:
    tab = open_journal_page(full, chromium, java_script_enabled=False)
    tab.fill("#q", "thuis")
    tab.click(".search button")
    assert tab.locator("#list li").count() == 1


def test_a_card_is_copied_with_a_press_and_that_is_said(full: Shown, chromium: Any) -> None:
    tab = open_journal_page(full, chromium, permissions=["clipboard-read", "clipboard-write"])
    tab.goto(f"{full.address}/journal/{full.reflection}")
    tab.click("#copy")
    tab.wait_for_selector("#copied:has-text('Gekopieerd.')")
    copied = tab.evaluate("navigator.clipboard.readText()")
    labels = tab.locator(".card dt").all_inner_texts()
    assert [line.partition(":")[0] for line in copied.split("\n")] == labels


def test_when_copying_is_not_allowed_that_is_said_too(full: Shown, chromium: Any) -> None:
    tab = open_journal_page(full, chromium)
    tab.goto(f"{full.address}/journal/{full.reflection}")
    tab.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")
    tab.click("#copy")
    tab.wait_for_selector("#copied:has-text('Selecteer de tekst')")


def test_on_paper_there_is_nothing_to_press(full: Shown, chromium: Any) -> None:
    tab = open_journal_page(full, chromium)
    tab.goto(f"{full.address}/journal/print")
    assert tab.is_visible("#print")
    tab.emulate_media(media="print")
    assert tab.locator("button:visible, nav:visible, footer:visible").count() == 0
    assert tab.locator("article:visible").count() > 3


@pytest.mark.parametrize("scripts", [True, False])
def test_an_answer_is_changed_by_keyboard_alone(full: Shown, chromium: Any, scripts: bool) -> None:
    tab = open_journal_page(full, chromium, java_script_enabled=scripts)
    tab.goto(f"{full.address}/journal/{full.reflection}")
    tab.locator("a.change").first.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#text")
    tab.focus("#text")
    tab.keyboard.press("Control+A")
    tab.keyboard.type("3, bij nader inzien")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".talk .person:has-text('3, bij nader inzien')")
