"""Ending: the card, what lingers, the close; also early, when that is what is asked for."""

from __future__ import annotations

from dataclasses import replace

from bot.coaching.card import card_lines
from bot.coaching.choices import is_drawn
from bot.coaching.moments import day_in_words, moment_so_far, said_back
from bot.coaching.noticing import does_not_know
from bot.coaching.offering import start_button
from bot.coaching.own_questions import own_question
from bot.coaching.planning import may_plan, plans_for
from bot.coaching.reflecting import what_lingers
from bot.coaching.saying import Piece, button, frame, piece, sentence, turn, words
from bot.coaching.talk import Talk
from bot.model import STORY, Button, Entry, Exercise, Intention, Step, Turn


def show_card(talk: Talk, step: Step | None) -> Turn:
    """Give the card; with a step that asks what lingers, else as the end of a short exercise."""
    lines = _card(talk)
    if step is not None:
        asked = own_question(talk, step) or piece(talk, step.ask)
        return turn(talk, "reflect_ask", "card", (*lines, asked), step=step.id, intention=intention(talk))
    if talk.exercise and talk.exercise.close:
        said = Piece(talk.exercise.close.says[talk.language], (talk.exercise.close.id,))
        return _closed(talk, "close", said)
    if talk.exercise and talk.exercise.id == "in_between":
        offered = (button(talk, "later", "later"), button(talk, "enough", "enough"))
        pieces = (*lines, frame(talk, "card_short"))
        return turn(talk, "close", "card_short", pieces, buttons=offered, awaits="after", intention=intention(talk))
    return _closed(talk, "card_simple", *lines, frame(talk, "card_simple"))


def close(talk: Talk) -> Turn:
    """Close after what lingers was said: kept, who can read it, and strength for the day where one is coming."""
    often = bool(talk.thread.finished)
    said = (what_lingers(talk), frame(talk, "close_again" if often else "close"), _quiet(talk), _wish(talk))
    planned = plans_for(intention(talk), talk.thread.now) if may_plan(talk) else ()
    if not planned or talk.thread.person.reminds == "no" or _quiet(talk):
        return replace(_closed(talk, "close", *said), buttons=_next(talk))
    if talk.thread.person.reminds == "yes":
        return replace(_closed(talk, "close", *said, frame(talk, "reminders_planned")), reminders=planned)
    ways = (button(talk, "remind", "remind:yes"), button(talk, "no", "remind:no"))
    asked = _closed(talk, "close", *said[:-1], frame(talk, "ask_reminders"))
    return replace(asked, reminders=planned, buttons=ways)


def close_early(talk: Talk) -> Turn:
    """Close because it is enough: with the card when there is something to put on it, else in one sentence."""
    lingers = next((step for step in talk.exercise.steps if step.about == "lingers"), None) if talk.exercise else None
    least = 1 if talk.exercise and not talk.exercise.listed else 2
    on_lingers = talk.step is not None and talk.step.about == "lingers"
    if lingers is not None and not on_lingers and len(_lines(talk)) >= least:
        return show_card(talk, lingers)
    return _closed(talk, "leave_it", frame(talk, "leave_it"))


def close_on_a_word(talk: Talk) -> Turn:
    """Close after the one word that was left to say: given back, kept, no more."""
    if talk.heard.words <= 3 and not talk.heard.signals & {"no", "yes", "notknowing"}:
        return _closed(talk, "leave_it_here", frame(talk, "leave_it_here", echo=sentence(talk.heard.text)))
    return _closed(talk, "leave_it", frame(talk, "leave_it"))


def intention(talk: Talk) -> Intention | None:
    """The intention so far, in the person's own words, with the moment it is for; `None` when none was said."""
    exercise = talk.exercise
    about = {step.id for step in exercise.steps if step.about == "intention"} if exercise else set()
    answers = [entry for entry in (*talk.answers, *_now(talk)) if entry.step in about]
    said = [entry.text for entry in answers if not (entry.heard and does_not_know(entry.heard))]
    moment = moment_so_far(talk)
    if not said:
        return None
    return Intention(said[0], moment.at if moment else None, moment.grain if moment else None)


def _closed(talk: Talk, move: str, *pieces: Piece | None) -> Turn:
    return turn(talk, "close", move, pieces, state="done", done=True, awaits="after", intention=intention(talk))


def _card(talk: Talk) -> list[Piece]:
    lines = [f"{words(talk, 'card')}\n"]
    lines += [card_line(talk, title, text) + "\n" for title, text in _lines(talk)]
    moment = moment_so_far(talk)
    if moment is not None:
        at = said_back(talk, moment)
        lines.append(frame(talk, "card_moment", title=words(talk, "card_moment_title"), moment=at).text + "\n")
    drawn = [is_drawn(text) for _, text in _lines(talk)]
    quotes = tuple((text, "card") for (_, text), each in zip(_lines(talk), drawn) if not each)
    return [Piece("".join(lines), quotes=quotes, reflects=True)] if drawn else []


def card_line(talk: Talk, title: str, text: str) -> str:
    """Write a line of the card: what the person said between quotation marks, a drawn value plain."""
    return f"{title}: {text}" if is_drawn(text) else frame(talk, "card_line", title=title, quote=text).text


def card_so_far(talk: Talk, exercise: Exercise) -> Piece | None:
    """Return the card as it stands, to be shown before a question; `None` when there is nothing on it."""
    return next(iter(_card(talk)), None)


def _lines(talk: Talk) -> tuple[tuple[str, str], ...]:
    said = (*talk.thread.entries, *_now(talk))
    return card_lines(said, talk.knowledge.exercises, talk.language)


def _now(talk: Talk) -> tuple[Entry, ...]:
    """The message itself as the entry that it will be, since the card is made before it is written."""
    steers = talk.heard.command.label != STORY and not talk.heard.command.ask_back
    if talk.exercise is None or talk.step is None or talk.awaits != "answer" or steers:
        return ()
    return (Entry("", "answer", talk.heard.text, talk.thread.now, talk.exercise.id, talk.step.id, talk.heard),)


def _next(talk: Talk) -> tuple[Button, ...]:
    """Offer the exercise that goes on from this one, to whom has not done it yet."""
    following = talk.knowledge.exercises.get(talk.exercise.next or "") if talk.exercise else None
    if following is None or following.id in talk.thread.finished:
        return ()
    return (start_button(talk, following),)


def _quiet(talk: Talk) -> Piece | None:
    """One quiet line when there was danger in this reflection, and no more."""
    for each in talk.turns:
        if each.move.startswith("danger_refer_"):
            return frame(talk, each.move.replace("refer", "quiet"))
    return None


def _wish(talk: Talk) -> Piece | None:
    moment = moment_so_far(talk)
    if moment is None or moment.at is None or talk.exercise is None or talk.exercise.group != "talk":
        return None
    return frame(talk, "wish_day", day=day_in_words(talk, moment.at))
