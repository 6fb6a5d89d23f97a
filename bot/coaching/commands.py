"""One function per command: answered in one breath, with the question that waits kept."""

from __future__ import annotations

from dataclasses import replace

from bot.coaching.entering import NEXT, after_silence, ask_step, enter
from bot.coaching.noticing import danger_asked
from bot.coaching.own_questions import asks_own
from bot.coaching.reflecting import last_words
from bot.coaching.rewording import NOT_UNDERSTOOD, in_other_words, wordings_of
from bot.coaching.saying import Piece, button, frame, sentence, turn, words
from bot.coaching.talk import Talk
from bot.model import OWN, Button, Exercise, Heard, Knowledge, Message, Step, Thread, Turn


def stop(message: Message, heard: Heard, thread: Thread, knowledge: Knowledge) -> Turn:
    """Stop at once; everything is kept, and one button goes on."""
    return _rest(Talk(message, heard, None, thread, knowledge), "stop")


def pause(message: Message, heard: Heard, thread: Thread, knowledge: Knowledge) -> Turn:
    """Go on later: the reflection rests just as it is."""
    return _rest(Talk(message, heard, None, thread, knowledge), "pause")


def skip(message: Message, heard: Heard, thread: Thread, knowledge: Knowledge) -> Turn:
    """Leave this question and ask the next; where a reflection rests, go on with it, and where nothing was asked."""
    talk = Talk(message, heard, None, thread, knowledge)
    if not talk.open and thread.reflection is not None:
        return go_on_here(talk)
    if talk.step is not None and talk.last and any(each.payload == NEXT for each in talk.last.buttons):
        return replace(after_silence(talk), answers=None)
    if talk.exercise is None or talk.step is None or talk.exercise.id in {"story", "relief"}:
        return aside(talk, "nothing_asked")
    following = talk.exercise.steps[talk.exercise.steps.index(talk.step) + 1 :]
    reply = enter(talk, talk.exercise, following[0] if following else None, frame(talk, "skip"))
    return replace(reply, answers=None)


def back(message: Message, heard: Heard, thread: Thread, knowledge: Knowledge) -> Turn:
    """Ask the question before this one again."""
    talk = Talk(message, heard, None, thread, knowledge)
    if talk.exercise is None or talk.step is None:
        return aside(talk, "nothing_asked")
    place = talk.exercise.steps.index(talk.step)
    if place == 0:
        return aside(talk, "back_first")
    return _ask_plainly(talk, talk.exercise, talk.exercise.steps[place - 1], frame(talk, "back"))


def repeat(message: Message, heard: Heard, thread: Thread, knowledge: Knowledge) -> Turn:
    """Ask the question that waits once more; after a silence, the next; of danger, say again what was said."""
    talk = Talk(message, heard, None, thread, knowledge)
    if talk.last is None or not talk.last.asked:
        return aside(talk, "nothing_asked")
    if talk.awaits in {"danger", "danger_choice"}:
        name = f"danger_{'ask' if talk.awaits == 'danger' else 'refer'}_{danger_asked(talk)}"
        return _kept(talk, name, (frame(talk, name),))
    if talk.step is not None and any(each.payload == NEXT for each in talk.last.buttons):
        return replace(after_silence(talk), answers=None)
    return _reworded(talk) if NOT_UNDERSTOOD in heard.signals else _again(talk, "repeat")


def why(message: Message, heard: Heard, thread: Thread, knowledge: Knowledge) -> Turn:
    """Give the real reason of the last question, and the freedom to leave it; the question is not asked again."""
    talk = Talk(message, heard, None, thread, knowledge)
    asked = next((each for each in reversed(talk.turns) if each.kind not in {"inform", "close"}), None)
    if asked is None:
        return aside(talk, "nothing_asked")
    return _kept(talk, "why", (*reasons(talk, asked),))


def help(message: Message, heard: Heard, thread: Thread, knowledge: Knowledge) -> Turn:
    """Say what can be done here."""
    return aside(Talk(message, heard, None, thread, knowledge), "help")


def privacy(message: Message, heard: Heard, thread: Thread, knowledge: Knowledge) -> Turn:
    """Say who reads along and what is kept."""
    return aside(Talk(message, heard, None, thread, knowledge), "privacy")


def human(message: Message, heard: Heard, thread: Thread, knowledge: Knowledge) -> Turn:
    """Say that no human is here, and ask which one could be spoken to."""
    return aside(Talk(message, heard, None, thread, knowledge), "human")


def what_are_you(message: Message, heard: Heard, thread: Thread, knowledge: Knowledge) -> Turn:
    """Say truly what this is."""
    return aside(Talk(message, heard, None, thread, knowledge), "what_are_you")


def language(message: Message, heard: Heard, thread: Thread, knowledge: Knowledge) -> Turn:
    """Go on in the other language, or the one that was named, with the same question."""
    talk = Talk(message, heard, None, thread, knowledge)
    named = (message.button or "").partition(":")[2]
    target = named if named in {"nl", "en"} else "en" if (thread.person.language or heard.language) == "nl" else "nl"
    switched = replace(thread, person=replace(thread.person, language=target))
    there = replace(talk, thread=switched, heard=replace(heard, language=target, language_sure=True))
    reply = _again(there, "language") if there.last and there.last.asked and there.step else aside(there, "language")
    return replace(reply, language=target)


