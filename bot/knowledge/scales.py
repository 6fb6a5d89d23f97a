"""Gives every step that measures its scale: the five names of the frame, to choose from and to be understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.model import LANGUAGES, Exercise, Step, Wording

SCALE, NUMBERS = "scale", "numbers"
"""The names in the frame: the values from weakest to strongest ("3 redelijk"), and the number words from nought on."""

Frame = Mapping[str, tuple[Wording, ...]]


def with_scales(exercises: Mapping[str, Exercise], frame: Frame) -> Mapping[str, Exercise]:
    """Return the exercises with the scale of the frame in every step that has `scale: true`."""
    names = frame.get(SCALE, ())
    words = _words(frame)
    return {name: _with_scale(exercise, names, words) for name, exercise in exercises.items()}


def _with_scale(exercise: Exercise, names: tuple[Wording, ...], words: Mapping[str, int]) -> Exercise:
    def scaled(step: Step) -> Step:
        return replace(step, choices=names, scale=words) if step.scale else step

    return replace(exercise, steps=tuple(scaled(step) for step in exercise.steps))


def _words(frame: Frame) -> dict[str, int]:
    """Return what each figure, name and number word is worth: `{"3": 3, "redelijk": 3, "drie": 3, ...}`."""
    words: dict[str, int] = {}
    for value, name in enumerate(frame.get(SCALE, ()), start=1):
        for language in LANGUAGES:
            figure, _, label = name.says[language].casefold().partition(" ")
            words |= {figure: value, label: value}
            words |= {each.says[language].split()[value]: value for each in frame.get(NUMBERS, ())}
    return words
