"""Where something cannot be kept the person is told, and the same message comes through once it can."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

import pytest

from actions._desk import Desk
from actions.coach import ActionCoach
from bot.journal.journal import Journal
from bot.journal.opening import master_key, migrate, open_journal
from bot.listening.listener import Listener
from bot.model import Knowledge, Message
from tests.security.rough import ACTIONS, GATEWAY, RASA, Rough

NOW = datetime(2026, 3, 2, 16, 30, tzinfo=timezone.utc)

TROUBLES: dict[str, Callable[[Rough], AbstractContextManager[None]]] = {
    "another program holds the journal": lambda rough: rough.locked(),
    "the disk is full": lambda rough: rough.full(),
    "the action server hangs": lambda rough: rough.stopped(ACTIONS),
    "Rasa hangs": lambda rough: rough.stopped(RASA),
}


@pytest.mark.stack
@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES.keys())
def test_a_message_that_was_not_kept_is_told_and_comes_through_once(
    rough: Rough, trouble: Callable[[Rough], AbstractContextManager[None]]
) -> None:
    person, message = uuid4().hex, uuid4().hex
    rough.say(person, "hij luistert nooit")
    with trouble(rough):
        refused = rough.send(person, "ook dinsdag niet", id=message)
    assert (refused.status, refused.content["saved"]) == (503, False)
    assert refused.content["message"]
    rough.say(person, "ook dinsdag niet", id=message)
    assert rough.kept(person) == ["hij luistert nooit", "ook dinsdag niet"]


@pytest.mark.stack
def test_a_part_that_dies_in_the_middle_of_a_talk_is_told_and_nothing_is_lost(rough: Rough) -> None:
    person, said = uuid4().hex, ["hij luistert nooit"]
    rough.say(person, said[0])
    for part in (ACTIONS, GATEWAY):
        rough.kill(part)
        said.append(f"en nog iets, na {part}")
        rough.say(person, said[-1])
    assert rough.kept(person) == said


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    url, keys = f"sqlite:///{tmp_path / 'home' / 'journal.db'}", str(tmp_path / "conf" / "keys.db")
    migrate(url)
    return open_journal(url, keys, master_key(tmp_path / "master.key", keys))


@pytest.mark.parametrize(
    "jumps",
    [(0, -3600, 3600), (0, -86_400 * 400, 1), (0, 86_400 * 4_000, -86_400 * 4_000), (0, 0, 0), (0, -1, -2)],
    ids=["an hour back", "a year back", "ten years on and back", "standing still", "running backwards"],
)
def test_a_clock_that_jumps_loses_nothing_and_changes_no_order(
    journal: Journal, knowledge: Knowledge, listener: Listener, jumps: tuple[int, ...]
) -> None:
    clock = iter([NOW + timedelta(seconds=jump) for jump in jumps])
    action = ActionCoach(lambda: Desk(journal, knowledge, lambda: next(clock)))
    eva = journal.person("local", "eva").id
    said = [f"{number} dinsdag luisterde hij niet" for number in range(len(jumps))]
    for number, text in enumerate(said):
        turn = action.take_turn(Message(f"m{number}", eva, text, language="nl"), listener.listen(text, language="nl"))
        assert turn.text
    entries = [entry for each in journal.reflections(eva) for entry in journal.reflection(eva, each.id).entries]
    entries = sorted(
        {entry.id: entry for entry in (*entries, *journal.transcript(eva))}.values(), key=lambda each: each.seq
    )
    assert [entry.text for entry in entries if entry.role != "turn"] == said
    journal.close()


def test_two_messages_of_one_person_at_once_are_both_kept_one_after_the_other(
    journal: Journal, knowledge: Knowledge, listener: Listener
) -> None:
    action = ActionCoach(lambda: Desk(journal, knowledge, lambda: NOW))
    eva = journal.person("local", "eva").id
    heard = listener.listen("hij luistert nooit", language="nl")

    async def both() -> None:
        send = (asyncio.to_thread(action.take_turn, Message(f"m{number}", eva, "hij"), heard) for number in range(8))
        await asyncio.gather(*send)

    asyncio.run(both())
    entries = sorted(journal.transcript(eva), key=lambda entry: entry.seq)
    assert [entry.role == "turn" for entry in entries] == [False, True] * 8
    journal.close()
