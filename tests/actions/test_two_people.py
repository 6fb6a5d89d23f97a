"""Two people, every action: whatever the one says or presses, nothing of the other is in the turn or changed."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest

from actions._desk import Desk
from actions._turn import TurnAction
from bot.journal.journal import Journal
from bot.model import Command, Heard, Mention, Message, Turn
from bot.wire import pack

SECRET = "Kanariegeheim"
ROOM = Path(__file__).resolve().parent.parent.parent / "actions"
for file in sorted(ROOM.glob("[a-z]*.py")):
    importlib.import_module(f"actions.{file.stem}")


def every_action(kind: type[TurnAction] = TurnAction) -> list[type[TurnAction]]:
    """Every action there is, however it is derived."""
    return [each for child in kind.__subclasses__() for each in (child, *every_action(child))]


def take(action: type[TurnAction], desk: Callable[[], Desk], person: str, text: str, button: str | None = None) -> Turn:
    name = action.__name__.removeprefix("Action").lower()
    mentions = (Mention(SECRET, "name", 0),)
    heard = Heard(text, "nl", command=Command(name), people=mentions, safety="suicide" if name == "safety" else None)
    message = Message(f"{person}-{name}-{text}-{button}", person, text, button, "nl")
    return action(desk).take_turn(message, heard)


@pytest.mark.parametrize("action", every_action(), ids=lambda action: str(action.__name__))
def test_no_action_shows_or_changes_anything_of_somebody_else(
    action: type[TurnAction], desk: Callable[[], Desk], journal: Journal
) -> None:
    coach = next(each for each in every_action() if each.__name__ == "ActionCoach")
    eva, bas = (journal.person("local", name).id for name in ("eva", "bas"))
    first = take(coach, desk, eva, f"{SECRET} luistert nooit naar mij in het overleg")
    take(coach, desk, bas, "Mijn collega luistert nooit naar mij")
    reflection, before = journal.reflections(eva)[0].id, journal.export(eva)
    offered = [button.payload for button in first.buttons]
    pressed = [f"{name}:{reflection}" for name in ("review", "resume", "erase:one")]
    for button in (None, *pressed, *offered, f"{reflection}", f"erase:one:{eva}"):
        turn = take(action, desk, journal.person("local", "bas").id, "laat zien", button)
        assert SECRET not in str(pack(turn)) and reflection not in turn.text and eva not in str(pack(turn))
        assert journal.export(eva) == before


def test_eva_herself_does_find_her_own_words(desk: Callable[[], Desk], journal: Journal) -> None:
    actions = {each.__name__: each for each in every_action()}
    eva = journal.person("local", "eva").id
    take(actions["ActionCoach"], desk, eva, f"{SECRET} luistert nooit naar mij in het overleg")
    reflection = journal.reflections(eva)[0].id
    assert SECRET in str(pack(take(actions["ActionReview"], desk, eva, "laat zien", f"review:{reflection}")))
    assert len(actions) > 10
