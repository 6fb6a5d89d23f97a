"""What was chosen of what was offered: by a button, or in words that mean one."""

from __future__ import annotations

from dataclasses import replace

from bot.coaching.closing import close, close_early
from bot.coaching.coming_back import begin_follow_up, change_wish
from bot.coaching.commands import go_on_here, leave_resting
from bot.coaching.entering import NEXT, after_silence, ask_step
from bot.coaching.offering import browse, browse_group, offer_else, shelf_of
from bot.coaching.opening import bare, begin, continue_story
from bot.coaching.own_exercises import begin_own, is_own_start
from bot.coaching.saying import frame, says, turn
from bot.coaching.stepping import take_answer, take_choice, take_moment
from bot.coaching.talk import Talk
from bot.model import FOLLOW_UP, OWN, Button, Message, Turn

REMIND = "remind"
"""The button with which somebody says whether they want reminders."""
LEADING = ("resume", FOLLOW_UP)
"""The buttons that lead to a reflection: to go on with it, or to look back at it."""
NAMING_WORDS = 12
"""Who asks in at most so many words for an exercise by its name gets it: "doe maar die oefening met vier woorden"."""
CHOICE_WORDS = 6
"""A typed choice has at most so many words; more is a story."""
STORY_FIRST = "story_first"
"""The signal of whoever wants no exercise, wherever one is offered."""
SIGNAL_CHOICES = {
    "yes": ("yes", "go_on", "tell", "remind:yes"), "no": ("no", "nothing", "rest", "remind:no"),
    "enough": ("enough", "keep"), STORY_FIRST: ("story", "tell"), "is_answer": ("answer",),
}  # fmt: skip
"""What a signal may choose among the payloads that were offered."""


def chosen_reflection(message: Message) -> str | None:
    """Return the id of the reflection that a pressed button leads to, `None` when it leads to none.

    Such a button may stand on another page; whether that reflection is this person's, the journal tells.
    """
    label, _, argument = (message.button or "").partition(":")
    return argument if label in LEADING and argument else None


def chosen(talk: Talk) -> str | None:
    """Return the payload that was chosen of what the last turn offered, `None` when nothing was.

    A press counts only when it was offered, except of what leads to a reflection, starts an exercise of one's own or
    says whether reminders are wanted: such buttons stand on the journal's pages too. "vier woorden" chooses
    (Vier woorden, een minuut of acht).
    """
    offered = talk.last.buttons if talk.last else ()
    if talk.message.button is not None:
        pressed = talk.message.button
        own = chosen_reflection(talk.message) or pressed.startswith(f"{REMIND}:")
        return pressed if own or is_own_start(pressed) or any(each.payload == pressed for each in offered) else None
    titled = _by_title(talk.heard.text, offered) or _by_name(talk) or _at_once(talk, offered) or _by_asking(talk)
    return titled or (_by_signal(talk, offered) if talk.heard.words <= CHOICE_WORDS else None)


def carry_out(talk: Talk, payload: str) -> Turn:
    """Do what was chosen; the press or the words themselves are kept as an aside, a choice as the answer it is."""
    label, _, argument = payload.partition(":")
    reply = button_gone(talk) if _leads_nowhere(talk, label, argument) else _carried_out(talk, label, argument)
    return reply if label == "choice" else replace(reply, answers=None)


def _leads_nowhere(talk: Talk, label: str, argument: str) -> bool:
    """Whether a button leads to a reflection that is erased since, is not this person's, or cannot go on."""
    if label not in LEADING or not argument:
        return False
    reflection = talk.thread.reflection
    if reflection is None or reflection.id != argument:
        return True
    return label == "resume" and reflection.state == "done"


def _carried_out(talk: Talk, label: str, argument: str) -> Turn:
    if label == "start" and argument in talk.knowledge.exercises:
        exercise = talk.knowledge.exercises[argument]
        if exercise.group == OWN:
            return begin_own(talk, exercise) if exercise.listed else button_gone(talk)
        return ask_step(talk, exercise, exercise.steps[0], frame(talk, "exercise_begins"))
    if label == "yes" and talk.awaits == "weigh":
        weigh = talk.knowledge.exercises["weigh"]
        return ask_step(talk, weigh, weigh.steps[0], frame(talk, "exercise_begins"))
    if label == "group":
        return browse_group(talk, argument)
    if label == REMIND and argument in {"yes", "no"}:
        return change_wish(talk, argument)
    if label == FOLLOW_UP:
        return begin_follow_up(talk, argument)
    if label == "choice":
        return take_choice(talk)
    if label == "tell":
        return turn(talk, "receive", "story_begins", (frame(talk, "story_begins"),), exercise="relief", step="tell")
    if label == "resume":
        return go_on_here(talk, argument)
    simple = {
        "story": continue_story, "else": offer_else, "browse": browse, "keep": _keep, "enough": _enough,
        "nothing": _nothing, "later": leave_resting, "go_on": go_on_here, "rest": leave_resting, "anew": _anew,
        "answer": answer_after_all, NEXT: _next, "no": _no, "no_moment": _no_moment,
    }  # fmt: skip
    return simple.get(label, button_gone)(talk)


