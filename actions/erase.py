"""`erase`: asks what may go; erases only when a button that was offered is pressed."""

from __future__ import annotations

from actions._turn import Scene, TurnAction
from bot.coaching import looking_back
from bot.journal.journal import Journal
from bot.model import Heard, Message, Turn


class ActionErase(TurnAction):
    """Asks first. Erasing itself cannot be part of the turn's transaction, so it comes before it."""

    def think(self, scene: Scene) -> Turn:
        """Let the coach ask what may go."""
        return looking_back.ask_erase(scene.message, scene.heard, scene.thread, scene.knowledge)

    def take_turn(self, message: Message, heard: Heard) -> Turn:
        """Erase what a pressed and offered button says, and tell; else take a turn like any other."""
        desk = self._desk()
        now = desk.now()
        with desk.journal.turn(message.person) as page:
            thread = page.thread(now)
            asked = None if page.answered(message.id) else looking_back.erase_asked(message, thread)
        if asked is None:
            return super().take_turn(message, heard)
        what, chosen = asked
        count = erase(desk.journal, message.person, chosen)
        turn = looking_back.erased(message, heard, thread, desk.knowledge, what, count)
        if chosen is not None:  # after everything was erased there is nobody left to write about
            with desk.journal.turn(message.person) as page:
                page.write(message, heard, turn, now)
        return turn


def erase(journal: Journal, person: str, reflection: str | None) -> int:
    """Erase one reflection of a person, or everything of theirs; return how many reflections went."""
    receipt = journal.erase_reflection(person, reflection) if reflection else journal.erase_person(person)
    return dict(receipt.stores).get("reflections", 0)
