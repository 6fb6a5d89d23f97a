"""An answer to a step: received, deepened, set beside, or followed by the next step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.coaching.beside import set_beside
from bot.coaching.choices import choice_buttons, chosen_so_far, profile, value_of
from bot.coaching.closing import card_so_far, close, close_early, close_on_a_word, intention, show_card
from bot.coaching.moments import day_in_words, moment_so_far, said_back
from bot.coaching.moving import move_anywhere, move_here
from bot.coaching.noticing import does_not_know, hurting
from bot.coaching.offering import offer_again
from bot.coaching.planning import next_visit
from bot.coaching.reflecting import feelings_given_back, reflect, reflect_words
from bot.coaching.saying import Piece, button, frame, piece, sentence, turn
from bot.coaching.talk import Talk
from bot.model import Exercise, Step, Turn, Wording

MOST_NOT_KNOWN = 2
"""So many times in a row "weet ik niet" gets another way in; then the coach stops asking."""
OFFER_PAUSE = 3
"""After an offer so many turns pass before the next."""
MOST_TINY = 3
ENOUGH_WORDS = 4


def take_answer(talk: Talk) -> Turn:
    """Answer what was said to the step that waits; the message is kept as its answer."""
    if talk.step is None:
        raise ValueError("coaching: no step waits for an answer; expected an exercise under way")
    if talk.step.scale and value_of(talk.step, talk.message.text) is not None:
        return take_choice(talk)
    for way in (_enough, _not_known, _tiny_again, move_anywhere, _silence, set_beside, move_here, _stay):
        reply = way(talk)
        if reply is not None:
            return replace(reply, answers=talk.step.id)
    given = reflect_words(talk) if hurting(talk) else reflect(talk)
    return replace(go_on(talk, given), answers=talk.step.id)


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


def enter(talk: Talk, exercise: Exercise, step: Step | None, before: Piece | None) -> Turn:
    """Ask the core question of a step; the card comes with the step that asks what lingers, or at the end."""
    if step is None or step.about == "lingers":
        return show_card(talk, step)
    if step.about == "moment":
        return _ask_moment(talk, exercise, step, before)
    return ask_step(talk, exercise, step, before)


def ask_step(talk: Talk, exercise: Exercise, step: Step, before: Piece | None) -> Turn:
    """Ask a step's question: with its lead for who is new to it, in fewer words for who has done this before."""
    times, chosen = talk.thread.finished.count(exercise.id), chosen_so_far(talk, exercise)
    shown = {"profile": profile, "card": card_so_far}[step.shows](talk, exercise) if step.shows else None
    if times and step.brief:
        asked: Iterable[Piece | None] = (shown, piece(talk, step.brief, chosen))
    else:
        lead = Piece(step.lead.says[talk.language], (step.lead.id,)) if step.lead else None
        asked = (shown, lead, piece(talk, step.ask, chosen))
    given = replace(before, spare=True) if before and not chosen.texts else None
    kind = "reflect_ask" if given else "ask"
    wish = intention(talk) if talk.step and talk.step.about == "intention" else None
    return turn(
        talk, kind, f"{exercise.id}.{step.id}", (given, *asked),
        exercise=exercise.id, step=step.id, state="open", intention=wish, buttons=choice_buttons(talk, exercise, step),
    )  # fmt: skip


def take_choice(talk: Talk) -> Turn:
    """Take a pressed choice as the answer to the step that offered it, and go on."""
    if talk.step is None:
        raise ValueError("coaching: no step offers a choice; expected an exercise under way")
    return replace(go_on(talk, None), answers=talk.step.id)


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


def _enough(talk: Talk) -> Turn | None:
    if talk.heard.words > ENOUGH_WORDS or "enough" not in talk.heard.signals:
        return None
    return close(talk) if talk.step and talk.step.about == "lingers" else close_early(talk)


