from __future__ import annotations

import asyncio

import pytest
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore, check_if_tracker_store_async
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.utils.endpoints import EndpointConfig

from bot.components.no_tracker import NoTracker


def test_what_was_saved_is_not_there_the_next_time() -> None:
    store = NoTracker(Domain.empty())

    async def talk() -> list[int]:
        tracker = await store.get_or_create_tracker("eva")
        tracker.update(UserUttered("hij luistert nooit"))
        await store.save(tracker)
        again = await store.get_or_create_tracker("eva")
        return [len(tracker.events), len(again.events)]

    assert asyncio.run(talk()) == [2, 1]


def test_a_fresh_tracker_listens_so_that_rasa_starts_no_session_in_it() -> None:
    tracker = asyncio.run(NoTracker(Domain.empty()).retrieve("eva"))
    assert tracker.latest_action_name == "action_listen"
    assert tracker.applied_events()


def test_nobody_is_known() -> None:
    assert list(asyncio.run(NoTracker(Domain.empty()).keys())) == []


def test_rasa_finds_the_store_by_the_name_in_endpoints_and_takes_it_for_asynchronous() -> None:
    store = TrackerStore.create(EndpointConfig(type="bot.components.no_tracker.NoTracker"), Domain.empty())
    assert isinstance(store, NoTracker)
    assert check_if_tracker_store_async(store)


def test_an_event_broker_is_refused() -> None:
    with pytest.raises(ValueError, match="expected none"):
        NoTracker(Domain.empty(), EventBroker())
