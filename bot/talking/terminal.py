"""How a talk looks in the terminal: plain lines for people, JSON lines for machines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from bot.talking.client import Client

Write = Callable[[str], None]


def talk_in_json(client: Client, lines: Iterable[str], write: Write) -> None:
    """Answer each line with one JSON object on one line, and write nothing else."""
    for line in lines:
        write(json.dumps(client.say(line.rstrip("\r\n")), ensure_ascii=False))


def talk_plainly(client: Client, read: Callable[[], str], write: Write, not_saved: str) -> None:
    """Talk with a person until they end it (Ctrl-D).

    `read` gives the next line and raises `EOFError` at the end; `not_saved` is said when nothing was kept.
    """
    while True:
        try:
            line = read()
        except EOFError:
            return
        if not line.strip():
            continue
        answer = client.say(by_number(line, client))
        write(shown(answer) if answer["saved"] else f"\n  {answer.get('message') or not_saved}\n")


def by_number(line: str, client: Client) -> str:
    """Return the payload of the offered button that a line names by its number, else the line itself.

    With two buttons offered, `"2"` -> the payload of the second
    """
    wanted = line.strip()
    if wanted.isdecimal() and 0 < int(wanted) <= len(client.offered):
        return client.offered[int(wanted) - 1].payload
    return line


def shown(answer: dict[str, Any]) -> str:
    """Return an answer as a person reads it: its text, set off a little, and its buttons with their numbers."""
    text = "\n".join(f"  {line}" for line in answer["text"].splitlines())
    buttons = "   ".join(f"[{number}] {each['title']}" for number, each in enumerate(answer["buttons"], 1))
    return f"\n{text}\n" + (f"\n  {buttons}\n" if buttons else "")
