"""What a listener listens with, per language: the pipeline, renewed now and then, the grammars, the models."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from bot.errors import ModelMissing
from bot.listening.classifier import Classifier, load_classifier
from bot.listening.concepts import load_concepts
from bot.listening.features import pieces_of
from bot.listening.forms import Forms
from bot.listening.lemmas import lemmas_of
from bot.listening.minutes import MinuteListener
from bot.listening.mirrored import Mirror
from bot.listening.moments import MomentListener
from bot.listening.pipeline import make_pipeline
from bot.model import LANGUAGES, Concept, SignalRule

OWN = ("stances",)
"""The trained models per language; each is a file `<name>-<language>.npz`."""
SHARED = ("commands", "dangers", "openers", "shelf", "evidence", "answers")
"""The trained models that serve every language, because concepts carry over; each is a file `<name>.npz`."""
RENEW = 2_000
"""After so many messages the pipeline is made anew, because its vocabulary keeps every string it ever saw."""


class Ears:
    """All that hears one language."""

    def __init__(
        self,
        language: str,
        rules: Sequence[SignalRule],
        models: Mapping[str, Classifier],
        concepts: Sequence[Concept] = (),
    ) -> None:
        """Take the rules and concepts of all languages, and models by their names in `OWN` and `SHARED`."""
        self._language, self._rules, self._concepts = language, rules, concepts
        self._pipeline: Language | None = None
        self._heard = 0
        self.stances = models["stances"]
        self.evidence, self.answers = models["evidence"], models["answers"]
        self.commands, self.dangers = models["commands"], models["dangers"]
        self.openers, self.shelf = models["openers"], models["shelf"]
        forms = Forms(_rule(rules, "moments", language))
        self.moments = MomentListener(forms)
        self.mirror = Mirror(_rule(rules, "mirroring", language))
        self.minutes = MinuteListener(_rule(rules, "minutes", language), forms.numbers)

    def pipeline(self, text: str) -> Doc:
        """Return the doc of a text, with sentences, lemmas and signals."""
        self._heard += 1
        if self._pipeline is None or self._heard >= RENEW:
            lemmas_of(self._language).forget()
            pieces_of.cache_clear()
            self._pipeline, self._heard = make_pipeline(self._language, self._rules, self._concepts), 0
        return self._pipeline(text)


class BothEars:
    """The ears for every language, and what they share."""

    def __init__(self, ears: Mapping[str, Ears], language_model: Classifier, forms: Mapping[str, str]) -> None:
        """Take the ears by language, the model that tells languages apart, and the plain forms that surely steer."""
        self._ears, self.language_model, self.forms = ears, language_model, forms

    def of(self, language: str) -> Ears:
        """Return the ears of one of `LANGUAGES`."""
        return self._ears[language]


def load_ears(models: Path, rules: Sequence[SignalRule]) -> BothEars:
    """Load everything from the folder that `train` wrote; raises `ModelMissing` if something is not there."""
    concepts = load_concepts(models)
    shared = {name: load_classifier(models / f"{name}.npz") for name in SHARED}
    ears = {}
    for language in LANGUAGES:
        own = {name: load_classifier(models / f"{name}-{language}.npz") for name in OWN}
        ears[language] = Ears(language, rules, own | shared, concepts)
    return BothEars(ears, load_classifier(models / "languages.npz"), load_forms(models / "forms.json"))


def load_forms(path: Path) -> Mapping[str, str]:
    """Load the plain messages that surely steer, with their labels."""
    try:
        forms: Mapping[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return forms
    except (OSError, ValueError) as error:
        raise ModelMissing(
            f"{path.name}: cannot be read ({type(error).__name__}); expected trained models; run: make train"
        ) from error


def _rule(rules: Sequence[SignalRule], name: str, language: str) -> SignalRule:
    """Return a rule; an empty one when the file is absent, which `blijk check` reports."""
    found = (rule for rule in rules if rule.name == name and rule.language == language)
    return next(found, SignalRule(name, language))
