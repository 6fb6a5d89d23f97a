"""Rasa's tracker store that keeps nothing: the journal is the memory, and there is no second copy of anyone's words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker


class NoTracker(TrackerStore):
    """Gives everybody a fresh tracker at each message, and forgets it.

    A fresh tracker is already listening. So Rasa starts no session in it, which would copy the message's metadata,
    and with it the person's words, into a slot.
    """

    def __init__(self, domain: Domain | None, event_broker: EventBroker | None = None, **more: Any) -> None:
        """Take what Rasa gives to every tracker store; raises `ValueError` on an event broker, which would keep."""
        if event_broker is not None:
            raise ValueError(
                "endpoints.yml: an event broker is set; expected none, for it would keep what people write"
            )
        super().__init__(domain)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker:
        """Return a tracker in which nothing has happened yet."""
        tracker = self.init_tracker(sender_id)
        tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep nothing."""

    async def keys(self) -> Iterable[str]:
        """Return no names: nobody is known here."""
        return ()
