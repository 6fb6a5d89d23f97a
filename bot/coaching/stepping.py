"""An answer to a step: received, deepened, set beside, or followed by the next step."""

from __future__ import annotations

from dataclasses import replace

from bot.coaching.beside import set_beside
from bot.coaching.choices import SCALE_WORDS, choice_buttons, given_back, value_of
from bot.coaching.closing import close, close_early, close_on_a_word
from bot.coaching.entering import go_on
from bot.coaching.moments import moment_so_far, said_back
from bot.coaching.moving import move_anywhere, move_here, ways_on
from bot.coaching.noticing import does_not_know, hurting
from bot.coaching.reflecting import feelings_given_back, reflect, reflect_words
from bot.coaching.saying import Piece, button, frame, piece, sentence, turn
from bot.coaching.talk import Talk
from bot.model import OWN, Turn

MOST_NOT_KNOWN = 2
"""So many times in a row "weet ik niet" gets another way in; then the coach stops asking."""
NOT_KNOWN = "not_known"
"""The move that asks what is not known."""
SILENT_ABOUT = ("story", "other", "facts")
"""Where a feeling that is told at some length is met with silence too."""
TOLD_WORDS = 10
SILENT_PAUSE = 3
"""So many turns with a question pass before the coach asks nothing again."""
MOST_TINY = 3
ENOUGH_WORDS = 4


def take_answer(talk: Talk) -> Turn:
    """Answer what was said to the step that waits; the message is kept as its answer."""
    if talk.step is None:
        raise ValueError("coaching: no step waits for an answer; expected an exercise under way")
    if talk.step.scale and value_of(talk.step, talk.message.text) is not None and talk.heard.words <= SCALE_WORDS:
        return take_choice(talk)
    for way in (_enough, _not_known, _tiny_again, move_anywhere, _silence, set_beside, move_here, _stay):
        reply = way(talk)
        if reply is not None:
            return replace(reply, answers=talk.step.id)
    given = reflect_words(talk) if hurting(talk) else reflect(talk)
    return replace(go_on(talk, given), answers=talk.step.id)


def take_choice(talk: Talk) -> Turn:
    """Take a pressed choice as the answer to the step that offered it, and go on."""
    if talk.step is None:
        raise ValueError("coaching: no step offers a choice; expected an exercise under way")
    return replace(go_on(talk, given_back(talk)), answers=talk.step.id)


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
    if _moves(talk)[-1:] == [NOT_KNOWN]:
        return go_on(talk, reflect(talk))
    before = [does_not_know(heard) for heard in talk.earlier(MOST_NOT_KNOWN)] if not _answered_not_known(talk) else []
    if before[:1] == [True] and (all(before[1:]) or len(talk.answers) <= MOST_NOT_KNOWN):
        return turn(talk, "receive", "ask_no_further", (frame(talk, "ask_no_further"),))
    if before[:1] == [True] or not talk.step.again:
        return go_on(talk, reflect(talk))
    way_in = piece(talk, talk.step.again)
    again = f"{talk.exercise.id if talk.exercise else ''}.{talk.step.id}.again"
    ways = choice_buttons(talk, talk.exercise, talk.step) if talk.exercise else ()
    return turn(talk, "reflect_ask", again, (way_in,), buttons=ways)


def _answered_not_known(talk: Talk) -> bool:
    """Whether the answer before this one was to the question what is not known: there "weet ik niet" is an answer."""
    return _moves(talk)[-2:-1] == [NOT_KNOWN]


def _moves(talk: Talk) -> list[str]:
    """Return the moves so far, oldest first, without those that only told something and kept the question waiting."""
    return [each.move for each in talk.turns if each.kind != "inform"]


def _tiny_again(talk: Talk) -> Turn | None:
    """After three tiny answers in a row to questions about the story, it is enough."""
    if talk.step is None or talk.step.about in {"lingers", "moment", "position", "feelings", OWN}:
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
    """After the first feelings in a step about feelings, or told at some length elsewhere: receive, and ask nothing."""
    about = talk.step.about if talk.step else ""
    told = about in SILENT_ABOUT and talk.heard.words >= TOLD_WORDS and not _silent_lately(talk)
    if not talk.heard.feelings or not (about == "feelings" or told):
        return None
    given = feelings_given_back(talk)
    if given is None or any(each.kind == "receive" for each in talk.turns_here):
        return None
    said = replace(frame(talk, "silence_after_feeling", feelings=given), reflects=True)
    return turn(talk, "receive", "silence_after_feeling", (said,), buttons=ways_on(talk))


def _silent_lately(talk: Talk) -> bool:
    return any("?" not in each.text for each in talk.turns[-SILENT_PAUSE:])


def _stay(talk: Talk) -> Turn | None:
    """Stay in a step that takes several answers."""
    if talk.step is None or len(talk.answers_here) + 1 >= talk.step.stays or talk.heard.moment is not None:
        return None
    if talk.step.about == "story":
        return turn(talk, "reflect", "stay", (reflect(talk), frame(talk, "story_goes_on")))
    return turn(talk, "reflect", "stay", (reflect_words(talk) or frame(talk, "story_goes_on"),))


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
