"""Going on: to the next step of an exercise, its question or its moment, to a rest between visits, to the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.coaching.choices import choice_buttons, chosen_so_far, profile
from bot.coaching.closing import card_so_far, close, intention, show_card
from bot.coaching.moments import day_in_words, moment_so_far
from bot.coaching.offering import offer_again
from bot.coaching.planning import next_visit
from bot.coaching.reflecting import feelings_so_far
from bot.coaching.saying import Piece, Places, button, frame, pick, piece, says, turn
from bot.coaching.talk import Talk
from bot.model import Exercise, Step, Turn, Wording

OFFER_PAUSE = 3
"""After an offer so many turns pass before the next."""
NEXT = "next"
"""The payload of the button that goes on after a turn that asked nothing."""


def go_on(talk: Talk, before: Piece | None) -> Turn:
    """Go on to the step after the one that waits, or to the end of the exercise."""
    exercise, step = talk.exercise, talk.step
    if exercise is None or step is None:
        raise ValueError("coaching: no exercise to go on with; expected one under way")
    if step.about == "lingers":
        return close(talk)
    if exercise.id == "story":
        return _more_story(talk, before) if _offered_lately(talk) else offer_again(talk, before)
    following = exercise.steps[exercise.steps.index(step) + 1 :]
    if step.rest is not None and following:
        return _rest_between_visits(talk, step.rest, following[0], before)
    return enter(talk, exercise, following[0] if following else None, before)


def after_silence(talk: Talk) -> Turn:
    """Go on after a turn that asked nothing: what was said before it is the answer."""
    said = next(talk.earlier(1), None)
    return go_on(talk.as_if_said(said) if said else talk, None)


def enter(talk: Talk, exercise: Exercise, step: Step | None, before: Piece | None) -> Turn:
    """Ask the core question of a step; the card comes with the step that asks what lingers, or at the end."""
    if step is None or step.about == "lingers":
        return show_card(talk, step)
    if step.about == "moment":
        return _ask_moment(talk, exercise, step, before)
    return ask_step(talk, exercise, step, before)


def ask_step(talk: Talk, exercise: Exercise, step: Step, before: Piece | None) -> Turn:
    """Ask a step's question: with its lead for who is new to it, in fewer words for who has done this before."""
    brief = step.brief if talk.thread.finished.count(exercise.id) else ()
    shown = {"profile": profile, "card": card_so_far}[step.shows](talk, exercise) if step.shows else None
    lead = Piece(step.lead.says[talk.language], (step.lead.id,)) if step.lead and not brief else None
    known = _known_so_far(talk, exercise)
    question = _question(talk, brief or step.ask, known)
    given = replace(before, spare=True) if before and not _says_again(question, before, known) else None
    kind = "reflect_ask" if any(each and each.reflects for each in (given, question)) else "ask"
    wish = intention(talk) if talk.step and talk.step.about == "intention" else None
    return turn(
        talk, kind, f"{exercise.id}.{step.id}", (given, shown, lead, question),
        exercise=exercise.id, step=step.id, state="open", intention=wish, buttons=choice_buttons(talk, exercise, step),
    )  # fmt: skip


def _known_so_far(talk: Talk, exercise: Exercise) -> Places:
    """Return what a question may name: the choice that was taken, the feelings that were told."""
    return Places({**chosen_so_far(talk, exercise).texts, **feelings_so_far(talk).texts})


def _question(talk: Talk, wordings: Sequence[Wording], known: Places) -> Piece | None:
    """Return the question in a wording of its own; one that names what was chosen or felt gives it back."""
    wording = pick(talk, wordings, known)
    said = piece(talk, (wording,), known) if wording else None
    return replace(said, reflects="{" in wording.says[talk.language]) if wording and said else None


def _says_again(question: Piece | None, before: Piece, known: Places) -> bool:
    """Whether a question names just what the piece before it gives back."""
    named = [text for text in known.texts.values() if question is not None and says(question.text, text)]
    return any(says(before.text, text) for text in named)


def _rest_between_visits(talk: Talk, rest: Wording, following: Step, before: Piece | None) -> Turn:
    """Let the exercise rest until the person comes back; the next question waits."""
    ways = (button(talk, "where_we_were", "go_on"),)
    given = replace(before, spare=True) if before else None
    said = Piece(rest.says[talk.language], (rest.id,))
    return turn(
        talk, "close", "rest_between_visits", (given, said),
        step=following.id, state="paused", awaits="after", buttons=ways, reminders=next_visit(talk.thread.now),
        intention=intention(talk) if talk.step and talk.step.about == "intention" else None,
    )  # fmt: skip


def _offered_lately(talk: Talk) -> bool:
    return any(each.move == "offer_again" for each in talk.turns[-OFFER_PAUSE:])


def _more_story(talk: Talk, before: Piece | None) -> Turn:
    """Who goes on telling after an offer is heard, and not asked the same again; the offer stays open."""
    kept = {"buttons": talk.last.buttons, "awaits": talk.last.awaits} if talk.last else {}
    return turn(talk, "reflect", "stay", (before, frame(talk, "story_goes_on")), **kept)


def _ask_moment(talk: Talk, exercise: Exercise, step: Step, before: Piece | None) -> Turn:
    moment = moment_so_far(talk)
    following = exercise.steps[exercise.steps.index(step) + 1 :]
    if moment is not None and moment.grain == "time":
        return enter(talk, exercise, following[0] if following else None, before)
    later = (button(talk, "no_moment", "no_moment"),)
    if moment is not None and moment.at is not None and moment.grain in {"day", "part"}:
        asked: Piece | None = frame(talk, "ask_hour", day=day_in_words(talk, moment.at))
    else:
        asked = piece(talk, step.ask)
    given = replace(before, spare=True) if before else None
    return turn(
        talk, "reflect_ask" if before and before.reflects else "ask", f"{exercise.id}.{step.id}", (given, asked),
        exercise=exercise.id, step=step.id, state="open", buttons=later, intention=intention(talk),
    )  # fmt: skip
