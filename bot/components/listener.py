"""The one component of Rasa's pipeline: a message goes in; an intent, and all that was heard, comes out."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.signals import read_signals
from bot.knowledge.titles import read_titles
from bot.listening.listener import Listener
from bot.listening.training import fingerprint, train
from bot.model import LANGUAGES, Heard
from bot.settings import ROOT, read_settings
from bot.settling import settle
from bot.wire import pack

logger = logging.getLogger(__name__)

WARM_UP = "ok"
"""Heard in every language at the start, so that the first person need not wait for what is loaded at first use."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MessageListener(GraphComponent):
    """Lets `bot.listening` hear each message, and turns what it heard into Rasa's terms.

    "stop" -> intent `stop`, entity `language` = nl, output `heard`
    The words are taken from the message's metadata (`text`, `button`, `language`), where the connector puts them; a
    message without metadata (`rasa shell nlu`) is heard as its own text.
    """

    def __init__(self, listener: Listener | None, storage: ModelStorage | None, resource: Resource | None) -> None:
        """Take a listener that hears, or the place where a trained one is to be stored."""
        self._listener = listener
        self._storage = storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageListener:
        """Make an untrained component (Rasa calls this before `train`)."""
        return cls(None, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **more: Any,
    ) -> MessageListener:
        """Make a component that hears, from what `train` stored."""
        with model_storage.read_from(resource) as models:
            signals, _ = read_signals(ROOT / "data" / "coaching" / "signals")
            settings = read_settings()
            titles = read_titles(settings.data / "coaching" / "exercises", settings.exercises)
            listener = Listener(models, signals, settings.zone, titles)
        for language in LANGUAGES:
            listener.listen(WARM_UP, language=language)
        settle()
        return cls(listener, model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Tell Rasa's cache what else the listener learns from, beside `data/nlu`."""
        return fingerprint(ROOT)

    def train(self, training_data: TrainingData) -> Resource:
        """Store the listening models: those that `make train` left beside the code, or newly trained ones."""
        assert self._storage is not None and self._resource is not None  # noqa: S101 - `create` gave them
        settings = read_settings()
        ready = settings.models / f"listening-{fingerprint(ROOT)}"
        with self._storage.write_to(self._resource) as models:
            if ready.is_dir():
                shutil.copytree(ready, models, dirs_exist_ok=True)
            else:
                train(settings.data, models, logger.info)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent, language and `heard` on each message."""
        for message in messages:
            heard = self._listen(message.get("metadata") or {}, message.get(TEXT) or "")
            label, score = intent_of(heard)
            message.set(INTENT, {INTENT_NAME_KEY: label, PREDICTED_CONFIDENCE_KEY: score}, add_to_output=True)
            language = {"entity": "language", "value": heard.language, "start": 0, "end": 0}
            message.set(ENTITIES, [language], add_to_output=True)
            message.set("heard", pack(heard), add_to_output=True)
        return messages

    def _listen(self, metadata: Mapping[str, Any], spoken: str) -> Heard:
        text, language = metadata.get("text", spoken), metadata.get("language")
        try:
            assert self._listener is not None  # noqa: S101 - `load` gave it
            return self._listener.listen(text, language=language, button=metadata.get("button"))
        except Exception as error:
            logger.error("listening.failed", exc_info=error)
            return Heard(text, language if language in LANGUAGES else LANGUAGES[0], language_sure=False)


def intent_of(heard: Heard) -> tuple[str, float]:
    """Choose Rasa's intent for what was heard, with how sure it is, 0 to 1: danger first, then doubt, then the rest.

    `Heard("stop", "nl", command=Command("stop", 0.99))` -> `("stop", 0.99)`
    """
    if heard.safety:
        return heard.safety, 1.0 if heard.safety_sure else 0.5
    if heard.command.ask_back:
        return DEFAULT_NLU_FALLBACK_INTENT_NAME, heard.command.score
    return heard.command.label, heard.command.score
