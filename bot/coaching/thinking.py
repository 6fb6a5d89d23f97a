"""What to say to a message that is no command: the way from what was heard to one turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.coaching import commands
from bot.coaching.being_asked import ASIDE, ask_at_all, speaks_of_the_asking
from bot.coaching.choosing import answer_after_all, button_gone, carry_out, chosen
from bot.coaching.closing import close
from bot.coaching.coming_back import change_wish
from bot.coaching.commands import name_of, reasons
from bot.coaching.earlier import with_earlier
from bot.coaching.offering import shelf_of
from bot.coaching.opening import bare, begin, introduced
from bot.coaching.safety import take_danger_answer
from bot.coaching.saying import button, frame, turn
from bot.coaching.stepping import take_answer, take_moment
from bot.coaching.talk import Talk
from bot.model import COMMANDS, FOLLOW_UP, Discrepancy, Heard, Knowledge, Message, Thread, Turn

CLEAR = ASIDE | {
    "advice_request", "confirm_request", "enough", "forced", "oef", "pushback", "tears", "hurt", "story_first",
}  # fmt: skip
"""Signals that say by themselves what is meant; no need to ask whether it was a command."""
TAKEN = {"feelings", "lingers", "question"}
"""What a step is about whose answers may sound like a command: "tell me about your first year" is a question to ask."""
UNDER_WAY = {"stop", "pause", "skip", "back", "repeat", "misheard", "why"}
"""Commands that need something under way, or resting: "straks een lastig gesprek" begins a talk and puts none off."""
WHICH_WORDS = 9
"""Whoever writes more words than this, in answer to a question, is hardly ever steering."""
SELDOM = 8
A_WEEK = timedelta(days=7)


def think(
    message: Message, heard: Heard, discrepancy: Discrepancy | None, thread: Thread, knowledge: Knowledge
) -> Turn:
    """Decide the turn that answers a message, and what is to be written. Pure: the same goes in, the same comes out.

    The first message "Maandag moet ik met de coördinator om tafel die elk voorstel afschiet." of a person who is new
    -> a turn of kind `reflect_ask` that says what Blijk is, gives a passage back, and offers the story or four words.
    """
    talk = Talk(message, heard, discrepancy, thread, knowledge).with_discrepancy_taken_back()
    reply = with_earlier(talk, _thought(talk))
    here = talk.exercise.id if talk.exercise else None
    return replace(reply, answers_in=FOLLOW_UP) if here == FOLLOW_UP and reply.answers else reply


def _thought(talk: Talk) -> Turn:
    if talk.awaits in {"danger", "danger_choice"}:
        reply = take_danger_answer(talk)
        if reply is not None:
            return reply
    payload = chosen(talk)
    if payload is None and _is_doubtful(talk):
        return _said_again(talk) if talk.awaits == "which" else _which_was_it(talk)
    wish = _wish(talk)
    if wish is not None:
        return change_wish(talk, wish)
    if payload is not None:
        return carry_out(talk, payload)
    if talk.message.button is not None:
        return button_gone(talk)
    return _answered(talk)


def _is_doubtful(talk: Talk) -> bool:
    """Whether to ask if it was an answer or a command: of short messages only, seldom, and never of what is `TAKEN`."""
    about = talk.step.about if talk.step and talk.awaits == "answer" else ""
    fits = talk.thread.reflection is not None or talk.heard.command.label not in UNDER_WAY
    lately = any(turn.move == "which_was_it" for turn in talk.turns[-SELDOM:-1])
    doubtful = talk.heard.command.ask_back and not talk.heard.signals & CLEAR
    return doubtful and talk.heard.words <= WHICH_WORDS and fits and about not in TAKEN and not lately


def _wish(talk: Talk) -> str | None:
    """Whether the person says, in these words alone, to be reminded or not."""
    wishes = {"no_reminders": "no", "reminders": "yes"}
    return next((wishes[name] for name in wishes if name in talk.heard.signals), None)


def plain(message: Message, heard: Heard, thread: Thread, knowledge: Knowledge) -> Turn:
    """The plain turn for when thinking fails on a text: the answer is kept where it belongs, nothing is claimed."""
    talk = Talk(message, heard, None, thread, knowledge)
    if talk.open and talk.step is not None:
        return turn(talk, "receive", "plain", (frame(talk, "plain"),), answers=talk.step.id)
    where = {"exercise": "story", "step": "tell", "state": "open", "answers": "tell"}
    return turn(talk, "receive", "plain", (frame(talk, "plain"),), **where)


def _answered(talk: Talk) -> Turn:
    if not talk.open or talk.exercise is None or talk.step is None:
        return replace(begin(talk), fresh=talk.thread.reflection is not None)
    if _lay_for_a_week(talk):
        return _return_after_a_week(talk)
    if talk.awaits == "after":
        return replace(close(talk), answers=talk.step.id)
    if speaks_of_the_asking(talk):
        return ask_at_all(talk)
    if "pushback" in talk.heard.signals and "advice_request" not in talk.heard.signals:
        return _pushed_back(talk)
    return take_moment(talk) if talk.step.about == "moment" else take_answer(talk)


def _which_was_it(talk: Talk) -> Turn:
    """In doubt the coach asks whether it was an answer or a command; the text is kept as the answer already."""
    label = talk.heard.command.label
    title = name_of(talk, label if label in COMMANDS else "help")
    steers = replace(button(talk, "yes", label), title=name_of(talk, label))
    if talk.step is not None:
        asked, ways = frame(talk, "which_was_it", title=title), (button(talk, "answer", "answer"), steers)
        return turn(talk, "ask", "which_was_it", (asked,), buttons=ways, awaits="which", answers=talk.step.id)
    asked, ways = frame(talk, "which_at_the_door", title=title), (button(talk, "talk_about_it", "answer"), steers)
    reply = turn(talk, "ask", "which_was_it", (asked,), buttons=ways, awaits="which", answers="tell")
    return introduced(talk, replace(reply, exercise="story", step="tell", state="open"))


def _said_again(talk: Talk) -> Turn:
    """Asked whether it was a command: the same wish in other words is one; the very same words are the answer.

    Whoever says twice to stop is not asked a third time.
    """
    before, label = next(talk.earlier(1), None), talk.heard.command.label
    if label != "stop" and before is not None and bare(before.text) == bare(talk.heard.text):
        return replace(answer_after_all(talk), answers=None)
    act = getattr(commands, talk.heard.command.label, None)
    if act is None:
        return _answered(talk)
    reply: Turn = act(talk.message, talk.heard, talk.thread, talk.knowledge)
    return reply


def _pushed_back(talk: Talk) -> Turn:
    """Pushback gets the reason and the freedom to leave it, not the same question again."""
    asked = next((each for each in reversed(talk.turns) if each.kind not in {"inform", "close"}), None)
    given = reasons(talk, asked)[:1] if asked else ()
    return turn(talk, "inform", "pushback", (*given, frame(talk, "pushback")), awaits="answer")


def _lay_for_a_week(talk: Talk) -> bool:
    reflection = talk.thread.reflection
    return reflection is not None and talk.thread.now - reflection.touched >= A_WEEK and talk.awaits != "return"


def _return_after_a_week(talk: Talk) -> Turn:
    """After a week: go on, anew, or let it rest? Never a reproach."""
    exercise = talk.exercise or next(iter(shelf_of(talk).values()))
    ways = (button(talk, "go_on", "go_on"), button(talk, "anew", "anew"), button(talk, "rest", "rest"))
    said = frame(talk, "return_after_week", title=exercise.title[talk.language])
    reply = turn(talk, "ask", "return_after_week", (said,), buttons=ways, awaits="return")
    return replace(reply, answers=talk.step.id if talk.step else None)
