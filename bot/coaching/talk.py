"""One message in its place: all that the coach looks at while it thinks, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.model import (
    LANGUAGES,
    Discrepancy,
    Entry,
    Exercise,
    Heard,
    Knowledge,
    Message,
    Step,
    Thread,
    Turn,
)

SURE_WORDS = 6
"""From how many words on a message that is surely in the other language changes the language of the talk."""


@dataclass(frozen=True)
class Talk:
    """A message, what was heard in it, and the thread and knowledge it is thought about with."""

    message: Message
    heard: Heard
    discrepancy: Discrepancy | None
    thread: Thread
    knowledge: Knowledge
    timeless: bool = False
    """The person has just said that there is no moment."""

    @property
    def language(self) -> str:
        """The language to answer in: the person's, unless this message is surely and at length in another."""
        known = self.thread.person.language
        if known not in LANGUAGES or (self.heard.language_sure and self.heard.words >= SURE_WORDS):
            return self.heard.language
        return known or LANGUAGES[0]

    @property
    def open(self) -> bool:
        """Whether a reflection is under way; one that rests is not."""
        return self.thread.reflection is not None and self.thread.reflection.state == "open"

    @property
    def last(self) -> Turn | None:
        """The coach's last turn, which says where the talk is and what is waited for."""
        return self.thread.last_turn

    @property
    def awaits(self) -> str:
        """What the coach waits for, one of `AWAITS`."""
        return self.last.awaits if self.last else "answer"

    @property
    def exercise(self) -> Exercise | None:
        """The exercise that is under way; `None` outside one, or when its file is gone."""
        if not self.open or self.last is None:
            return None
        return self.knowledge.exercises.get(self.last.exercise or "")

    @property
    def step(self) -> Step | None:
        """The step that waits for an answer."""
        if self.exercise is None or self.last is None:
            return None
        return next((step for step in self.exercise.steps if step.id == self.last.step), None)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The coach's turns in this reflection, oldest first."""
        return tuple(entry.turn for entry in self.thread.entries if entry.turn is not None)

    @property
    def turns_here(self) -> tuple[Turn, ...]:
        """The coach's turns in this step."""
        return tuple(turn for turn in self.turns if self._here(turn.exercise, turn.step))

    @property
    def answers(self) -> tuple[Entry, ...]:
        """All answers in this reflection, oldest first, without the message itself."""
        return tuple(entry for entry in self.thread.entries if entry.role == "answer")

    @property
    def answers_here(self) -> tuple[Entry, ...]:
        """The answers to this step so far."""
        return tuple(entry for entry in self.answers if self._here(entry.exercise, entry.step))

    @property
    def may_quote(self) -> bool:
        """Quotation marks stand in at most one turn in three; those of a card are the person's own."""
        return not any(turn.quotes and not turn.move.startswith("card") for turn in self.turns[-2:])

    def with_discrepancy_taken_back(self) -> Talk:
        """The same talk without what the person has taken back in this reflection."""
        dropped = {name for turn in self.turns for name in turn.drops}
        found = self.discrepancy
        if found and {found.a, found.b} & dropped:
            return replace(self, discrepancy=None)
        return self

    def as_if_said(self, heard: Heard) -> Talk:
        """The same talk as if something said earlier had been said now (after "it was my answer")."""
        return replace(self, heard=heard, message=replace(self.message, text=heard.text, button=None))

    def earlier(self, count: int) -> Iterator[Heard]:
        """What was heard in the last answers, newest first."""
        yield from (entry.heard for entry in reversed(self.answers[-count:]) if entry.heard is not None)

    def _here(self, exercise: str | None, step: str | None) -> bool:
        return self.last is not None and (exercise, step) == (self.last.exercise, self.last.step)
