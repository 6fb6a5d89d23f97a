from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions._desk import Desk
from actions._turn import Scene, TurnAction, read_call
from actions.coach import ActionCoach
from bot.errors import NotThere
from bot.journal.journal import Journal
from bot.model import Command, Heard, Message, OwnExercise, Turn
from bot.wire import pack, unpack

from .conftest import NOW


class ActionPatient(TurnAction):
    """Takes every message for an answer, and remembers what it thought about."""

    scenes: list[Scene]

    def think(self, scene: Scene) -> Turn:
        self.scenes = [*getattr(self, "scenes", []), scene]
        return Turn("Neem de tijd.", "receive", "receive", exercise="story", step="tell", answers="tell", state="open")


class ActionFailing(TurnAction):
    """Cannot think about anything."""

    def think(self, scene: Scene) -> Turn:
        raise RuntimeError(scene.message.text)


@pytest.fixture
def eva(journal: Journal) -> str:
    return journal.person("local", "eva").id


def call(action: TurnAction, person: str, text: str, message_id: str = "m1") -> list[dict[str, Any]]:
    """Call an action as Rasa does, and return the messages that it gave."""
    metadata = {"id": message_id, "text": text, "button": None, "language": None}
    latest = {"text": "-", "metadata": metadata, "heard": pack(Heard(text, "nl"))}
    dispatcher = CollectingDispatcher()
    tracker = Tracker(person, {}, latest, [], False, None, {}, "action_listen")
    assert asyncio.run(action.run(dispatcher, tracker, {})) == [FollowupAction("action_listen")]
    return dispatcher.messages


def answers(journal: Journal, person: str) -> list[str]:
    return [entry.text for entry in journal.transcript(person) if entry.role != "turn"]


def test_one_message_gets_one_reply_that_says_it_is_saved(desk: Callable[[], Desk], eva: str, journal: Journal) -> None:
    (message,) = call(ActionPatient(desk), eva, "hij luistert nooit")
    assert message["custom"]["saved"] is True
    assert unpack(Turn, message["custom"]["turn"]).text == "Neem de tijd."
    assert answers(journal, eva) == ["hij luistert nooit"]


def test_the_same_message_gets_the_same_turn_and_is_written_once(
    desk: Callable[[], Desk], eva: str, journal: Journal
) -> None:
    action = ActionPatient(desk)
    assert call(action, eva, "hij luistert nooit") == call(action, eva, "hij luistert nooit")
    assert answers(journal, eva) == ["hij luistert nooit"]
    assert len(action.scenes) == 1


def test_an_action_thinks_with_what_was_said_before(desk: Callable[[], Desk], eva: str) -> None:
    action = ActionPatient(desk)
    call(action, eva, "hij luistert nooit", "m1")
    call(action, eva, "dinsdag nog", "m2")
    assert [entry.text for entry in action.scenes[1].thread.entries] == ["hij luistert nooit", "Neem de tijd."]


def test_when_thinking_fails_the_answer_is_written_with_the_plain_turn(
    desk: Callable[[], Desk], eva: str, journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        (message,) = call(ActionFailing(desk), eva, "hij luistert nooit")
    assert message["custom"]["saved"] is True
    assert message["custom"]["turn"]["text"]
    assert answers(journal, eva) == ["hij luistert nooit"]
    assert [record.message for record in caplog.records] == ["turn.thinking_failed"]


def test_when_the_journal_fails_nothing_is_said(desk: Callable[[], Desk]) -> None:
    with pytest.raises(NotThere):
        call(ActionPatient(desk), "nobody", "hij luistert nooit")


def test_the_coach_answers_a_story(desk: Callable[[], Desk], eva: str, journal: Journal) -> None:
    (message,) = call(ActionCoach(desk), eva, "hij luistert nooit naar mij in het overleg")
    assert message["custom"]["turn"]["text"]
    assert answers(journal, eva) == ["hij luistert nooit naar mij in het overleg"]


def test_a_call_carries_the_message_and_what_was_heard() -> None:
    heard = Heard("Graag", "nl", words=1)
    metadata = {"id": "m1", "text": "Graag", "button": "start:four_words", "language": "nl"}
    latest = {"text": "-", "metadata": metadata, "heard": pack(heard)}
    assert read_call("p1", latest) == (Message("m1", "p1", "Graag", "start:four_words", "nl"), heard)


def test_the_title_of_an_own_exercise_starts_it_whatever_command_it_was_heard_as(
    desk: Callable[[], Desk], eva: str, journal: Journal
) -> None:
    asked = ("Wat lukte er?", "Wat schuurde er?")
    made = journal.exercises.add(eva, OwnExercise("", "Terug naar mijn week", "", 5, asked, False), NOW)
    heard = Heard("terug naar mijn week", "nl", words=4, command=Command("back", 0.98, cause="command model"))
    turn = ActionPatient(desk).take_turn(Message("m1", eva, heard.text), heard)
    assert (turn.exercise, turn.step) == (made.id, "q1")
    bas = journal.person("local", "bas").id
    assert ActionPatient(desk).take_turn(Message("m2", bas, heard.text), heard).exercise == "story"


def test_an_action_thinks_with_the_own_exercises_of_this_person_alone(
    desk: Callable[[], Desk], eva: str, journal: Journal
) -> None:
    made = journal.exercises.add(eva, OwnExercise("", "Mijn week", "", 5, ("Wat?", "En?"), False), NOW)
    action = ActionPatient(desk)
    for number, person in enumerate((eva, journal.person("local", "bas").id)):
        action.take_turn(Message(f"m{number}", person, "Dag."), Heard("Dag.", "nl"))
    assert [made.id in scene.knowledge.exercises for scene in action.scenes] == [True, False]
