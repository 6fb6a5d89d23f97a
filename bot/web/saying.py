"""One message on its way to the coach, the same for the page and the terminal."""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from bot.errors import BlijkError
from bot.model import Message, Turn
from bot.web.gateway import Gateway, Who
from bot.web.rasa import NotSaved

LIMIT = 20_000
"""Characters in one message."""

REFUSALS = {
    "empty": 422, "too_long": 413, "too_often": 429, "old_button": 409, "old_page": 403, "not_saved": 503,
    "unreadable": 422, "signed_out": 401, "somebody_else": 409,
}  # fmt: skip
"""Why a message was not taken -> the status that says so; the sentence stands in `data/web` under `refused`."""

log = logging.getLogger(__name__)

ID = re.compile(r"[0-9a-zA-Z_-]{8,64}")


@dataclass(frozen=True)
class Draft:
    """A message before it is known to be saved. The same id is the same message, however often it is sent."""

    id: str
    text: str
    button: str | None = None


def same_text_same_id(form_id: str, text: str, button: str | None) -> str:
    """Return the id of a message sent with a form: the same form and text give the same id, a changed text another.

    A message that did come through, though its answer was late, is then not taken for its corrected version.
    """
    whole = "\0".join((form_id, button or "", text))
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:32]


class Refused(BlijkError):
    """A message was not taken; `reason` is one of `REFUSALS`."""

    def __init__(self, reason: str) -> None:
        """Take the reason."""
        super().__init__(f"message: refused, {reason}; expected one that can be kept; choices: send it again, or not")
        self.reason = reason


async def say(gateway: Gateway, who: Who, draft: Draft) -> Turn:
    """Let the coach answer a message and tell every open page; both are in the journal then.

    Raises `Refused`, always with one of the reasons; the message was not saved then, as far as is known.
    """
    check(draft)
    try:
        with gateway.metrics.turns.time():
            person = await run_in_threadpool(gateway.meet, who)
            turn = await gateway.rasa.say(Message(draft.id, person.id, draft.text, draft.button, person.language))
    except NotSaved:
        raise Refused("not_saved") from None
    except Exception:  # whatever the journal finds wrong, the text must get back to its writer
        log.error("web.person_unreadable", exc_info=True)
        raise Refused("not_saved") from None
    gateway.tell(who, person)
    return turn


def check(draft: Draft) -> None:
    """Raise `Refused` when a message cannot be kept word for word."""
    if not draft.text.strip():
        raise Refused("empty")
    if len(draft.text) > LIMIT:
        raise Refused("too_long")
    if not ID.fullmatch(draft.id) or not can_be_kept(draft.text) or not can_be_kept(draft.button or ""):
        raise Refused("unreadable")


def can_be_kept(text: str) -> bool:
    """Half of a character pair is no text: it cannot be written in any encoding."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
