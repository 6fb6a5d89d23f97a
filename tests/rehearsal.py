"""A talk without Rasa: listening, coaching and a journal, joined as the doors join them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import uuid4

from bot.coaching import chosen_reflection, commands, heard_as_title, looking_back, safety, think, whom_to_look_for
from bot.journal.journal import Journal
from bot.knowledge.made import with_made
from bot.listening.comparing import compare
from bot.listening.listener import Listener
from bot.model import COMMANDS, SAFETY, Button, Heard, Knowledge, Message, Reflection, Turn


@dataclass
class Rehearsal:
    """One person talking; `say` and `press` return the coach's turn."""

    listener: Listener
    knowledge: Knowledge
    journal: Journal
    name: str
    now: Callable[[], datetime]
    offered: tuple[Button, ...] = ()
    heards: list[Heard] = field(default_factory=list)

    def say(self, text: str) -> Turn:
        """Say something; a title that is offered is a press, as in the terminal."""
        for button in self.offered:
            if text in (button.title, button.payload):
                return self._turn(button.title, button.payload)
        return self._turn(text, None)

    def _turn(self, text: str, button: str | None) -> Turn:
        person = self.journal.person("local", self.name)
        now = self.now()
        heard = self.listener.listen(text, language=person.language, button=button, now=now)
        message = Message(uuid4().hex, person.id, text, button, person.language)
        self.heards.append(heard)
        with self.journal.turn(person.id) as page:
            thread = page.thread(now, chosen_reflection(message))
            knowledge = with_made(self.knowledge, thread.own_exercises)
            earlier = [entry.heard for entry in thread.entries if entry.role == "answer" and entry.heard]
            found = compare((*reversed(page.closings()), *earlier), heard, self.listener.pairs)
            label = heard.command.label
            titled = heard_as_title(message, heard, thread, knowledge)
            if titled is not None:
                turn = think(message, titled, None, thread, knowledge)
            elif heard.safety in SAFETY:
                turn = safety.refer(message, heard, thread, knowledge)
            elif label == "review" and not heard.command.ask_back:
                turn = looking_back.review(message, heard, thread, knowledge, self._found(message, heard))
            elif label in COMMANDS and not heard.command.ask_back and hasattr(commands, label):
                turn = getattr(commands, label)(message, heard, thread, knowledge)
            else:
                people = whom_to_look_for(heard, thread, knowledge)
                turn = think(message, heard, found, replace(thread, earlier=page.spoken_of(people)), knowledge)
            page.write(message, heard, turn, now)
        self.offered = turn.buttons
        return turn

    def _found(self, message: Message, heard: Heard) -> tuple[Reflection, ...]:
        wanted = looking_back.wanted(message, heard)
        if wanted.id is not None:
            return (self.journal.reflection(message.person, wanted.id),)
        return self.journal.reflections(message.person, since=wanted.since, until=wanted.until, words=wanted.words)
