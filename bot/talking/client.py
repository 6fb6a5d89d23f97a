"""Talks with the running Blijk over the gateway's JSON door, one line at a time."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.model import Button
from bot.running.asking import Answer, fetch
from bot.running.runfile import Run

Ask = Callable[..., Answer]

FIELDS = ("text", "buttons", "exercise", "step", "move", "kind", "saved", "done")
"""What each answer holds at least."""
PAUSES = (0.0, 0.5, 1.0, 2.0, 4.0)
"""Seconds before each time that a message is sent, until it is said to be not saved: a part may just be starting again.
The same id makes it the same message."""
AGAIN = (0, 502, 503)
"""The answers after which it is worth sending again: nobody there, or not saved."""


@dataclass
class Client:
    """One person's talk in one terminal."""

    run: Run
    person: str
    offered: tuple[Button, ...] = ()
    """What the last turn offered."""
    ask: Ask = fetch
    pause: Callable[[float], None] = time.sleep

    def say(self, line: str) -> dict[str, Any]:
        """Send a line and return the answer as plain JSON values; `saved` is false when nothing was kept.

        A line that equals an offered title or payload is sent as that button.
        """
        button = pressed(line, self.offered)
        body = {
            "person": self.person,
            "text": button.title if button else line,
            "button": button.payload if button else None,
            "id": uuid.uuid4().hex,
        }
        answer = self._send(body)
        if answer["saved"]:
            self.offered = tuple(Button(each["title"], each["payload"]) for each in answer["buttons"])
        return answer

    def _send(self, body: Mapping[str, Any]) -> dict[str, Any]:
        for seconds in PAUSES:
            self.pause(seconds)
            answer = self.ask(f"{self.run.address}/api/say", body=body, secret=self.run.secret)
            if answer.status not in AGAIN:
                break
        nothing = {"text": "", "buttons": [], "saved": False, "done": False}
        return {**dict.fromkeys(FIELDS), **nothing, **answer.content}


def pressed(line: str, offered: Iterable[Button]) -> Button | None:
    """Return the button that a line names by its title (in any case) or its payload, `None` when it names none.

    `pressed("graag", (Button("Graag", "offer:yes"),))` -> that button
    """
    wanted = line.strip()
    for button in offered:
        if wanted in (button.title, button.payload) or wanted.casefold() == button.title.casefold():
            return button
    return None
