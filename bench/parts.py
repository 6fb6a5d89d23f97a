"""Where a turn's time goes: the same talks, once piece by piece in this process, once at the action server alone."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from actions.coach import COMPARED
from bench.asking import Line
from bench.checkout import RunningBlijk
from bench.samples import Sample
from bench.talks import Reply, Say
from bot.coaching import commands, safety, think
from bot.listening.comparing import compare
from bot.listening.listener import Listener
from bot.model import COMMANDS, SAFETY, Discrepancy, Heard, Knowledge, Message, Thread, Turn
from bot.wire import pack

ZONE = ZoneInfo("Europe/Amsterdam")


class Laps:
    """A clock that says how long each part took, part after part."""

    def __init__(self) -> None:
        """Begin with no parts."""
        self._seconds: dict[str, list[float]] = defaultdict(list)
        self._last = 0.0

    def begin(self) -> None:
        """Start the first lap."""
        self._last = time.perf_counter()

    def end(self, part: str) -> None:
        """End a lap, which is the time of this part, and start the next."""
        now = time.perf_counter()
        self._seconds[part].append(now - self._last)
        self._last = now

    @property
    def samples(self) -> dict[str, Sample]:
        """The times of each part."""
        return {part: Sample(tuple(seconds)) for part, seconds in self._seconds.items()}


def piece_by_piece(blijk: RunningBlijk, listener: Listener, knowledge: Knowledge, laps: Laps) -> Callable[[], Say]:
    """Return who talks with nothing but listening, coaching and journal, joined as the actions join them."""

    def meet() -> Say:
        person = blijk.person()

        def say(text: str, button: str | None) -> Reply:
            message, now = Message(uuid4().hex, person, text, button), datetime.now(ZONE)
            laps.begin()
            heard = listener.listen(text, button=button)
            laps.end("listening")
            with blijk.journal.turn(person) as page:
                page.answered(message.id)
                thread = page.thread(now)
                answers = [entry.heard for entry in thread.entries if entry.role == "answer" and entry.heard]
                closings = page.closings()
                laps.end("reading")
                found = compare((*answers[-COMPARED:], *closings), heard, listener.pairs)
                laps.end("comparing")
                turn = _think(message, heard, found, thread, knowledge)
                laps.end("thinking")
                page.write(message, heard, turn, now)
            laps.end("writing")
            reply: Reply = pack(turn)
            return reply

        return say

    return meet


def _think(
    message: Message, heard: Heard, found: Discrepancy | None, thread: Thread, knowledge: Knowledge
) -> Turn:  # as the rules choose
    label = heard.command.label
    if heard.safety in SAFETY:
        return safety.refer(message, heard, thread, knowledge)
    if label in COMMANDS and not heard.command.ask_back and hasattr(commands, label):
        turn: Turn = getattr(commands, label)(message, heard, thread, knowledge)
        return turn
    return think(message, heard, found, thread, knowledge)


def at_action_server(blijk: RunningBlijk, listener: Listener, laps: Laps) -> Callable[[], Say]:
    """Return who talks with the action server as Rasa does."""

    def meet() -> Say:
        person, line = blijk.person(), Line(blijk.inside["BLIJK_ACTION_URL"])
        headers = {"X-Blijk-Secret": blijk.inside["BLIJK_ACTION_SECRET"]}

        def say(text: str, button: str | None) -> Reply:
            call = _call(person, text, button, listener.listen(text, button=button))
            laps.begin()
            answer = line.post("/webhook", call, headers)
            laps.end("action")
            reply: Reply = answer["responses"][0]["custom"]["turn"]
            return reply

        return say

    return meet


def _call(person: str, text: str, button: str | None, heard: Heard) -> bytes:
    steers = heard.command.label in COMMANDS and not heard.command.ask_back
    action = "safety" if heard.safety else heard.command.label if steers else "coach"
    metadata = {"id": uuid4().hex, "text": text, "button": button, "language": None}
    latest = {"intent": {}, "entities": [], "text": "-", "metadata": metadata, "heard": pack(heard)}
    tracker = {"sender_id": person, "slots": {}, "latest_message": latest, "events": [], "active_loop": {}}
    call = {"next_action": f"action_{action}", "sender_id": person, "tracker": tracker, "domain": {}}
    return json.dumps(call).encode()


def shares(whole: dict[str, Sample], laps: dict[str, Sample]) -> dict[str, float]:
    """Return the milliseconds of each part of a turn, what is left of the larger whole being the part around it."""
    inside = {part: laps[part].median for part in ("listening", "reading", "comparing", "thinking", "writing")}
    action, connector, gateway = laps["action"].median, whole["connector"].median, whole["gateway"].median
    around = {
        "gateway": gateway - connector,
        "rasa": connector - action - inside["listening"],
        "server": action - sum(inside.values()) + inside["listening"],
    }
    return {f"part.{part}": value for part, value in {**around, **inside}.items()}
