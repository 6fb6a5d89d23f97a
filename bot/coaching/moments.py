"""The moment of the talk that is prepared: put together from what was said, and said back in words."""

from __future__ import annotations

from datetime import datetime

from bot.coaching.saying import frame, words
from bot.coaching.talk import Talk
from bot.model import Heard, Moment

AHEAD = ("intention", "moment", "question")
"""What a step must be about for a moment named there to lie ahead; in a story it lies behind."""

NO_MOMENT = "frame.no_moment"
"""Was said when the person had no moment to name."""
NEAR_DAYS = 6
"""Up to so many days ahead a weekday alone is clear."""


def moment_so_far(talk: Talk) -> Moment | None:
    """The moment of the coming talk: the newest one named in this reflection, its hour joined to an earlier day."""
    asks_when = talk.exercise is None or any(step.about == "moment" for step in talk.exercise.steps)
    if not asks_when or talk.timeless or any(NO_MOMENT in turn.asked for turn in talk.turns):
        return None
    so_far: Moment | None = None
    for heard, about in (*_telling(talk), (talk.heard, talk.step.about if talk.step else "")):
        known = so_far is not None and so_far.grain == "time" and about != "moment"
        if heard.moment is not None and heard.moment.at is not None and _says_when(talk, heard) and not known:
            so_far = _joined(so_far, heard.moment)
    return so_far if so_far and so_far.at and so_far.at > talk.thread.now else None


def _telling(talk: Talk) -> tuple[tuple[Heard, str], ...]:
    """The answers that may name the coming moment, with what they are about: the beginning, intention, moment."""
    exercises = talk.knowledge.exercises.values()
    about = {(exercise.id, step.id): step.about for exercise in exercises for step in exercise.steps}
    asked = [(entry, about.get((entry.exercise or "", entry.step or ""), "")) for entry in talk.answers]
    telling = [pair for place, pair in enumerate(asked) if place == 0 or pair[1] in AHEAD]
    return tuple((entry.heard, each) for entry, each in telling if entry.heard)


def _says_when(talk: Talk, heard: Heard) -> bool:
    return heard is not talk.heard or talk.step is None or talk.step.about in AHEAD


def said_back(talk: Talk, moment: Moment) -> str:
    """Say a moment in words. Friday 6 March 15:30, heard that Wednesday -> "vrijdag om 15.30 uur"."""
    day = day_in_words(talk, moment.at) if moment.at else moment.text
    if moment.grain != "time" or moment.at is None:
        return frame(talk, "moment_day", day=day).text
    clock = f"{moment.at.hour}.{moment.at.minute:02d}" if talk.language == "nl" else f"{moment.at:%H:%M}"
    return frame(talk, "moment_time", day=day, time=clock).text


def day_in_words(talk: Talk, at: datetime) -> str:
    """Name a day: its weekday when it is near, with the date when it is not. -> "vrijdag", "vrijdag 20 maart"."""
    at = at.astimezone(talk.thread.now.tzinfo)
    weekday = words(talk, "weekdays").split()[at.weekday()]
    away = (at.date() - talk.thread.now.date()).days
    if 0 <= away <= NEAR_DAYS:
        return weekday
    return f"{weekday} {at.day} {words(talk, 'months').split()[at.month - 1]}"


def number_in_words(talk: Talk, number: int) -> str:
    """Write a small number out. 3 -> "drie"; larger ones stay figures."""
    names = words(talk, "numbers").split()
    return names[number] if 0 <= number < len(names) else str(number)


def _joined(earlier: Moment | None, later: Moment) -> Moment:
    if later.dated or earlier is None or earlier.at is None or later.at is None:
        return later
    at = earlier.at.replace(hour=later.at.hour, minute=later.at.minute)
    return Moment(later.text, at, later.grain, whole=earlier.whole and later.whole)
