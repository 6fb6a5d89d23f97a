"""Offers: ways to begin or to go on, as a short question with at most three buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.coaching.saying import Piece, button, frame, turn, words
from bot.coaching.talk import Talk
from bot.model import GROUPS, OWN, Button, Exercise, Heard, Turn

MOST_BUTTONS = 4
MOST_WORDS = 40
"""So many words of a message and more say as much of which exercise fits."""
ROLE = "role_"
"""Begins the names of the signals by which somebody says to be a teacher, a leader or of the board."""
NEXT_BEST = (1, 3)
"""Places among what fits a message, which holds three exercises that many need and then three others: the second of
those, and the first of these.
"""


def best_exercise(talk: Talk) -> Exercise | None:
    """The listed exercise that fits best what is heard, now or earlier in this reflection."""
    return next(iter(ranked(talk)), None)


def ranked(talk: Talk) -> list[Exercise]:
    """All listed exercises, those that fit what is heard first; of the others those not done yet first.

    What is for another role than the person named, or takes longer than they said to have, comes last.
    """
    shelf = shelf_of(talk)
    heards = [talk.heard, *talk.earlier(len(talk.answers))]
    fitting = [name for name in _fitting(heards) if name in shelf]
    others = sorted(shelf, key=lambda name: talk.thread.finished.count(name))
    ordered = [shelf[name] for name in dict.fromkeys((*fitting, *others))]
    return sorted(ordered, key=lambda each: not _suits(each, heards))


def _fitting(heards: Sequence[Heard]) -> list[str]:
    """The exercises that fit the whole story, best first: a message of more words says more of what fits."""
    fits: dict[str, float] = {}
    for heard in heards:
        for place, name in enumerate(heard.opener, 1):
            fits[name] = fits.get(name, 0.0) + min(heard.words, MOST_WORDS) / place
    return sorted(fits, key=lambda name: -fits[name])


def _suits(exercise: Exercise, heards: Sequence[Heard]) -> bool:
    """Whether an exercise is for who somebody says to be, and fits in the time they say to have."""
    signals = frozenset().union(*(heard.signals for heard in heards))
    roles = {name.removeprefix(ROLE) for name in signals if name.startswith(ROLE)}
    minutes = next((heard.minutes for heard in heards if heard.minutes is not None), None)
    mine = not roles or not exercise.for_whom or bool(roles & set(exercise.for_whom))
    return mine and (minutes is None or exercise.minutes <= minutes)


def shelf_of(talk: Talk) -> dict[str, Exercise]:
    """The exercises that may be offered, by id; the four words first."""
    listed = {name: each for name, each in talk.knowledge.exercises.items() if each.listed}
    first = {"four_words": listed["four_words"]} if "four_words" in listed else {}
    return {**first, **listed}


def start_button(talk: Talk, exercise: Exercise) -> Button:
    """A button that starts an exercise and says how long it takes: (Vier woorden, een minuut of acht)."""
    minutes = words(talk, "numbers").split()[min(exercise.minutes, 20)]
    time = words(talk, f"time_{exercise.form}").format(minutes=minutes)
    start = button(talk, "start", f"start:{exercise.id}", title=exercise.title[talk.language], time=time)
    return replace(start, title=start.title.replace("?,", "?"))


def offer(talk: Talk, before: tuple[Piece | None, ...], move: str = "offer") -> Turn:
    """Offer to hear the story first, to start the exercise that fits, or something else."""
    exercise = best_exercise(talk)
    choices = [button(talk, "story", "story")]
    choices += [start_button(talk, exercise)] if exercise else []
    choices.append(_other_way(talk))
    return turn(
        talk, "reflect_ask", move, (*before, frame(talk, "offer")),
        buttons=tuple(choices), awaits="offer", exercise="story", step="tell", state="open", answers="tell",
    )  # fmt: skip


def offer_again(talk: Talk, before: Piece | None) -> Turn:
    """After a story: offer an exercise, or leave it at that."""
    exercise = best_exercise(talk)
    choices = [start_button(talk, exercise)] if exercise else []
    choices += [button(talk, "else", "else"), button(talk, "enough", "enough")]
    pieces = (before, frame(talk, "offer_again"))
    return turn(talk, "reflect_ask", "offer_again", pieces, buttons=tuple(choices), awaits="offer")


def offer_else(talk: Talk) -> Turn:
    """Show two other exercises that fit, the way to all others, and the way out: just keep it."""
    fitting = ranked(talk)
    others = [fitting[place] for place in NEXT_BEST if place < len(fitting)]
    choices = [start_button(talk, each) for each in others]
    choices += [button(talk, "browse", "browse"), button(talk, "keep", "keep")]
    return _offered(talk, "offer_else", choices)


def browse(talk: Talk) -> Turn:
    """Show the groups of the shelf, the person's own first; never a list of everything."""
    known = {each.group for each in shelf_of(talk).values()}
    choices = [Button(words(talk, f"group_{name}"), f"group:{name}") for name in (OWN, *GROUPS) if name in known]
    return _offered(talk, "browse", choices)


def browse_group(talk: Talk, argument: str) -> Turn:
    """Show a few exercises of a group, and a way to the next few. `"talk:4"` begins with the fifth."""
    group, _, after = argument.partition(":")
    first = int(after) if after.isdecimal() else 0
    those = [each for each in ranked(talk) if each.group == group]
    choices = [start_button(talk, each) for each in those[first : first + MOST_BUTTONS]]
    if len(those) > first + MOST_BUTTONS:
        choices.append(button(talk, "more", f"group:{group}:{first + MOST_BUTTONS}"))
    return _offered(talk, "browse_group", [*choices, button(talk, "browse", "browse")])


def _offered(talk: Talk, name: str, choices: list[Button]) -> Turn:
    return turn(talk, "inform", name, (frame(talk, name),), buttons=tuple(choices), awaits="offer")


def weigh_buttons(talk: Talk) -> tuple[Button, ...]:
    """Yes or no to setting both sides out."""
    return (button(talk, "yes", "yes"), button(talk, "no", "no"))


def _other_way(talk: Talk) -> Button:
    """The other way out: back to what was interrupted, when something was."""
    resting = talk.thread.reflection
    if resting is not None and resting.state == "paused":
        exercise = talk.knowledge.exercises.get(resting.exercise or "")
        if exercise is not None:
            title = exercise.title[talk.language]
            return button(talk, "go_on_with", f"resume:{resting.id}", title=title)
    return button(talk, "else", "else")
