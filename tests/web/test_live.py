from __future__ import annotations

import asyncio
import signal
from dataclasses import replace

import pytest
from starlette.applications import Starlette

from bot.web.__main__ import Server, configure
from bot.web.events import watch
from bot.web.gateway import Gateway, Who
from bot.web.news import MOST, News
from bot.web.pace import JARS, Pace, jar_of

from .conftest import Door


def gateway_behind(door: Door) -> tuple[Gateway, Who]:
    """The gateway of a door, with bells that belong to no other loop."""
    gateway: Gateway = door.browser.app.state.gateway  # type: ignore[attr-defined]
    return replace(gateway, news=News()), Who("local", door.settings.person)


def test_an_open_page_learns_at_once_what_is_newest_and_again_when_something_was_said(door: Door) -> None:
    async def listening() -> list[str]:
        gateway, who = gateway_behind(door)
        heard = []
        stream = watch(gateway, who, heartbeat=60)
        heard.append(await anext(stream))
        await asyncio.to_thread(door.say, "een")
        gateway.news.tell(who)
        heard.append(await anext(stream))
        await stream.aclose()
        return heard

    first, second = asyncio.run(listening())
    newest = door.browser.get("/talk").json()["newest"]
    assert (first, second) == ("event: newest\ndata: \n\n", f"event: newest\ndata: {newest}\n\n")
    assert "een" not in second


def test_a_message_on_the_page_rings_the_bell_of_its_person_only(door: Door) -> None:
    news: News = door.browser.app.state.gateway.news  # type: ignore[attr-defined]
    with news.bell(Who("local", door.settings.person)) as mine, news.bell(Who("local", "other")) as theirs:
        door.say("een")
        assert mine.is_set()
        assert not theirs.is_set()


def test_news_told_while_nobody_listens_is_found_at_the_next_sign_of_life(door: Door) -> None:
    async def listening() -> str:
        gateway, who = gateway_behind(door)
        stream = watch(gateway, who, heartbeat=0.001)
        await anext(stream)
        await asyncio.to_thread(door.say, "zonder bel")
        return await anext(stream)

    assert "data: \n" not in asyncio.run(listening())


def test_open_pages_are_let_go_when_the_gateway_stops(door: Door) -> None:
    async def listening() -> list[str]:
        gateway, who = gateway_behind(door)
        heard = []
        async for line in watch(gateway, who, heartbeat=60):
            heard.append(line)
            gateway.news.close()
        return heard

    assert len(asyncio.run(listening())) == 1


def test_one_person_cannot_keep_endless_pages_open(door: Door) -> None:
    news: News = door.browser.app.state.gateway.news  # type: ignore[attr-defined]
    bells = [news.bell(Who("local", door.settings.person)) for _ in range(MOST)]
    for bell in bells:
        bell.__enter__()
    assert door.browser.get("/events").status_code == 429
    for bell in bells:
        bell.__exit__(None, None, None)
    assert not news.full(Who("local", door.settings.person))


@pytest.mark.parametrize(("waited", "allowed"), [(0.0, [True, True, False]), (1.0, [True, True, True])])
def test_a_jar_of_turns_fills_again_with_time(waited: float, allowed: list[bool]) -> None:
    now = [0.0]
    pace = Pace(burst=2, per_second=1.0, clock=lambda: now[0])
    taken = [pace.allows("me"), pace.allows("me")]
    now[0] += waited
    assert [*taken, pace.allows("me")] == allowed
    assert pace.allows("somebody else")


def test_jars_of_people_not_seen_for_longest_are_thrown_away() -> None:
    pace = Pace(burst=1, per_second=0.0, clock=lambda: 0.0)
    assert pace.allows("first")
    assert not pace.allows("first")
    for number in range(JARS):
        pace.allows(number)
    assert pace.allows("first")


def test_being_told_to_stop_lets_the_open_pages_go(app: Starlette) -> None:
    config, news = configure(app, app.state.gateway.settings), News()
    server = Server(config, news)
    server.handle_exit(signal.SIGTERM, None)
    assert news.closed
    assert server.should_exit


def test_the_server_can_be_made_with_what_is_installed_and_writes_no_addresses(app: Starlette) -> None:
    config = configure(app, app.state.gateway.settings)
    config.load()
    assert (config.host, config.access_log) == ("127.0.0.1", False)


@pytest.mark.parametrize(
    ("address", "jar"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("testclient", "testclient"),
        ("x:y", "x:y"),
        ("", ""),
    ],
)
def test_one_machine_has_one_jar_however_many_addresses_it_has(address: str, jar: str) -> None:
    assert jar_of(address) == jar
