"""All messengers of one gateway: opened with it, closed with it, and the way by which a notice reaches a person."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from starlette.concurrency import run_in_threadpool

from bot.channels.abilities import ABILITIES, Ability
from bot.channels.commands import SHOW
from bot.channels.desk import Desk
from bot.channels.line import Line, NotSent
from bot.channels.parts import Part, parts_of
from bot.channels.settings import ChannelSettings, MatrixSettings
from bot.channels.teams import Teams
from bot.channels.telegram import Telegram
from bot.errors import NotThere, SettingWrong
from bot.journal.addresses import Address
from bot.model import LANGUAGES, Button, Person
from bot.web.gateway import Gateway
from bot.web.words import read_words

BEFORE = "reminder_before"
"""The move of a turn that brings a card back before the talk."""

log = logging.getLogger(__name__)


class Channels:
    """The messengers that the settings name; without any it does nothing."""

    def __init__(self, gateway: Gateway, settings: ChannelSettings) -> None:
        """Take the gateway and what is set."""
        self._desk = Desk(gateway, read_words(gateway.settings.data / "channels"), settings.link_only)
        self.lines: tuple[Line, ...] = tuple(open_lines(settings, self._desk))
        self._running: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to bring in what people write."""
        self._running = [asyncio.create_task(line.run()) for line in self.lines]
        for task in self._running:
            task.add_done_callback(_tell_end)

    async def stop(self) -> None:
        """Stop, and let go of all connections; what was not answered yet is brought again by its messenger."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        for line in self.lines:
            await line.close()

    async def notify(self, person: Person) -> bool:
        """Tell a person, where they wrote last, that a card or question is ready; with a button, no word of theirs.

        The turn itself is in the journal by then. Returns `True`, also when no messenger that runs knows them: then the
        page is where they find it. Raises `NotSent` when one does but did not take it: to be tried again later.
        """
        words = self._desk.words[person.language or LANGUAGES[0]]["ready"]
        kind = await run_in_threadpool(self._kind, person)
        await self.push(person.id, words[kind], Button(words["show"], SHOW), words["typed"])
        return True

    async def push(self, person_id: str, text: str, button: Button, typed: str) -> bool:
        """Send a notice that nobody asked for just now to where a person wrote last.

        `await channels.push(eva, "Je kaart staat klaar.", Button("Laat zien", "show"), 'Typ "laat zien".')` -> `True`.
        `typed` is said in place of the button where there are none; `text` never holds anything of theirs. Returns
        `False` when no messenger that runs knows them; raises `NotSent` when one does but did not take it.
        """
        failed: NotSent | None = None
        for line, address in await run_in_threadpool(self._ways_to, person_id):
            try:
                await line.send(address.at, _notice(ABILITIES[line.name], text, button, typed))
                return True
            except NotSent as error:
                if error.gone:
                    await run_in_threadpool(self._forget, person_id, line.name)
                failed = failed if error.gone else error
        if failed is not None:
            raise failed
        return False

    def _kind(self, person: Person) -> str:
        newest = self._desk.gateway.journal.transcript(person.id, limit=1)
        turn = newest[-1].turn if newest else None
        return "card" if turn is not None and turn.move == BEFORE else "question"

    def _ways_to(self, person_id: str) -> list[tuple[Line, Address]]:
        lines = {line.name: line for line in self.lines if ABILITIES[line.name].push}
        with suppress(NotThere):
            known = self._desk.gateway.journal.addresses.known(person_id)
            return [(lines[each.channel], each) for each in known if each.channel in lines]
        return []

    def _forget(self, person_id: str, channel: str) -> None:
        with suppress(NotThere):
            self._desk.gateway.journal.addresses.forget(person_id, channel)


def _notice(ability: Ability, text: str, button: Button, typed: str) -> Part:
    if not ability.buttons:
        return parts_of(f"{text} {typed}", ability)[0]
    return parts_of(text, ability, (button,))[0]


def open_lines(settings: ChannelSettings, desk: Desk) -> list[Line]:
    """Open each messenger that is set; raises `SettingWrong` when one cannot work here."""
    lines: list[Line] = []
    if settings.telegram_token:
        lines.append(Telegram(settings, desk))
    if settings.teams is not None:
        lines.append(Teams(settings.teams, desk))
    if settings.matrix is not None:
        lines.append(_open_matrix(settings.matrix, desk))
    return lines


def _open_matrix(settings: MatrixSettings, desk: Desk) -> Line:
    try:
        from bot.channels.matrix import Matrix  # its library does not fit beside Rasa
    except ImportError:
        raise SettingWrong(
            "environment: BLIJK_MATRIX_* is set, but matrix-nio is not installed here, since it does not fit beside "
            "Rasa; expected a gateway in an environment of its own; choices: `scripts/gateway.sh make`, and start the "
            "gateway with .venv-gateway/bin/python -m bot.running.serving bot.web"
        ) from None
    return Matrix(settings, desk, desk.gateway.settings.home)


def _tell_end(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("channels.line_ended", exc_info=task.exception())
