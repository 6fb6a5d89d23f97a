"""Reads the exercises: one file each, steps in order, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.knowledge.reading import Faults, per_language, read_mapping, read_wordings
from bot.model import GROUPS, INTENTION, OWN, SHOWS, STANCES, Exercise, Step

NEEDED = ("title", "for", "form", "minutes", "source", "steps")
ALLOWED = ("listed", "group", "next", "close")
STEP_NEEDED = ("id", "about", "ask")
STEP_ALLOWED = (
    "brief", "lead", "again", "deepen", "card", "beside", "gist", "deepest", "stays", "choices", "scale", "shows",
    "rest", "begins",
)  # fmt: skip
FORMS = ("short", "medium", "long", "visits")
WHOM = ("leader", "board", "teacher", "team")
ABOUT = (
    "story", "feelings", "other", "question", "intention", "moment", "lingers", "position", "facts", "norm", OWN,
)  # fmt: skip


def read_exercises(folder: Path) -> tuple[Mapping[str, Exercise], tuple[str, ...]]:
    """Read `exercises/<id>.yml`, each file one exercise named after it; returns them by id, and all faults."""
    exercises: dict[str, Exercise] = {}
    found: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        faults = Faults(path)
        content = read_mapping(path, faults)
        if content:
            exercises[path.stem] = make_exercise(path.stem, content, faults)
        found.extend(faults.found)
    return exercises, tuple(found)


def make_exercise(name: str, content: dict[str, Any], faults: Faults) -> Exercise:
    """Make an exercise of what its file holds; what is wrong with it is added to `faults`."""
    faults.keys(content, NEEDED, ALLOWED)
    _one_of("form", content.get("form"), FORMS, faults)
    for whom in content.get("for") or ():
        _one_of("for", whom, WHOM, faults)
    if content.get("listed", True):
        _one_of("group", content.get("group"), GROUPS, faults)
    source = content.get("source") if isinstance(content.get("source"), dict) else {}
    faults.keys(source or {}, ("file", "find", "line"))
    steps = tuple(_step(name, step, faults) for step in content.get("steps") or ())
    _check_steps(steps, faults)
    return Exercise(
        id=name,
        title=per_language(f"{name}.title", content.get("title"), faults),
        for_whom=tuple(content.get("for") or ()),
        form=str(content.get("form")),
        minutes=int(content.get("minutes") or 0),
        source=f"{(source or {}).get('file')}: {(source or {}).get('find')}",
        source_line=per_language(f"{name}.source.line", (source or {}).get("line"), faults),
        steps=steps,
        listed=bool(content.get("listed", True)),
        group=content.get("group"),
        next=content.get("next"),
        close=read_wordings(f"{name}.close", content["close"], faults)[0] if content.get("close") else None,
    )


def _step(exercise: str, content: dict[str, Any], faults: Faults) -> Step:
    faults.keys(content, STEP_NEEDED, STEP_ALLOWED)
    name = f"{exercise}.{content.get('id')}"
    _one_of(f"{name}: about", content.get("about"), ABOUT, faults)
    if content.get("gist"):
        _one_of(f"{name}: gist", content["gist"], STANCES, faults)
    if content.get("shows"):
        _one_of(f"{name}: shows", content["shows"], SHOWS, faults)
    optional = {
        key: read_wordings(f"{name}.{key}", content[key], faults) if content.get(key) else ()
        for key in ("brief", "again", "lead", "choices", "rest")
    }
    return Step(
        id=str(content.get("id")),
        ask=read_wordings(name, content.get("ask"), faults),
        brief=optional["brief"],
        lead=optional["lead"][0] if optional["lead"] else None,
        again=optional["again"],
        deepen=tuple(content.get("deepen") or ()),
        about=str(content.get("about")),
        card=_label(name, "card", content, faults),
        begins=_label(name, "begins", content, faults),
        beside=content.get("beside"),
        gist=content.get("gist"),
        deepest=int(content.get("deepest", 2)),
        stays=int(content.get("stays", 1)),
        choices=optional["choices"],
        scale={"": 0} if content.get("scale") else {},
        shows=content.get("shows"),
        rest=optional["rest"][0] if optional["rest"] else None,
    )


def _label(name: str, key: str, content: dict[str, Any], faults: Faults) -> Mapping[str, str] | None:
    return per_language(f"{name}.{key}", content[key], faults) if content.get(key) else None


def _check_steps(steps: tuple[Step, ...], faults: Faults) -> None:
    names = [step.id for step in steps]
    if not steps:
        faults.add("has no steps", "at least one step")
    for name in {name for name in names if names.count(name) > 1}:
        faults.add(f"step '{name}' stands there twice", "each id once")
    for place, step in enumerate(steps):
        if step.beside and step.beside not in (INTENTION, *names[:place]):
            faults.add(f"step '{step.id}' is set beside '{step.beside}'", "an earlier step", names[:place])


def _one_of(what: str, value: object, choices: tuple[str, ...], faults: Faults) -> None:
    if value not in choices:
        faults.add(f"{what} '{value}' is not known", "one of the choices", choices)
