"""An exercise made on the page of a running Blijk, begun there or by its title, in a terminal to its card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest

from tests.playing import missing, play
from tests.stack.running import Stack

pytestmark = pytest.mark.stack

PERSON = "me"
"""Whose page it is."""
TALKS: dict[str, dict[str, Any]] = {
    "nl": {
        "opens": ["Mijn reflecties van de week"],
        "asks": ["Wat lukte er deze week?", "Wat zou {oma} ervan zeggen?"],
        "answers": {
            "q1": ["Het overleg over het rooster liep, voor het eerst zonder ruzie."],
            "q2": ["Dat ik te laat naar huis ging, en dat klopt."],
            "intention": ["Woensdag om vijf uur de deur uit."],
            "lingers": ["Dat het anders kan."],
        },
        "more": "Meer is het niet.",
        "made": ["card", "close"],
        "card": ["Wat lukte er deze week", "Wat zou {oma} ervan zeggen", "Mijn voornemen"],
    },
    "en": {
        "opens": ["Show me what I wrote"],
        "asks": ["What went well this week?", "What would {gran} say about it?"],
        "answers": {
            "q1": ["The meeting about the timetable went well, without a row for once."],
            "q2": ["That I went home too late, and she is right."],
            "intention": ["On Wednesday I leave at five."],
            "lingers": ["That it can be different."],
        },
        "more": "That is all there is to it.",
        "made": ["card", "close"],
        "card": ["What went well this week", "What would {gran} say about it", "My intention"],
    },
}


@contextmanager
def open_page(stack: Stack, language: str) -> Iterator[httpx2.Client]:
    """The page of somebody who never wrote anything, in one language."""
    stack.blijk("journal", "erase", "--person", PERSON, typed=f"{PERSON}\n")
    with httpx2.Client(base_url=stack.run.address, trust_env=False, timeout=30, follow_redirects=True) as browser:
        browser.post("/language", data={**fields(browser), "language": language})
        yield browser


def fields(browser: httpx2.Client) -> dict[str, str]:
    """The hidden fields of a form."""
    return dict(re.findall(r'name="(form|id|whose)" value="([^"]*)"', browser.get("/").text))


def make(browser: httpx2.Client, talk: dict[str, Any]) -> str:
    """Make the exercise that a talk is about, and return the id of the one that is there then."""
    asked = {f"question{number}": question for number, question in enumerate(talk["asks"], start=1)}
    made = {"title": talk["opens"][0], "minutes": "5", "intends": "yes", **asked}
    page = browser.post("/exercises", data={**fields(browser), **made}).text
    (name,) = re.findall(r'value="start:(own_[0-9a-f]{28})"', page)
    return str(name)


@pytest.mark.parametrize("language", TALKS)
def test_its_title_starts_it_though_it_sounds_like_a_command_and_it_reaches_its_card(
    stack: Stack, language: str
) -> None:
    talk = TALKS[language]
    with open_page(stack, language) as browser, stack.terminal(PERSON) as say:
        name = make(browser, talk)
        said = play(talk, say)
        whole = "\n".join(f"P: {line}\nB: {reply['text']}  [{reply['move']}]" for line, reply in said)
        assert [question for question in talk["asks"] if question not in whole] == [], whole
        assert missing(talk, said) == [], whole
        assert talk["opens"][0] in browser.get("/journal").text
        browser.post(f"/exercises/{name}/remove", data=fields(browser))
        exported = stack.export(PERSON)
    reflection = exported["reflections"][-1]
    assert (reflection["exercise"], reflection["state"]) == (name, "done")
    assert [(each["title"], each["listed"]) for each in exported["exercises"]] == [(talk["opens"][0], False)]


@pytest.mark.parametrize("language", TALKS)
def test_begun_on_its_page_it_goes_on_wherever_one_writes(stack: Stack, language: str) -> None:
    talk = TALKS[language]
    with open_page(stack, language) as browser, stack.terminal(PERSON) as say:
        name = make(browser, talk)
        page = browser.post("/say", data={**fields(browser), "button": f"start:{name}"}).text
        assert talk["asks"][0] in page
        said = play({**talk, "opens": talk["answers"]["q1"], "answers": {**talk["answers"], "q1": []}}, say)
    assert said[0][1]["step"] == "q2"
    assert missing(talk, said) == []
