"""`blijk listen`: shows what is heard, line by line, without a running Blijk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.errors import ModelMissing
from bot.knowledge.signals import read_signals
from bot.knowledge.titles import read_titles
from bot.listening.listener import Listener
from bot.listening.training import fingerprint
from bot.listening.trying import report_all
from bot.settings import ROOT, Settings


def open_listener(settings: Settings) -> Listener:
    """Open the listener with the models that fit this code and data; raises `ModelMissing` when they are not there."""
    models = settings.models / f"listening-{fingerprint(ROOT)}"
    if not models.is_dir():
        raise ModelMissing(f"{models}: is not there; expected trained models; choices: `blijk train` makes them")
    signals, _ = read_signals(settings.data / "coaching" / "signals")
    titles = read_titles(settings.data / "coaching" / "exercises", settings.exercises)
    return Listener(models, signals, settings.zone, titles)


def hear_lines(lines: Iterable[str], language: str | None, settings: Settings) -> Iterator[dict[str, Any]]:
    """Hear each line and give what was heard as plain values; empty lines are passed over.

    A line is a message, or a JSON object with `text`, or one with `messages`, of which the last is reported and held
    beside the earlier ones.
    """
    listener = open_listener(settings)
    for line in lines:
        if line.strip():
            yield report_all(
                [listener.listen(message, language=language) for message in messages_of(line.rstrip("\r\n"))],
                listener.pairs,
            )


def messages_of(line: str) -> list[str]:
    """Return the messages in a line.

    `hij luistert nooit` -> `["hij luistert nooit"]`; `{"messages": ["a", "b"]}` -> `["a", "b"]`
    """
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return [line]
    if not isinstance(given, dict):
        return [line]
    messages = given.get("messages", [given.get("text")])
    fitting = isinstance(messages, list) and messages and all(isinstance(each, str) for each in messages)
    return messages if fitting else [line]
