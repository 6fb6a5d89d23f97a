"""Hand-made heards and a talk that is played turn by turn, without listening, journal or Rasa."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.coaching import think
from bot.model import (
    Discrepancy,
    Entry,
    Evidence,
    Feeling,
    Heard,
    Knowledge,
    Message,
    Passage,
    Person,
    Reflection,
    Sentence,
    Signal,
    Thread,
    Turn,
)

NOW = datetime(2026, 3, 4, 10, 40, tzinfo=ZoneInfo("Europe/Amsterdam"))
"""A Wednesday."""


def hear(
    text: str,
    stance: str = "fact",
    *,
    signals: Sequence[str] = (),
    feelings: Sequence[str] = (),
    passage: str = "",
    judgement: str = "",
    **more: object,
) -> Heard:
    """A heard with one sentence; names of signals, feeling words, a passage and a judgement as given."""
    sentence = Sentence(text, 0, stance, 0.9, tuple(Signal(name, text, 0, len(text)) for name in signals))
    heard = Heard(
        text=text,
        language="nl",
        words=len(text.split()),
        sentences=(sentence,),
        feelings=tuple(Feeling(word, word, "angry", text.find(word)) for word in feelings),
        passages=(Passage(passage, text.find(passage), text.find(passage) + len(passage), "want", 0.9),)
        if passage
        else (),
        evidence=Evidence(True, judgement, 0.9, "judgement") if judgement else Evidence(),
    )
    return replace(heard, **more)  # type: ignore[arg-type]


@dataclass
class Play:
    """A talk of one person who is met for the first time; keeps the thread as the journal would."""

    knowledge: Knowledge
    thread: Thread = field(default_factory=lambda: Thread(Person("p"), NOW))

    def say(self, heard: Heard, button: str | None = None, found: Discrepancy | None = None) -> Turn:
        message = Message("m", "p", heard.text, button, self.thread.person.language)
        return self.keep(heard, think(message, heard, found, self.thread, self.knowledge))

    def press(self, payload: str) -> Turn:
        return self.say(Heard(payload, "nl", language_sure=False), button=payload)

    def command(self, act: Callable[[Message, Heard, Thread, Knowledge], Turn], heard: Heard) -> Turn:
        message = Message("m", "p", heard.text, None, self.thread.person.language)
        return self.keep(heard, act(message, heard, self.thread, self.knowledge))

    def wait(self, time: timedelta) -> None:
        self.thread = replace(self.thread, now=self.thread.now + time)

    def keep(self, heard: Heard, turn: Turn) -> Turn:
        seq = 2 * (len(self.thread.entries) + len(self.thread.asides)) + 1
        now = self.thread.now
        role = "answer" if turn.answers else "aside"
        before = self.thread.reflection
        exercise = before.exercise if before else turn.exercise
        said = Entry(f"e{seq}", role, heard.text, now, exercise, turn.answers, heard, seq=seq)
        replied = Entry(f"e{seq + 1}", "turn", turn.text, now, turn.exercise, turn.step, turn=turn, seq=seq + 1)
        person = replace(self.thread.person, met=True, language=turn.language or self.thread.person.language)
        if before is None and turn.state is None:
            self.thread = replace(self.thread, person=person, asides=(*self.thread.asides, said, replied))
            return turn
        kept = before or Reflection("r", turn.exercise, "open", now, now)
        entries = (*kept.entries, said, replied)
        kept = replace(kept, exercise=turn.exercise, state=turn.state or kept.state, touched=now, entries=entries)
        self.thread = replace(self.thread, person=person, reflection=None if turn.done else kept)
        return turn
