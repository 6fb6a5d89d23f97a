"""The pages where somebody makes exercises of their own, begins, changes and removes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.errors import NotThere
from bot.knowledge.made import LONGEST, MINUTES, MOST, Fault, find_form_faults
from bot.model import OwnExercise
from bot.web.gateway import gateway_of
from bot.web.pages import now, page
from bot.web.sessions import is_foreign, is_own
from bot.web.visitors import Visitor, met, visitor_of

MOST_EXERCISES = 20
"""Exercises of one person."""
BOXES = tuple(f"question{number}" for number in range(1, MOST + 1))
"""The names of the boxes for questions."""
EMPTY: Mapping[str, Any] = {"minutes": "5", "boxes": ("",) * MOST}
"""A form in which nothing was filled in yet."""


async def show_exercises(request: Request) -> Response:
    """GET /exercises shows what somebody made, each with what can be done with it."""
    visitor = await visitor_of(request)
    return page(request, "exercises.html", exercises=[each for each in await _made(request, visitor) if each.listed])


async def show_form(request: Request) -> Response:
    """GET /exercises/new shows the form for one more."""
    await visitor_of(request)
    return _form(request, EMPTY)


async def add(request: Request) -> Response:
    """POST /exercises keeps one more; what cannot be kept stays in the form, with all that is wrong beside it."""
    visitor = await visitor_of(request)
    return await _keep(request, visitor, None)


async def show_one(request: Request) -> Response:
    """GET /exercises/ID shows the form with what was made."""
    made = await _one(request, await visitor_of(request))
    boxes = (*made.questions, *EMPTY["boxes"])[:MOST]
    typed = {"title": made.title, "helps": made.helps, "intends": made.intends, "boxes": boxes}
    return _form(request, {**typed, "minutes": str(made.minutes)}, made)


async def change(request: Request) -> Response:
    """POST /exercises/ID keeps it as it was changed; with other questions it is a new one to the journal.

    Where it was removed meanwhile, in another window, what was typed stays in the form for a new one.
    """
    visitor = await visitor_of(request)
    made = await _find(request, visitor)
    if made is None and not is_foreign(request):
        words = gateway_of(request).words[visitor.language]
        return _form(request, _read(await request.form()), notice=words["exercises"]["gone"])
    return await _keep(request, visitor, made)


async def ask_removal(request: Request) -> Response:
    """GET /exercises/ID/remove asks once."""
    return page(request, "exercise_remove.html", exercise=await _one(request, await visitor_of(request)))


async def remove(request: Request) -> Response:
    """POST /exercises/ID/remove offers it no more."""
    if not is_own(request, await request.form()):
        raise HTTPException(403)
    visitor = await visitor_of(request)
    made = await _one(request, visitor)
    await _write(gateway_of(request).journal.exercises.remove, visitor.known.id, made.id)
    return RedirectResponse("/exercises", 303)


async def _keep(request: Request, visitor: Visitor, before: OwnExercise | None) -> Response:
    """Keep what was filled in, as a new exercise or in place of one."""
    form = await request.form()
    if is_foreign(request):
        raise HTTPException(403)
    typed, gateway = _read(form), gateway_of(request)
    if not is_own(request, form):
        return _form(request, typed, before, notice=gateway.words[visitor.language]["refused"]["old_page"])
    made, others = _as_made(typed, before), [each for each in await _made(request, visitor) if each.listed]
    if any(replace(each, id=made.id) == made for each in others):  # sent twice, or nothing was changed
        return RedirectResponse("/exercises", 303)
    faults = find_form_faults(made, typed["boxes"], others, gateway.knowledge)
    if before is None and len(others) >= MOST_EXERCISES:
        faults = (*faults, Fault("form", "too_many"))
    if faults:
        return _form(request, typed, before, faults)
    person, exercises = await met(request, visitor), gateway.journal.exercises
    await _write(exercises.add if before is None else exercises.change, person.id, made, now())
    return RedirectResponse("/exercises", 303)


def _form(
    request: Request,
    typed: Mapping[str, Any],
    before: OwnExercise | None = None,
    faults: tuple[Fault, ...] = (),
    notice: str = "",
) -> Response:
    """Answer with the form; where something is wrong, with all of it."""
    wrong = {fault.field: fault.name for fault in faults}
    filled = [number for number, box in enumerate(typed["boxes"]) if box or f"question{number + 1}" in wrong]
    return page(
        request, "exercise.html", status=422 if wrong or notice else 200,
        typed={**{"title": "", "helps": "", "intends": False}, **typed}, before=before, wrong=wrong, notice=notice,
        minutes=MINUTES, longest=LONGEST, more=max(filled, default=0) >= MOST // 2, most=MOST_EXERCISES,
    )  # fmt: skip


def _read(form: FormData) -> dict[str, Any]:
    """Return what was typed, each field on one line."""
    lines = {name: _line(form.get(name)) for name in ("title", "helps", "minutes", *BOXES)}
    return {**lines, "intends": "intends" in form, "boxes": tuple(lines[name] for name in BOXES)}


def _line(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _as_made(typed: Mapping[str, Any], before: OwnExercise | None) -> OwnExercise:
    minutes = {str(each): each for each in MINUTES}.get(typed["minutes"], 0)
    questions = tuple(box for box in typed["boxes"] if box)
    known = before.id if before else ""
    return OwnExercise(known, typed["title"], typed["helps"], minutes, questions, typed["intends"])


async def _made(request: Request, visitor: Visitor) -> tuple[OwnExercise, ...]:
    person, exercises = visitor.person, gateway_of(request).journal.exercises
    return await run_in_threadpool(exercises.of, person.id) if person else ()


async def _one(request: Request, visitor: Visitor) -> OwnExercise:
    """Return the exercise that the address names, if this person is offered it; else 404."""
    made = await _find(request, visitor)
    if made is None:
        raise HTTPException(404)
    return made


async def _find(request: Request, visitor: Visitor) -> OwnExercise | None:
    wanted = request.path_params["made"]
    offered = (each for each in await _made(request, visitor) if each.listed and each.id == wanted)
    return next(offered, None)


async def _write(write: Callable[..., object], *what: object) -> None:
    try:
        await run_in_threadpool(write, *what)
    except NotThere:  # removed in another window
        raise HTTPException(404) from None
