"""The spaCy pipeline: a blank language, our tokenizer, sentences, lemmas and signals."""

from __future__ import annotations

from collections.abc import Sequence

import spacy
from spacy.language import Language

from bot.listening.components import CONCEPTS, PIPES, SENTENCES, SIGNALS
from bot.listening.concepts import ConceptListener
from bot.listening.sentences import SentenceSplitter
from bot.listening.signals import SignalListener
from bot.listening.tokens import TOKENIZER
from bot.model import Concept, SignalRule

GRAMMARS = ("moments", "minutes")
"""Signal files with forms such as "over {n} weken", which have listeners of their own."""


def make_pipeline(language: str, rules: Sequence[SignalRule], concepts: Sequence[Concept] = ()) -> Language:
    """Make the pipeline of one language from the signal rules and concepts of all; takes some tens of milliseconds.

    Made anew now and then, because a vocabulary keeps every string that it ever saw.
    """
    pipeline = spacy.blank(language, config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    for name in PIPES:
        pipeline.add_pipe(name)
    own = [rule for rule in rules if rule.language == language and rule.name not in GRAMMARS]
    splitter, listener = pipeline.get_pipe(SENTENCES), pipeline.get_pipe(SIGNALS)
    assert isinstance(splitter, SentenceSplitter) and isinstance(listener, SignalListener)  # noqa: S101
    splitter.teach(own)
    listener.teach(pipeline, own)
    thesaurus = pipeline.get_pipe(CONCEPTS)
    assert isinstance(thesaurus, ConceptListener)  # noqa: S101
    thesaurus.teach(concept for concept in concepts if concept.language == language)
    return pipeline