def misheard(message: Message, heard: Heard, thread: Thread, knowledge: Knowledge) -> Turn:
    """Take back what was found, and hear it anew; the finding does not return in this reflection."""
    talk = Talk(message, heard, None, thread, knowledge)
    taken = tuple(text for text, _ in talk.last.quotes) if talk.last else ()
    return replace(_kept(talk, "misheard", (frame(talk, "misheard"),), kind="ask"), drops=taken)


def aside(talk: Talk, name: str) -> Turn:
    """Say something of the frame on the side; what is waited for, its place and its buttons stay.

    Who is new is told first what this is.
    """
    first = None if talk.thread.person.met or name == "what_are_you" else frame(talk, "introduction")
    return _kept(talk, name, (first, frame(talk, name)))


def reasons(talk: Talk, asked: Turn) -> tuple[Piece, ...]:
    """Why a question was asked, from the move or the exercise that it came from."""
    move = talk.knowledge.moves.get(asked.move)
    if move is not None:
        return Piece(move.why[talk.language], (f"{move.id}.why",)), frame(talk, "why_free")
    if asks_own(asked):
        return (frame(talk, "why_own"),)
    exercise = talk.knowledge.exercises.get(asked.exercise or "")
    if exercise is not None and exercise.group == OWN:
        return (frame(talk, "why_own_exercise"),)
    step = next((each for each in exercise.steps if each.id == asked.step), None) if exercise else None
    if exercise is None or step is None:
        return (frame(talk, "why_free"),)
    source = (Piece(sentence(exercise.source_line[talk.language]), spare=True),) if exercise.listed else ()
    return frame(talk, f"why_about_{step.about}"), frame(talk, "why_free"), *source


def go_on_here(talk: Talk, reflection: str | None = None) -> Turn:
    """Go on where it was: the pending question of this reflection, or of the one that rests, once more."""
    where = _last_place(talk)
    if where is None or talk.thread.reflection is None:
        return aside(talk, "nothing_asked")
    exercise, step = where
    resting = talk.thread.reflection.id if talk.thread.reflection.state == "paused" else None
    where_it_was = last_words(talk) if resting and not step.shows else None
    reply = _ask_plainly(talk, exercise, step, where_it_was or frame(talk, "go_on_here"))
    return replace(reply, resumes=resting, answers=None)


def leave_resting(talk: Talk) -> Turn:
    """Let the reflection rest, as was chosen."""
    return _rest(talk, "rests")


def _rest(talk: Talk, name: str) -> Turn:
    if not talk.open:
        return turn(talk, "inform", f"{name}_nothing" if name == "stop" else name,
                    (frame(talk, "stop_nothing" if name == "stop" else name),), exercise=None, step=None)  # fmt: skip
    ways = (button(talk, "where_we_were", "go_on"), button(talk, "erase_this", "erase"))
    there = frame(talk, f"danger_quiet_{danger_asked(talk)}") if talk.awaits == "danger" else None
    return turn(talk, "close", name, (frame(talk, name), there), buttons=ways, state="paused", awaits="after")


def _last_place(talk: Talk) -> tuple[Exercise, Step] | None:
    for asked in reversed(talk.turns):
        exercise = talk.knowledge.exercises.get(asked.exercise or "")
        step = next((each for each in exercise.steps if each.id == asked.step), None) if exercise else None
        if exercise is not None and step is not None:
            return exercise, step
    return None


def _ask_plainly(talk: Talk, exercise: Exercise, step: Step, before: Piece) -> Turn:
    if step.about in {"lingers", "moment"}:
        return enter(talk, exercise, step, before)
    return ask_step(talk, exercise, replace(step, lead=None), before)


def _again(talk: Talk, name: str) -> Turn:
    """Say the last turn's own wordings again, in the language of the talk; what quoted is asked plainly."""
    if talk.last is None:
        return aside(talk, name)
    said = [wording for wording in wordings_of(talk) if wording.id in talk.last.asked]
    pieces = [Piece(each.says[talk.language], (each.id,)) for each in said if "{" not in each.says[talk.language]]
    if not pieces and talk.exercise and talk.step:
        return _ask_plainly(talk, talk.exercise, talk.step, frame(talk, name))
    return _kept(talk, name, (frame(talk, name), *pieces), kind="ask")


def _reworded(talk: Talk) -> Turn:
    """Ask in other words what was not understood; where there are none, once more as it was, and then the next."""
    other = in_other_words(talk)
    if other is not None:
        return _kept(talk, "repeat", (frame(talk, "repeat"), other), kind="ask")
    if talk.last is not None and talk.last.move == "repeat":
        return skip(talk.message, talk.heard, talk.thread, talk.knowledge)
    return _again(talk, "repeat")


def _kept(talk: Talk, move: str, pieces: tuple[Piece | None, ...], kind: str = "inform") -> Turn:
    kept: dict[str, tuple[Button, ...] | str] = {}
    if talk.last is not None:
        kept = {"buttons": talk.last.buttons, "awaits": talk.last.awaits}
    return turn(talk, kind, move, pieces, **kept)


def name_of(talk: Talk, label: str) -> str:
    """What a command is called when the coach asks whether it was one. `stop` -> "stoppen"."""
    return words(talk, f"name_{label}")