def button_gone(talk: Talk) -> Turn:
    """Say that a button belonged to an earlier question; what is waited for stays."""
    return stay(talk, "button_gone")


def stay(talk: Talk, name: str, kind: str = "inform") -> Turn:
    """Say something of the frame, and keep waiting for what was waited for."""
    kept = {"buttons": talk.last.buttons, "awaits": talk.last.awaits} if talk.last else {}
    return turn(talk, kind, name, (frame(talk, name),), **kept)


def _by_title(text: str, offered: tuple[Button, ...]) -> str | None:
    said = bare(text)
    for each in offered:
        title = each.title.replace("?", ",", 1) if "? " in each.title else each.title
        if said and said in {bare(each.title), bare(title.split(",")[0]), each.payload}:
            return each.payload
    return None


def _by_name(talk: Talk) -> str | None:
    """The name of an exercise starts it as long as none is under way: "eerst de feiten", "de oefening vier woorden"."""
    if talk.exercise is None or talk.exercise.listed:
        return None
    said = bare(talk.heard.text)
    titles = {each.id: bare(each.title[talk.language]) for each in shelf_of(talk).values()}
    signals = [signal for sentence in talk.heard.sentences for signal in sentence.signals]
    asked = [bare(signal.text) for signal in signals if signal.name == "exercise_word"]
    words = asked if talk.heard.words <= NAMING_WORDS else []
    for name, title in titles.items():
        if said == title or any(says(said, f"{word} {title}") for word in words):
            return f"start:{name}"
    return None


def _at_once(talk: Talk, offered: tuple[Button, ...]) -> str | None:
    """Who asks for an exercise at once gets the one that is offered: "meteen een oefening"."""
    if STORY_FIRST in talk.heard.signals:
        return None
    begins = (each.payload for each in offered if each.payload.startswith("start:"))
    return next(begins, None) if {"exercise_now", "exercise_request"} & talk.heard.signals else None


def _by_asking(talk: Talk) -> str | None:
    """Who asks what else there is, or for an exercise, sees the shelf, as long as no exercise is under way."""
    under_way = talk.exercise is not None and talk.exercise.listed
    wants = {"browse", "exercise_request"} & talk.heard.signals and STORY_FIRST not in talk.heard.signals
    return "browse" if wants and not under_way else None


def _by_signal(talk: Talk, offered: tuple[Button, ...]) -> str | None:
    payloads = [each.payload for each in offered]
    if STORY_FIRST in talk.heard.signals and any(each.startswith("start:") for each in payloads):
        return "story"
    for signal, choices in SIGNAL_CHOICES.items():
        if signal in talk.heard.signals:
            return next((choice for choice in choices if choice in payloads), None)
    return None


def _keep(talk: Talk) -> Turn:
    return turn(talk, "close", "kept_only", (frame(talk, "kept_only"),), state="done", done=True, awaits="after")


def _enough(talk: Talk) -> Turn:
    return close(talk) if talk.awaits == "after" else close_early(talk)


def _nothing(talk: Talk) -> Turn:
    return turn(talk, "receive", "nothing_for_now", (frame(talk, "nothing_for_now"),), exercise="relief", step="tell")


def _anew(talk: Talk) -> Turn:
    """Begin anew: with what was just written, where that is why the coach asked; else with an open question."""
    said = next(talk.earlier(1), None) if talk.awaits == "return" else None
    begun = begin(talk.as_if_said(said)) if said else turn(talk, "ask", "anew", (frame(talk, "anew"),))
    return replace(begun, fresh=True, state=begun.state or "open")


def answer_after_all(talk: Talk) -> Turn:
    """It was an answer after all: go on as if it had just been said. It stands in the journal already.

    What was said first of all begins the talk, as if nothing had been asked.
    """
    said = next(talk.earlier(1), None)
    if said is None or talk.step is None:
        return button_gone(talk)
    return (begin if len(talk.turns) == 1 else take_answer)(talk.as_if_said(said))


def _next(talk: Talk) -> Turn:
    return after_silence(talk) if talk.step else button_gone(talk)


def _no_moment(talk: Talk) -> Turn:
    return take_moment(replace(talk, message=replace(talk.message, button="no_moment")))


def _no(talk: Talk) -> Turn:
    """No: back to the question that waits."""
    return go_on_here(talk)
