"""The turn that all actions share: read once, think purely, write once."""

from __future__ import annotations

import asyncio
import logging
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions._desk import Desk, open_desk
from bot.coaching import chosen_reflection, heard_as_title, plain, think
from bot.journal.journal import Journal
from bot.journal.page import Page
from bot.knowledge.made import with_made
from bot.model import Heard, Knowledge, Message, Thread, Turn
from bot.wire import pack, unpack

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Scene:
    """All that an action may look at when it thinks."""

    message: Message
    heard: Heard
    thread: Thread
    knowledge: Knowledge
    page: Page
    journal: Journal


class TurnAction(Action, ABC):
    """An action that answers one message with one turn. It is registered only through its children."""

    def __init__(self, desk: Callable[[], Desk] = open_desk) -> None:
        """Take where journal, knowledge and clock come from; they are asked for at the first message only."""
        self._desk = desk

    def name(self) -> str:
        """Return the name that Rasa knows: `ActionWhatAreYou` -> `action_what_are_you`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    @abstractmethod
    def think(self, scene: Scene) -> Turn:
        """Decide what the coach says and what is to be written, and do nothing else."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """Answer Rasa's call with the turn as one JSON message; it is in the journal before it is said.

        Raises when it could not be written. Then Rasa gets no message, and the gateway says that nothing was saved.
        """
        message, heard = read_call(tracker.sender_id, tracker.latest_message)
        turn = await asyncio.to_thread(self.take_turn, message, heard)
        dispatcher.utter_message(json_message={"turn": pack(turn), "saved": True})
        return [FollowupAction("action_listen")]  # nothing else follows, and Rasa need not look for it in its rules

    def take_turn(self, message: Message, heard: Heard) -> Turn:
        """Write message and turn in one transaction and return the turn; a message that came before gets its own."""
        desk = self._desk()
        now = desk.now()
        with desk.journal.turn(message.person) as page:
            turn = page.answered(message.id)
            if turn is None:
                thread = page.thread(now, chosen_reflection(message))
                turn = self._thought(Scene(message, heard, thread, desk.knowledge, page, desk.journal))
                page.write(message, heard, turn, now)
        return turn

    def _thought(self, scene: Scene) -> Turn:
        try:
            knowledge = with_made(scene.knowledge, scene.thread.own_exercises)
            titled = heard_as_title(scene.message, scene.heard, scene.thread, knowledge)
            if titled is not None:
                return think(scene.message, titled, None, scene.thread, knowledge)
            return self.think(replace(scene, knowledge=knowledge))
        except Exception as error:  # whatever went wrong in thinking, the answer must be kept
            logger.error("turn.thinking_failed", exc_info=error)
            return plain(scene.message, scene.heard, scene.thread, scene.knowledge)


def read_call(person: str, latest: Mapping[str, Any]) -> tuple[Message, Heard]:
    """Take from Rasa's call what the connector and the listener put there.

    Raises `KeyError` or `TypeError` when they did not: the call is not one of ours.
    """
    given = latest["metadata"]
    message = Message(given["id"], person, given["text"], given["button"], given["language"])
    return message, unpack(Heard, latest["heard"])
