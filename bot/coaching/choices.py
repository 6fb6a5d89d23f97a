"""Steps that are answered by choosing: a button for each choice, a scale from 1 to 5, the profile that scales make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.coaching.saying import Piece, Places, frame, sentence
from bot.coaching.talk import Talk
from bot.model import Button, Entry, Exercise, Step

SCALE_WORDS = 3
"""A strength has at most so many words; in a longer answer only a figure that it begins with counts."""
FULL, EMPTY, STRONGEST = "●", "○", 5
EDGES = " .,;:-–—"
FIGURE = re.compile(r"(?<![\w.,])[1-5](?![\w])")


def choice_buttons(talk: Talk, exercise: Exercise, step: Step) -> tuple[Button, ...]:
    """Return a button for each choice of a step; where the profile is shown, for each of its lines."""
    if step.choices:
        return tuple(Button(each.says[talk.language], f"choice:{each.id.rpartition('.')[2]}") for each in step.choices)
    if step.shows != "profile":
        return ()
    labels = [(each.id, each.card[talk.language]) for each in _measured(exercise) if each.card]
    return tuple(Button(label, f"choice:{name}") for name, label in labels)


def value_of(step: Step, text: str) -> int | None:
    """Return how strong an answer says something is, 1 to 5; `None` when it does not say.

    `"3 redelijk"` -> 3; `"een vier, denk ik"` -> `None`; `"redelijk"` -> 3; `"tussen de 2 en de 3"` -> `None`;
    `"4, want iedereen doet mee"` -> 4; `"in klas 3 gaat het goed"` -> `None`
    """
    figures = FIGURE.findall(text)
    said = text.casefold().strip(" .!")
    short = len(said.split()) <= SCALE_WORDS
    if len(figures) == 1 and (short or said.startswith(figures[0])):
        return int(figures[0])
    if figures or not short:
        return None
    return next(
        (value for word, value in _longest_first(step.scale) if re.search(rf"\b{re.escape(word)}\b", said)), None
    )


def given_back(talk: Talk) -> Piece | None:
    """Give a choice back in its own words: "3 redelijk" -> "Redelijk."; `None` when only a figure was said."""
    said = FIGURE.sub("", talk.message.text).strip(EDGES)
    return Piece(sentence(said), reflects=True, spare=True) if said else None


def value_among(step: Step, texts: Iterable[str]) -> int | None:
    """Return what the last of the answers to a step says that says it at all."""
    values = [value for value in (value_of(step, text) for text in texts) if value is not None]
    return values[-1] if values else None


def dots(value: int) -> str:
    """Draw a value. 2 -> "●●○○○"."""
    return FULL * value + EMPTY * (STRONGEST - value)


def is_drawn(text: str) -> bool:
    """Whether a line of a card is a drawn value and no words of the person."""
    return text[:1] in {FULL, EMPTY}


def profile(talk: Talk, exercise: Exercise) -> Piece | None:
    """Draw the answers on the scale so far, a line for each; `None` when there are none."""
    values = [(step, _value(talk, step)) for step in _measured(exercise)]
    lines = [
        frame(talk, "profile_line", title=step.card[talk.language], dots=dots(value), count=value).text
        for step, value in values
        if step.card and value
    ]
    return Piece("\n".join(lines) + "\n") if lines else None


def chosen_so_far(talk: Talk, exercise: Exercise) -> Places:
    """Return which of the offered choices was taken last, for the place `{chosen}`; nothing when none of them was."""
    choosing = [step for step in exercise.steps if (step.choices and not step.scale) or step.shows == "profile"]
    names = {step.id for step in choosing}
    texts = [entry.text.casefold() for entry in (*talk.answers, *_now(talk)) if entry.step in names]
    labels = [each.title for step in choosing for each in choice_buttons(talk, exercise, step)]
    named = [label for label in labels if texts and re.search(rf"\b{re.escape(label.casefold())}\b", texts[-1])]
    return Places({"chosen": named[0][:1].lower() + named[0][1:]}) if named else Places()


def _measured(exercise: Exercise) -> tuple[Step, ...]:
    return tuple(step for step in exercise.steps if step.scale)


def _value(talk: Talk, step: Step) -> int | None:
    return value_among(step, [entry.text for entry in (*talk.answers, *_now(talk)) if entry.step == step.id])


def _now(talk: Talk) -> tuple[Entry, ...]:
    """The message itself as the answer that it will be."""
    if talk.exercise is None or talk.step is None:
        return ()
    return (Entry("", "answer", talk.message.text, talk.thread.now, talk.exercise.id, talk.step.id),)


def _longest_first(scale: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(scale.items(), key=lambda pair: len(pair[0]), reverse=True)