def _not_known(talk: Talk) -> Turn | None:
    if talk.step is None or talk.last is None:
        return None
    if talk.last.move == "ask_no_further":
        return close_on_a_word(talk)
    if not does_not_know(talk.heard) or talk.step.about in {"lingers", "moment"}:
        return None
    before = [does_not_know(heard) for heard in talk.earlier(MOST_NOT_KNOWN)]
    if before[:1] == [True] and (all(before[1:]) or len(talk.answers) <= MOST_NOT_KNOWN):
        return turn(talk, "receive", "ask_no_further", (frame(talk, "ask_no_further"),))
    if before[:1] == [True] or not talk.step.again:
        return go_on(talk, reflect(talk))
    way_in = piece(talk, talk.step.again)
    again = f"{talk.exercise.id if talk.exercise else ''}.{talk.step.id}.again"
    ways = choice_buttons(talk, talk.exercise, talk.step) if talk.exercise else ()
    return turn(talk, "reflect_ask", again, (way_in,), buttons=ways)


def _tiny_again(talk: Talk) -> Turn | None:
    """After three tiny answers in a row to questions about the story, it is enough."""
    if talk.step is None or talk.step.about in {"lingers", "moment", "position", "feelings"}:
        return None
    if talk.step.choices or any(_was_chosen(talk, entry.step) for entry in talk.answers[1 - MOST_TINY :]):
        return None
    recent = [talk.heard, *talk.earlier(MOST_TINY - 1)]
    tiny = [heard.words <= 1 and not heard.feelings for heard in recent]
    return close_early(talk) if len(tiny) == MOST_TINY and all(tiny) else None


def _was_chosen(talk: Talk, step: str | None) -> bool:
    steps = talk.exercise.steps if talk.exercise else ()
    return any(each.id == step and (each.choices or each.shows == "profile") for each in steps)


def _silence(talk: Talk) -> Turn | None:
    """After the first feelings in a step about feelings: receive, and ask nothing."""
    if talk.step is None or talk.step.about != "feelings" or not talk.heard.feelings:
        return None
    given = feelings_given_back(talk)
    if given is None or any(each.kind == "receive" for each in talk.turns_here):
        return None
    return turn(talk, "receive", "silence_after_feeling", (frame(talk, "silence_after_feeling", feelings=given),))


def _offered_lately(talk: Talk) -> bool:
    return any(each.move == "offer_again" for each in talk.turns[-OFFER_PAUSE:])


def _more_story(talk: Talk, before: Piece | None) -> Turn:
    """Who goes on telling after an offer is heard, and not asked the same again; the offer stays open."""
    kept = {"buttons": talk.last.buttons, "awaits": talk.last.awaits} if talk.last else {}
    return turn(talk, "reflect", "stay", (before, frame(talk, "story_goes_on")), **kept)


def _stay(talk: Talk) -> Turn | None:
    """Stay in a step that takes several answers."""
    if talk.step is None or len(talk.answers_here) + 1 >= talk.step.stays or talk.heard.moment is not None:
        return None
    if talk.step.about == "story":
        return turn(talk, "reflect", "stay", (reflect(talk), frame(talk, "story_goes_on")))
    return turn(talk, "reflect", "stay", (reflect_words(talk) or frame(talk, "story_goes_on"),))


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
        talk, "reflect_ask" if before else "ask", f"{exercise.id}.{step.id}", (given, asked),
        exercise=exercise.id, step=step.id, state="open", buttons=later, intention=intention(talk),
    )  # fmt: skip


def take_moment(talk: Talk) -> Turn:
    """Take the answer to the question when it is: said back when understood, asked once more when not."""
    if talk.step is None:
        raise ValueError("coaching: no step asks for a moment; expected one under way")
    moment = moment_so_far(talk)
    none = talk.message.button == "no_moment" or "no" in talk.heard.signals or does_not_know(talk.heard)
    asked_before = sum(each.move.endswith(".moment") or each.move == "ask_moment_again" for each in talk.turns_here)
    if talk.heard.moment is None and not none and asked_before < 2:
        again = turn(talk, "ask", "ask_moment_again", (frame(talk, "ask_moment_again"),),
                     buttons=(button(talk, "no_moment", "no_moment"),))  # fmt: skip
        return replace(again, answers=talk.step.id)
    known = moment is not None and not none
    back = Piece(sentence(said_back(talk, moment))) if known and moment else frame(talk, "no_moment")
    reply = go_on(talk if known else replace(talk, timeless=True), back)
    if reply.move == "card":
        reply = replace(reply, text=f"{back.text} {reply.text}")
    return replace(reply, answers=talk.step.id)
