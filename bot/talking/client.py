"""Talks with the running Blijk over the gateway's JSON door, one line at a time."""

from __future__ import annotations

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
TRIES = 2
"""How often a message is sent before it is said to be not saved; the same id makes it the same message."""


@dataclass
class Client:
    """One person's talk in one terminal."""

    run: Run
    person: str
    offered: tuple[Button, ...] = ()
    """What the last turn offered."""
    ask: Ask = fetch

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
        for _ in range(TRIES):
            answer = self.ask(f"{self.run.address}/api/say", body=body, secret=self.run.secret)
            if answer.status == 200:
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
