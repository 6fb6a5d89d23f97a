"""The way of one message, the same for every messenger: checked, answered once, split, sent, and the sender kept."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timezone
from weakref import WeakValueDictionary

from starlette.concurrency import run_in_threadpool

from bot.channels.abilities import ABILITIES
from bot.channels.commands import SHOW, read_command
from bot.channels.line import Incoming, Line, NotSent
from bot.channels.obeying import obey, own_page
from bot.channels.parts import Part, are_numbered, chosen, parts_of, parts_of_turn
from bot.errors import NotThere
from bot.model import Entry, Person, Turn
from bot.web.gateway import Gateway, Who
from bot.web.lines import buttons_of, title_of
from bot.web.pace import Pace
from bot.web.saying import Draft, Refused, check, say
from bot.web.words import Words

WHO_READS = "privacy"
"""The move of the turn that says who can read."""
LENGTH = 200
"""Entries of the talk among which a pressed button is looked for."""

log = logging.getLogger(__name__)


class Desk:
    """Answers whatever the messengers bring."""

    def __init__(self, gateway: Gateway, words: Mapping[str, Words], link_only: tuple[str, ...] = ()) -> None:
        """Take the rooms behind the desk, its words by language, and the channels that only bring a link."""
        self.gateway = gateway
        self.words = words
        self.link_only = link_only
        self.tries = Pace(5, 5 / 3600)
        """By person: codes that are typed."""
        self._turns: WeakValueDictionary[Who, asyncio.Lock] = WeakValueDictionary()

    async def take(self, line: Line, incoming: Incoming) -> None:
        """Answer a message, once; one person's messages are answered in the order in which they came.

        Raises `NotSent` when nothing of the answer could be sent; it may be brought again then.
        """
        async with self._turns.setdefault(incoming.who, asyncio.Lock()):
            try:
                await self._take(line, incoming)
            except NotSent:
                raise
            except Exception:  # whatever the journal finds wrong, who wrote must be told
                log.error("channels.not_answered", exc_info=True)
                for part in self._parts(incoming, self.words[incoming.language]["refused"]["not_saved"]):
                    await line.send(incoming.at, part)

    async def tell_once(self, line: Line, incoming: Incoming, place: str, sentence: str) -> None:
        """Say once in a group or room why nobody is answered there; what was written is not read, and not kept."""
        who, told = incoming.who, f"{sentence} {place}"
        if await run_in_threadpool(self.gateway.journal.deliveries.claim, who.channel, who.tenant, told, _now()):
            for part in self._parts(incoming, self.words[incoming.language][sentence]):
                await line.send(incoming.at, part)

    async def _take(self, line: Line, incoming: Incoming) -> None:
        who, deliveries = incoming.who, self.gateway.journal.deliveries
        if await run_in_threadpool(deliveries.answered, who.channel, who.tenant, incoming.id):
            return
        _, parts = await asyncio.gather(_show_typing(line, incoming), self._answer(incoming))
        if await self._claim(incoming):
            await self._send(line, incoming, parts)
            await run_in_threadpool(self._keep_address, incoming)

    async def _claim(self, incoming: Incoming) -> bool:
        """Take it on us to send the answer; `False` when another did. Who is stopped meanwhile gives it free again."""
        who, deliveries = incoming.who, self.gateway.journal.deliveries
        claiming = asyncio.ensure_future(
            run_in_threadpool(deliveries.claim, who.channel, who.tenant, incoming.id, _now())
        )
        try:
            return await asyncio.shield(claiming)
        except asyncio.CancelledError:
            if await claiming:  # only what is ours: another may be sending
                deliveries.release(who.channel, who.tenant, incoming.id)
            raise

    async def _answer(self, incoming: Incoming) -> list[Part]:
        person = await run_in_threadpool(self.gateway.find, incoming.who)
        told = await run_in_threadpool(self._was_told, incoming, person)
        try:
            said, person = await self._said(incoming, person)
        except Refused as refused:
            self.gateway.metrics.refused.labels(refused.reason).inc()
            refusals = self._words(incoming, person)["refused"]
            said = self._parts(incoming, refusals.get(refused.reason, refusals["not_saved"]))
        return said if told else [*self._notice(incoming, person), *said]

    async def _said(self, incoming: Incoming, person: Person | None) -> tuple[list[Part], Person | None]:
        """Return what is said, and whom it is said to, as far as anybody is known by then."""
        gateway, who = self.gateway, incoming.who
        if not gateway.paces.messages.allows(who):
            raise Refused("too_often")
        command = read_command(incoming.text, self.words) if incoming.pressed is None else None
        shows, only_link = incoming.pressed == SHOW or command == (SHOW, ""), who.channel in self.link_only
        if shows and not only_link:
            return await run_in_threadpool(self._newest, incoming, person), person
        if command is not None and not shows:
            text = await run_in_threadpool(obey, self, incoming, command, self._words(incoming, person))
            return self._parts(incoming, text), await run_in_threadpool(gateway.find, who)
        if only_link:
            text = await run_in_threadpool(own_page, gateway, who, self._words(incoming, person), only=True)
            return self._parts(incoming, text), person
        draft = await run_in_threadpool(self._draft, incoming, person)
        turn = await self._turn(who, draft)
        person = await run_in_threadpool(gateway.find, who)
        words = self._words(incoming, person)
        parts = list(parts_of_turn(turn, ABILITIES[who.channel], words["choose"]))
        if turn.move == WHO_READS:  # the coach tells of the journal; here there is more to tell
            parts += self._parts(incoming, words["notice"][who.channel])
        return parts, person

    async def _turn(self, who: Who, draft: Draft) -> Turn:
        """Let the coach answer; whoever writes in a messenger cannot send the same message again, so we do."""
        try:
            return await say(self.gateway, who, draft)
        except Refused as refused:
            if refused.reason != "not_saved":
                raise
            return await say(self.gateway, who, draft)

    def _draft(self, incoming: Incoming, person: Person | None) -> Draft:
        """Make a draft of a message; a typed title or number is the button that was offered."""
        who = incoming.who
        whole = "\0".join((who.channel, who.tenant, who.identity, incoming.id))
        draft = Draft(hashlib.sha256(whole.encode()).hexdigest()[:32], incoming.text, incoming.pressed)
        if incoming.pressed is None:
            check(draft)
            offered = buttons_of(self._entries(person, 1))
            numbered = are_numbered(offered, ABILITIES[who.channel])
            button = chosen(incoming.text, offered, numbered=numbered)
            return draft if button is None else Draft(draft.id, button.title, button.payload)
        title = title_of(incoming.pressed, self._entries(person, LENGTH))
        if title is None:
            raise Refused("old_button")
        return Draft(draft.id, title, incoming.pressed)

    def _newest(self, incoming: Incoming, person: Person | None) -> list[Part]:
        """Show what the coach said last, such as a turn that came by itself; asking for that is nothing to keep."""
        ability, words = ABILITIES[incoming.who.channel], self._words(incoming, person)
        for entry in reversed(self._entries(person, LENGTH)):
            if entry.turn is not None:
                return list(parts_of_turn(entry.turn, ability, words["choose"]))
        return self._parts(incoming, words["begin"])

    def _entries(self, person: Person | None, limit: int) -> tuple[Entry, ...]:
        return self.gateway.journal.transcript(person.id, limit=limit) if person else ()

    def _was_told(self, incoming: Incoming, person: Person | None) -> bool:
        """Whether this person wrote in this channel before, and so was told where the words go."""
        known = self.gateway.journal.addresses.known(person.id) if person else ()
        return any(address.channel == incoming.who.channel for address in known)

    def _notice(self, incoming: Incoming, person: Person | None) -> list[Part]:
        words = self._words(incoming, person)
        notice = words["notice"][incoming.who.channel]
        return self._parts(incoming, f"{notice} {own_page(self.gateway, None, words)}")

    def _words(self, incoming: Incoming, person: Person | None) -> Words:
        return self.words[person.language if person and person.language else incoming.language]

    def _parts(self, incoming: Incoming, text: str) -> list[Part]:
        return list(parts_of(text, ABILITIES[incoming.who.channel]))

    async def _send(self, line: Line, incoming: Incoming, parts: list[Part]) -> None:
        who, sent = incoming.who, 0
        try:
            for part in parts:
                await line.send(incoming.at, part)
                sent += 1
        except asyncio.CancelledError:
            if not sent:
                self.gateway.journal.deliveries.release(who.channel, who.tenant, incoming.id)
            raise
        except NotSent:
            if not sent:
                await run_in_threadpool(self.gateway.journal.deliveries.release, who.channel, who.tenant, incoming.id)
                raise
            log.warning("channels.cut_short")  # to send the first parts again would say them twice

    def _keep_address(self, incoming: Incoming) -> None:
        """Keep where to write to; the answer is sent and the message kept, so a failure here is nobody's but ours."""
        try:
            person = self.gateway.find(incoming.who)
            if person is not None:
                self.gateway.journal.addresses.keep(person.id, incoming.who.channel, incoming.at, _now())
        except NotThere:  # erased with this very message
            pass
        except Exception:  # tried again with the next message
            log.error("channels.address_not_kept", exc_info=True)


async def _show_typing(line: Line, incoming: Incoming) -> None:
    if ABILITIES[line.name].typing:
        with suppress(NotSent):
            await line.show_typing(incoming.at)


def _now() -> datetime:
    return datetime.now(timezone.utc)
