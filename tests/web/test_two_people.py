"""Two people at one gateway: whatever address the one asks for, with whatever ids, nothing of the other is in it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timezone

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route
from starlette.testclient import TestClient

from bot.knowledge import read_knowledge
from bot.model import Button, Intention, Knowledge, Message, OwnExercise, Person, Thread, Turn
from bot.settings import ROOT
from bot.web.app import pages
from bot.web.events import watch
from bot.web.gateway import signed_in_as
from bot.web.news import News

from .conftest import ORIGIN, Door
from .looking_back import tell

SECRET = "Kanariegeheim"
ADDRESSES = [
    (route.path, method)
    for route in pages()
    if isinstance(route, Route)
    for method in sorted(route.methods or ())
    if method != "HEAD"
]
SHOWS_MINE = {
    "/", "/talk", "/journal", "/journal/{id}", "/journal/export.md", "/journal/export.json", "/patterns", "/questions",
    "/journal/found", "/journal/print", "/journal/{id}/change/{entry}", "/journal/{id}/remove/{entry}",
    "/exercises", "/exercises/{made}", "/exercises/{made}/remove",
}  # fmt: skip
"""The addresses at which one does see one's own words; else the matrix would find nothing anywhere."""


def telling(message: Message, thread: Thread) -> Turn:
    """Give back what was said, with a button and an intention that hold it too."""
    return Turn(
        f"“{message.text}”", "reflect", "receive.time", state="open", answers="beleven", exercise="four_words",
        buttons=(Button(f"Over {message.text}", f"review:{message.id}"),), intention=Intention(message.text),
    )  # fmt: skip


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The shelf as it stands, beside which own exercises come."""
    return read_knowledge(ROOT / "data" / "coaching")


@dataclass
class Two:
    """Eva, who wrote something, and Bas, who signed in beside her."""

    door: Door
    eva: Person
    bas: Person
    reflection: str
    entry: str
    """The first thing that she wrote in it."""
    made: str
    """The exercise that she made."""
    of_eva: TestClient
    of_bas: TestClient

    def marks(self) -> tuple[str, ...]:
        """All by which something of Eva's could be told."""
        return (SECRET, self.eva.id, self.reflection, self.made, f"{self.door.settings.person}-eva")

    def at(self, path: str) -> str:
        """An address with what is Eva's in it."""
        return path.replace("{id}", self.reflection).replace("{entry}", self.entry).replace("{made}", self.made)

    def kept(self) -> str:
        """Everything that is kept of Eva, but when she was last seen."""
        return json.dumps({**self.door.journal.export(self.eva.id), "sign_ins": ()})


@pytest.fixture
def two(open_door: Callable[..., Door]) -> Iterator[Two]:
    door = open_door(coach=telling, origin=ORIGIN, embedded=False, sign_in=("link",), address=ORIGIN)
    app: Starlette = door.browser.app  # type: ignore[assignment]
    eva, bas = (door.journal.person("teams", f"{door.settings.person}-{name}") for name in ("eva", "bas"))
    for person, said in ((eva, SECRET), (bas, "Van Bas")):
        door.enter(person)
        assert door.say(said).status_code == 200
    tell(door.journal, eva.id, datetime.now(timezone.utc), "four_words", {"question": f"Wat is {SECRET}?"})
    door.journal.preferences.keep(eva.id, "patterns", "yes")
    door.journal.prompts.add(eva.id, f"Hoe is het met {SECRET}?", datetime.now(timezone.utc))
    asked = (f"Wat zei {SECRET}?", "En toen?")
    own = door.journal.exercises.add(
        eva.id, OwnExercise("", f"Mijn {SECRET}", SECRET, 5, asked, True), datetime.now(timezone.utc)
    )
    browsers = [door.enter(person, TestClient(app, ORIGIN, raise_server_exceptions=False)) for person in (eva, bas)]
    reflection = door.journal.reflections(eva.id)[0].id
    entry = door.journal.reflection(eva.id, reflection).entries[0].id
    yield Two(door, eva, bas, reflection, entry, own.id, browsers[0], browsers[1])


def fields(two: Two, browser: TestClient) -> Iterator[dict[str, str]]:
    """What somebody could send along with a token of their own, everything in it pointing at Eva."""
    page = browser.get("/enter").text
    token = page.partition('name="form" value="')[2].partition('"')[0]
    mark = browser.get("/talk").json().get("whose", "")
    common = {"form": token, "whose": mark, "id": "a" * 32, "person": two.eva.id, "language": "en", "to": "/journal"}
    yield {**common, "text": "Van Bas", "code": two.eva.id}
    yield {**common, "title": "Van Bas", "minutes": "5", "question1": "Wat?", "question2": "En dan?"}
    for button in ("resume", "review", "erase:one"):
        yield {**common, "button": f"{button}:{two.reflection}"}
    yield {**common, "button": f"start:{two.made}"}


