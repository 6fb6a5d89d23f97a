"""The loop that looks for reminders whose time has come, and brings each once, however many gateways there are."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from starlette.concurrency import run_in_threadpool

from bot.coaching.coming_back import remind
from bot.errors import BlijkError, NotThere
from bot.journal.reminders import Due
from bot.knowledge.made import with_made
from bot.model import Person, Thread
from bot.web.gateway import Gateway, Who, signed_in_as
from bot.web.visitors import LOCAL

PAUSE = 20.0
"""Seconds between two looks."""
MOST_TRIES = 6
"""So often a reminder or its notice is tried; after that the person finds the turn, if any, at their next visit."""
FIRST_WAIT = timedelta(minutes=1)
"""After a notice that did not get through; twice as long after each further one."""

Push = Callable[[Person], Awaitable[bool]]
"""Hands somebody a notice without any text of theirs, where they last wrote; tells whether that got through."""

log = logging.getLogger(__name__)


async def nowhere(person: Person) -> bool:
    """Hand the notice to nobody: on the page the turn itself is what is seen."""
    return True


async def keep_reminding(gateway: Gateway, push: Push = nowhere) -> None:
    """Bring what is due, every now and then, until cancelled; what fails is tried again."""
    while True:
        try:
            await bring_due(gateway, push, datetime.now(gateway.zone))
        except Exception:  # a reminder may come late, but the loop must not end
            log.error("reminders.failed", exc_info=True)
        await asyncio.sleep(PAUSE)


async def bring_due(gateway: Gateway, push: Push, now: datetime) -> int:
    """Bring every reminder that is due; return how many turns were written."""
    written = 0
    for due in await run_in_threadpool(gateway.journal.reminders.due, now):
        if await run_in_threadpool(gateway.journal.reminders.take, due, now):
            written += await _try_to_bring(gateway, push, due, now)
    return written


async def _try_to_bring(gateway: Gateway, push: Push, due: Due, now: datetime) -> bool:
    """Bring one; what is wrong with it holds up no other. It is tried again when its lease ends, not for ever."""
    try:
        return await _bring(gateway, push, due, now)
    except Exception:
        log.error("reminders.not_brought", exc_info=True)
    if due.tries + 1 >= MOST_TRIES:
        await run_in_threadpool(gateway.journal.reminders.let_go, due)
    return False


async def _bring(gateway: Gateway, push: Push, due: Due, now: datetime) -> bool:
    reminders = gateway.journal.reminders
    morning = end_of_quiet(now, gateway.settings.quiet)
    if morning is not None:
        await run_in_threadpool(reminders.put_off, due, morning)
        return False
    try:
        person = await run_in_threadpool(_write, gateway, due, now)
    except NotThere:  # erased since it was planned
        person = None
    if person is None:
        await run_in_threadpool(reminders.let_go, due)
        return False
    for each in (signed_in_as(person), Who(LOCAL, gateway.settings.person)):
        gateway.news.tell(each)
    await _hand_over(gateway, push, due, person, now)
    return not due.brought


async def _hand_over(gateway: Gateway, push: Push, due: Due, person: Person, now: datetime) -> None:
    """Give notice where the person is; a channel that is down is tried again, with growing pauses."""
    reminders = gateway.journal.reminders
    try:
        through = await push(person)
    except (BlijkError, OSError):
        through = False
    if through or due.tries + 1 >= MOST_TRIES:
        await run_in_threadpool(reminders.close, due)
    else:
        await run_in_threadpool(reminders.put_off, due, now + FIRST_WAIT * 2**due.tries)


def _write(gateway: Gateway, due: Due, now: datetime) -> Person | None:
    """Write the coach's turn; return whose it is, `None` when it is not wanted, or its time has passed."""
    with gateway.journal.turn(due.person) as page:
        if page.person.reminds != "yes":
            return None
        if due.brought:
            return page.person
        current, thread = page.thread(now).reflection, page.thread(now, due.reflection)
        if thread.reflection is None or thread.reflection.id != due.reflection or _too_late(due, thread):
            return None
        busy = current is not None and current.state == "open" and current.id != due.reflection
        turn = remind(due.kind, thread, with_made(gateway.knowledge, thread.own_exercises), busy=busy)
        return page.person if page.remind(due.id, due.reflection, turn, now) else None


def _too_late(due: Due, thread: Thread) -> bool:
    """Whether the talk has begun before which the card was to return."""
    intention = thread.reflection.intention if thread.reflection else None
    over = intention is not None and intention.at is not None and intention.at <= thread.now
    return due.kind == "before" and over


def end_of_quiet(now: datetime, quiet: tuple[int, int]) -> datetime | None:
    """Return when the quiet hours end that it is now, `None` when it is none of them.

    Quiet from 21 to 7: at 22:10 -> 7:00 the next day; at 6:00 -> 7:00 the same day; at 10:00 -> `None`
    """
    begin, end = quiet
    silent = begin <= now.hour or now.hour < end if begin > end else begin <= now.hour < end
    if not silent:
        return None
    morning = now.replace(hour=end, minute=0, second=0, microsecond=0)
    return morning if morning > now else morning + timedelta(days=1)
