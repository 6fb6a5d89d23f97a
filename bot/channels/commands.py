"""What somebody may type in a messenger about the messenger itself; only a whole message is taken for that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.journal.coupling import looks_like_code
from bot.web.words import Words

COUPLE, UNCOUPLE, PAGE, BEGIN, SHOW = COMMANDS = "couple", "uncouple", "page", "begin", "show"


def read_command(text: str, words: Mapping[str, Words]) -> tuple[str, str] | None:
    """Return which command a whole message is, in any language, and the code that follows it, if any.

    `read_command("Koppel K7M2-9QXF", words)` -> `("couple", "K7M2-9QXF")`; "ik koppel dat" -> `None`
    """
    said = " ".join(text.split()).rstrip(".!").casefold()
    for command in COMMANDS:
        if said in _phrases(command, words.values()):
            return command, ""
    first, _, code = said.partition(" ")
    if first in _phrases(COUPLE, words.values()) and looks_like_code(code):
        return COUPLE, code
    return None


def _phrases(command: str, languages: Iterable[Words]) -> set[str]:
    return {phrase.strip() for words in languages for phrase in words["commands"][command].split("/ ")}
