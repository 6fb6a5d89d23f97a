"""The page that shows what comes back over time; only to who asked for it, and only their own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.coaching import patterns
from bot.coaching.patterns import Felt, Scan, Wanted
from bot.model import Knowledge
from bot.web.dates import name_short
from bot.web.drawing import Axis, Strip
from bot.web.gateway import Gateway, gateway_of
from bot.web.pages import now, page
from bot.web.period import Period, read_period
from bot.web.sessions import is_own
from bot.web.shelf import rooms_of
from bot.web.visitors import met, visitor_of
from bot.web.words import Words

PREFERENCE, SHOWN, HIDDEN = "patterns", "yes", "no"
MOST = 200
"""Rows in one table of words, and lines in one picture; the newest ones."""
SIDE_BY_SIDE = 6
"""So many times of one scan stand beside each other; the newest ones."""

Found = TypeVar("Found")


@dataclass(frozen=True)
class Measured:
    """One exercise with a scale: its times beside each other."""

    title: str
    times: tuple[tuple[str, str], ...]
    """Each its day, and the reflection it belongs to."""
    lines: tuple[tuple[str, tuple[int | None, ...]], ...]
    """Each what was asked about, and its value at every time."""


@dataclass(frozen=True)
class Scale:
    """What the times and days on the page are written with."""

    axis: Axis
    words: Words
    zone: ZoneInfo
    now: datetime

    def short(self, at: datetime) -> str:
        """Name a day shortly."""
        return name_short(at, self.words, self.zone, self.now)


async def show_patterns(request: Request) -> Response:
    """GET /patterns shows the pictures, or what they would be to who has not asked for them."""
    gateway, visitor = await rooms_of(request)
    person = visitor.person
    if person is None or not await run_in_threadpool(_wants, gateway, person.id):
        return page(request, "patterns.html", shown=False)
    period = read_period(request.query_params.get("until", ""), now().astimezone(gateway.zone).date())
    drawn = await run_in_threadpool(_draw, gateway, person.id, visitor.language, period)
    return page(request, "patterns.html", shown=True, **drawn)


async def choose_patterns(request: Request) -> Response:
    """POST /patterns shows the pictures from now on, or no longer."""
    form = await request.form()
    value = form.get("show")
    if not is_own(request, form) or value not in (SHOWN, HIDDEN):
        raise HTTPException(403)
    gateway, visitor = gateway_of(request), await visitor_of(request)
    person = await met(request, visitor)
    await run_in_threadpool(gateway.journal.preferences.keep, person.id, PREFERENCE, str(value))
    return RedirectResponse("/patterns", 303)


def _wants(gateway: Gateway, person: str) -> bool:
    return gateway.journal.preferences.of(person).get(PREFERENCE) == SHOWN


def _draw(gateway: Gateway, person: str, language: str, period: Period) -> dict[str, Any]:
    """Gather everything that the page shows of one period."""
    words, knowledge, (begin, end) = gateway.words[language], gateway.knowledge, period.moments(gateway.zone)
    exercises = knowledge.exercises
    answered = gateway.journal.answers(person, begin, end, patterns.steps_read(exercises))
    scale = Scale(Axis(begin, end), words, gateway.zone, now())
    felt = [each for each in patterns.feelings(answered, exercises) if begin <= each.at < end]
    wanted = [each for each in patterns.wanted(answered, exercises) if each.at < end]
    carried = [each for each in patterns.questions(answered, exercises) if begin <= each.at < end]
    measured = [each for each in patterns.scans(answered, exercises) if begin <= each.at < end]
    later = period.end.isoformat() <= now().astimezone(gateway.zone).date().isoformat()
    return {
        "period": period.named(words),
        "earlier": period.shifted(-1),
        "later": period.shifted(1) if later else "",
        "months": scale.axis.ticks(period, words),
        "feelings": _feelings(felt, scale),
        "felt": [(words["patterns"]["shades"].get(f.shade, f.shade), f, scale.short(f.at)) for f in _newest(felt)],
        "wishes": _wishes(_newest(wanted), scale),
        "wanted": [(each, scale.short(each.at)) for each in _newest(wanted)],
        "questions": [Strip("", scale.axis.places(each.at for each in carried))] if carried else [],
        "carried": [(each, scale.short(each.at)) for each in _newest(carried)],
        "scans": _scans(measured, knowledge, language, scale),
        "most": MOST if max(len(felt), len(wanted), len(carried)) > MOST else 0,
    }


def _feelings(felt: Sequence[Felt], scale: Scale) -> list[Strip]:
    """Make a line of each shade that was heard, always in the same order, with a dot for each day."""
    names = scale.words["patterns"]["shades"]
    shades = [*names, *sorted({each.shade for each in felt} - set(names))]
    days = {shade: scale.axis.places(each.at for each in felt if each.shade == shade) for shade in shades}
    return [Strip(names.get(shade, shade), days[shade]) for shade in shades if days[shade]]


def _wishes(wanted: Iterable[Wanted], scale: Scale) -> list[Strip]:
    """Make a line from each day something was wanted to the day on which they looked back."""
    place = scale.axis.place
    return [
        Strip(scale.short(each.at), (place(each.at),), open=True, last=place(each.back) if each.back else "")
        for each in wanted
    ]


def _scans(scans: Sequence[Scan], knowledge: Knowledge, language: str, scale: Scale) -> list[Measured]:
    found = []
    for name in dict.fromkeys(each.exercise for each in scans):
        exercise, times = knowledge.exercises[name], [each for each in scans if each.exercise == name][-SIDE_BY_SIDE:]
        lines = [
            (step.card[language] if step.card else step.id, tuple(each.values.get(step.id) for each in times))
            for step in exercise.steps
            if any(step.id in each.values for each in times)
        ]
        days = tuple((scale.short(each.at), each.reflection) for each in times)
        found.append(Measured(exercise.title[language], days, tuple(lines)))
    return found


def _newest(found: Sequence[Found]) -> list[Found]:
    return list(reversed(found))[:MOST]
