from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import listener as component
from bot.components.listener import MessageListener, intent_of
from bot.listening.listener import Listener
from bot.model import Command, Heard
from bot.wire import unpack


class Failing:
    """A listener that fails on every text."""

    def listen(self, text: str, **more: Any) -> Heard:
        raise RuntimeError(text)


def process(listener: Any, text: str, metadata: dict[str, Any] | None) -> dict[str, Any]:
    message = Message({"text": text, "metadata": metadata})
    MessageListener(listener, None, None).process([message])
    return message.as_dict(only_output_properties=True)


@pytest.mark.parametrize(
    "heard, intent",
    [
        (Heard("hij luistert nooit", "nl"), "story"),
        (Heard("stop", "nl", command=Command("stop", 0.99)), "stop"),
        (Heard("terug", "nl", command=Command("back", 0.5, ask_back=True)), "nlu_fallback"),
        (Heard("ik wil niet meer", "nl", safety="suicide"), "suicide"),
        (Heard("stop", "nl", command=Command("stop"), safety="violence", safety_sure=True), "violence"),
    ],
)
def test_danger_comes_first_then_doubt_then_the_command(heard: Heard, intent: str) -> None:
    assert intent_of(heard)[0] == intent


def test_the_words_come_from_the_metadata_with_button_and_language(listener: Listener) -> None:
    found = process(listener, "-", {"id": "m1", "text": "Stoppen", "button": "stop", "language": "nl"})
    assert found["intent"]["name"] == "stop"
    assert unpack(Heard, found["heard"]).text == "Stoppen"
    assert [(each["entity"], each["value"]) for each in found["entities"]] == [("language", "nl")]


def test_a_message_without_metadata_is_heard_as_its_own_text(listener: Listener) -> None:
    assert process(listener, "stop", None)["intent"]["name"] == "stop"


@pytest.mark.parametrize("language, kept", [("en", "en"), (None, "nl"), ("fr", "nl")])
def test_a_text_that_cannot_be_heard_is_a_story_and_kept(language: str | None, kept: str) -> None:
    found = process(Failing(), "-", {"id": "m1", "text": "hij luistert nooit", "button": None, "language": language})
    assert found["intent"]["name"] == "story"
    assert unpack(Heard, found["heard"]) == Heard("hij luistert nooit", kept, language_sure=False)


def test_of_a_text_that_cannot_be_heard_the_log_gets_the_kind_of_error(caplog: pytest.LogCaptureFixture) -> None:
    process(Failing(), "-", {"id": "m1", "text": "hij luistert nooit", "button": None, "language": "nl"})
    (record,) = caplog.records
    assert record.getMessage() == "listening.failed"
    assert record.exc_info is not None and record.exc_info[0] is RuntimeError


def test_what_was_trained_is_stored_and_loaded_again(
    tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy(data: Path, out: Path, say: object) -> None:
        for file in models.iterdir():
            (out / file.name).write_bytes(file.read_bytes())

    monkeypatch.setattr(component, "train", copy)
    monkeypatch.setattr(component, "fingerprint", lambda root: "nowhere")
    storage, resource, context = LocalModelStorage(tmp_path), Resource("listener"), ExecutionContext(GraphSchema({}))
    MessageListener.create({}, storage, resource, context).train(TrainingData())
    loaded = MessageListener.load({}, storage, resource, context)
    message = Message({"text": "stop"})
    assert loaded.process([message])[0].get("intent")["name"] == "stop"