def ask(two: Two, browser: TestClient, path: str, method: str) -> Iterator[httpx2.Response]:
    address = two.at(path)
    if method == "GET":
        for query in ("", f"?q={SECRET}", f"?after={two.reflection}&person={two.eva.id}"):
            asked = f"{address}{query}"
            yield browser.get(asked, headers={"X-Forwarded-User": two.eva.id, "Accept": "text/html"})
        return
    for data in fields(two, browser):
        yield browser.post(address, data=data)
        two.door.enter(two.door.journal.person("teams", f"{two.door.settings.person}-bas"), browser)
    yield browser.post(
        address, json={"person": two.eva.id, "text": "x"}, headers={"Authorization": "Bearer run-secret"}
    )


def without_echo(two: Two, answer: httpx2.Response) -> str:
    """What was answered, but the search word that was typed and the address that was asked for."""
    shown = answer.text.replace(f'value="{SECRET}"', "").replace(f"/journal/{two.reflection}", "")
    shown = shown.replace(f"/questions/{two.reflection}", "").replace(f"/exercises/{two.made}", "")
    return shown.replace(f"review:{two.reflection}", "").replace(f"resume:{two.reflection}", "")


@pytest.mark.parametrize(("path", "method"), [each for each in ADDRESSES if each[0] != "/events"])
def test_nothing_of_eva_is_in_any_answer_to_bas_and_nothing_of_hers_is_changed(
    two: Two, path: str, method: str
) -> None:
    before = two.kept()
    for answer in ask(two, two.of_bas, path, method):
        shown = without_echo(two, answer) + str(answer.headers)
        assert not [mark for mark in two.marks() if mark in shown]
        assert answer.status_code < 500 or path == "/health/ready"
    assert two.kept() == before
    assert two.of_eva.get("/talk").status_code == 200


@pytest.mark.parametrize(("path", "method"), [each for each in ADDRESSES if each[0] != "/events"])
def test_nothing_of_eva_is_in_any_answer_to_who_has_not_signed_in(two: Two, path: str, method: str) -> None:
    before, guest = two.kept(), TestClient(two.door.browser.app, ORIGIN, raise_server_exceptions=False)
    address = two.at(path)
    token = guest.get("/enter").text.partition('name="form" value="')[2].partition('"')[0]
    answers = [guest.get(address)] if method == "GET" else [guest.post(address, data={"form": token, "text": "x"})]
    for answer in answers:
        shown = without_echo(two, answer)
        assert not [mark for mark in two.marks() if mark in shown]
    assert two.kept() == before


@pytest.mark.parametrize("path", sorted(SHOWS_MINE))
def test_eva_herself_does_see_her_own_words_there(two: Two, path: str) -> None:
    assert SECRET in two.of_eva.get(two.at(path)).text


def test_the_bell_of_bas_does_not_ring_for_eva(two: Two) -> None:
    news = two.door.gateway.news
    with news.bell(signed_in_as(two.bas)) as of_bas, news.bell(signed_in_as(two.eva)) as of_eva:
        page = two.of_eva.get("/").text
        data = {name: page.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("form", "whose")}
        two.of_eva.post("/say", data={**data, "text": "Nog iets."})
        assert of_eva.is_set() and not of_bas.is_set()


def test_the_live_connection_of_bas_tells_of_his_own_newest_entry_only(two: Two) -> None:
    async def first(person: Person) -> str:
        stream = watch(replace(two.door.gateway, news=News()), signed_in_as(person))
        told = await anext(stream)
        await stream.aclose()
        return told

    for person in (two.eva, two.bas):
        newest = two.door.journal.transcript(person.id)[-1].id
        assert asyncio.run(first(person)) == f"event: newest\ndata: {newest}\n\n"


def test_the_mark_and_the_token_of_eva_do_not_open_her_pages_to_bas(two: Two) -> None:
    page = two.of_eva.get("/").text
    data = {name: page.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("form", "whose")}
    before = two.kept()
    for address in ("/say", "/language", "/journal/erase", "/sign-out", f"/journal/{two.reflection}/erase"):
        answer = two.of_bas.post(address, data={**data, "text": "x", "language": "en"})
        assert answer.status_code == 403 and SECRET not in answer.text
    assert two.kept() == before


def test_every_address_of_the_gateway_is_in_the_matrix(two: Two) -> None:
    app: Starlette = two.door.browser.app  # type: ignore[assignment]
    served: list[BaseRoute] = [route for route in app.routes if isinstance(route, Route)]
    assert {route.path for route in served} == {path for path, _ in ADDRESSES}  # type: ignore[attr-defined]
    assert len(ADDRESSES) > 20
