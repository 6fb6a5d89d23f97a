"""What Blijk does and says when a message is about the channel itself: coupling, uncoupling, the way to one's page."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Protocol

from bot.channels.commands import BEGIN, COUPLE, PAGE
from bot.channels.line import Incoming
from bot.web.gateway import Gateway, Who
from bot.web.links import make_link
from bot.web.pace import Pace
from bot.web.words import Words


class Behind(Protocol):
    """What is needed of the desk."""

    gateway: Gateway
    tries: Pace


def obey(desk: Behind, incoming: Incoming, command: tuple[str, str], words: Words) -> str:
    """Do what a command says; return what is to be said about it."""
    name, code = command
    if name == BEGIN:
        return str(words["begin"])
    if name == PAGE:
        return own_page(desk.gateway, incoming.who, words)
    if name == COUPLE:
        return _take_code(desk, incoming, code, words) if code else _give_code(desk.gateway, incoming.who, words)
    who = incoming.who
    undone = desk.gateway.journal.coupling.uncouple(who.channel, who.identity, tenant=who.tenant)
    return str(words["couple"]["undone" if undone else "only_way"])


def own_page(gateway: Gateway, who: Who | None, words: Words, *, only: bool = False) -> str:
    """Say how somebody gets to their own page: `who` gets the way itself, nobody in particular how to ask for it.

    `only` tells first that nothing is kept here.
    """
    settings = gateway.settings
    way = "here" if settings.embedded else "link" if "link" in settings.sign_in else "address"
    if who is None:
        return str(words["own_page"][way]).format(address=settings.origin)
    address = make_link(gateway, gateway.meet(who)) if way == "link" else settings.origin
    said = str(words["link"][way]).format(address=address)
    return f"{words['link']['only']} {said}" if only else said


def _give_code(gateway: Gateway, who: Who, words: Words) -> str:
    code = gateway.journal.coupling.make_code(gateway.meet(who).id, datetime.now(timezone.utc))
    return str(words["couple"]["code"]).format(code=code)


def _take_code(desk: Behind, incoming: Incoming, code: str, words: Words) -> str:
    who, now = incoming.who, datetime.now(timezone.utc)
    if not desk.tries.allows(who):
        return str(words["couple"]["too_often"])
    person = desk.gateway.journal.coupling.use_code(code, who.channel, who.identity, now, tenant=who.tenant)
    return str(words["couple"]["done" if person else "wrong"])
