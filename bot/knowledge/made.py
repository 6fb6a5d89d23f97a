"""The exercises that people make for themselves: what a form holds becomes the same `Exercise` that a file becomes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.knowledge.exercises import make_exercise
from bot.knowledge.own import find_across
from bot.knowledge.reading import Faults
from bot.model import LANGUAGES, OWN, Exercise, Knowledge, OwnExercise, Wording

FEWEST, MOST = 2, 8
"""Questions in one exercise."""
LONGEST: Mapping[str, int] = {"title": 60, "helps": 200, "question": 200}
"""Characters in each field; a question is asked in one breath."""
MINUTES: Mapping[int, str] = {3: "short", 5: "medium", 8: "medium", 10: "medium", 15: "long"}
"""How long it may take, and the form that this is."""
LABEL = 60
"""Characters of a question that stand as its label on the card."""
DEEPEN = ("stay_with_feeling",)
"""The moves that may deepen a question: we do not know what it is about, so nothing that weighs or doubts."""

ENDING: Mapping[str, tuple[str, str]] = {
    "intention": ("own_intention", "own_intention_card"), "lingers": ("own_lingers", "own_lingers_card"),
}  # fmt: skip
"""The steps after the questions: where the frame has what is asked, and its label on the card."""
NO_TEXT = ("Cc", "Cs")
"""Kinds of characters that nobody types: what steers a terminal, and half of a pair."""

Frame = Mapping[str, tuple[Wording, ...]]


@dataclass(frozen=True)
class Fault:
    """What is wrong with a form, and where."""

    field: str
    """`title`, `helps`, `minutes`, `questions`, `question1` to `question8`, or `form` for the whole."""
    name: str
    """`empty`, `wordless`, `too_long`, `unreadable`, `taken`, `choose`, `too_few` or `too_many`."""


def with_made(knowledge: Knowledge, made: Iterable[OwnExercise]) -> Knowledge:
    """Return the knowledge with one person's own exercises; those that are offered no more are not on the shelf."""
    exercises = {each.id: exercise_of(each, knowledge.frame, Faults(Path(OWN))) for each in made}
    return replace(knowledge, exercises={**knowledge.exercises, **exercises}) if exercises else knowledge


def exercise_of(made: OwnExercise, frame: Frame, faults: Faults) -> Exercise:
    """Make the exercise; what is wrong with it is added to `faults`.

    `OwnExercise("own_1", "Mijn week", "", 5, ("Wat lukte?", "Wat schuurde?"), False)` -> an exercise of three steps:
    `q1`, `q2` and `lingers`.
    """
    exercise = make_exercise(made.id, _content(made, frame), faults)
    return replace(exercise, listed=made.listed, group=OWN)


def find_form_faults(
    made: OwnExercise, boxes: tuple[str, ...], others: Iterable[OwnExercise], knowledge: Knowledge
) -> tuple[Fault, ...]:
    """Return all that is wrong with a form; when there is nothing, the checks of a file have found nothing either.

    `made` is what was filled in, `boxes` the questions box by box, also those left empty; `others` are this person's
    other exercises, whose titles are taken, as are ours.
    """
    titles = [title for each in knowledge.exercises.values() if each.listed for title in each.title.values()]
    titles += [each.title for each in others if each.listed and each.id != made.id]
    found = [*_text("title", made.title, LONGEST["title"])]
    found += [Fault("title", "empty")] if not made.title else []
    found += [Fault("title", "taken")] if _bare(made.title) in {_bare(title) for title in titles} else []
    found += _text("helps", made.helps, LONGEST["helps"], needs_words=False)
    found += [Fault("minutes", "choose")] if made.minutes not in MINUTES else []
    for number, box in enumerate(boxes, start=1):
        found += _text(f"question{number}", box, LONGEST["question"])
    found += [Fault("questions", "too_few")] if len(made.questions) < FEWEST else []
    found += [Fault("questions", "too_many")] if len(made.questions) > MOST else []
    return tuple(found) or tuple(_as_a_file(made, knowledge))


def _text(field: str, text: str, longest: int, *, needs_words: bool = True) -> Iterator[Fault]:
    if not text:
        return
    if any(unicodedata.category(character) in NO_TEXT for character in text):
        yield Fault(field, "unreadable")
    elif len(text) > longest:
        yield Fault(field, "too_long")
    elif needs_words and not any(letter.isalnum() for letter in text):
        yield Fault(field, "wordless")


def _as_a_file(made: OwnExercise, knowledge: Knowledge) -> Iterator[Fault]:
    """Check it once more as the files of the shelf are: in itself, and against everything else that is known."""
    faults = Faults(Path(f"{made.id}.yml"))
    exercise = exercise_of(made, knowledge.frame, faults)
    if faults.found or list(find_across(Path(OWN), exercise, knowledge)):
        yield Fault("form", "unreadable")


def _content(made: OwnExercise, frame: Frame) -> dict[str, Any]:
    """Write it as its file would be; the ending that each exercise has is of the frame."""
    return {
        "title": _both(made.title),
        "for": [],
        "form": MINUTES.get(made.minutes),
        "minutes": made.minutes,
        "source": {"file": OWN, "find": made.id, "line": frame["own_source"][0].says},
        "listed": False,
        "steps": [
            *(_question(number, text) for number, text in enumerate(made.questions, start=1)),
            *(_ending(about, frame) for about in ENDING if made.intends or about != "intention"),
        ],
    }


def _question(number: int, text: str) -> dict[str, Any]:
    asked = _both(text.replace("{", "{{").replace("}", "}}"))
    deepening = {"deepen": DEEPEN, "deepest": 1}
    return {"id": f"q{number}", "about": OWN, "ask": asked, "card": _both(_label(text)), **deepening}


def _ending(about: str, frame: Frame) -> dict[str, Any]:
    ask, card = (frame[name][0].says for name in ENDING[about])
    return {"id": about, "about": about, "ask": ask, "card": card}


def _label(question: str) -> str:
    """Return a question as it stands on the card: `"Wat lukte er vandaag?"` -> `"Wat lukte er vandaag"`."""
    line = question.rstrip(" ?!.:;…") or question
    return line if len(line) <= LABEL else f"{line[:LABEL].rsplit(' ', 1)[0]} …"


def _both(text: str) -> dict[str, str]:
    """The same words whatever language is spoken: nobody translates what is one's own."""
    return dict.fromkeys(LANGUAGES, text)


def _bare(title: str) -> str:
    return title.strip(" .!?").casefold()
