"""The components of our pipeline, made known to spaCy: what each needs and what each sets.

Annotations are real here and no strings (no `from __future__ import annotations`), because spaCy reads them.
"""

from spacy.language import Language

from bot.listening.concepts import ConceptListener
from bot.listening.lemmas import LemmaSetter
from bot.listening.sentences import SentenceSplitter
from bot.listening.signals import SignalListener

SENTENCES, LEMMAS, SIGNALS = "blijk_sentences", "blijk_lemmas", "blijk_signals"
CONCEPTS = "blijk_concepts"
PIPES = (SENTENCES, LEMMAS, SIGNALS, CONCEPTS)
"""The components in order; each says what it needs of those before it."""


@Language.factory(SENTENCES, assigns=["token.is_sent_start", "doc.sents"])
def make_splitter(nlp: Language, name: str) -> SentenceSplitter:
    """Make the component that marks where sentences begin."""
    return SentenceSplitter()


@Language.factory(LEMMAS, assigns=["token.lemma"])
def make_lemmas(nlp: Language, name: str) -> LemmaSetter:
    """Make the component that sets lemmas."""
    return LemmaSetter(str(nlp.lang))


@Language.factory(SIGNALS, assigns=["doc.spans"], requires=["token.lemma", "doc.sents"])
def make_listener(nlp: Language, name: str) -> SignalListener:
    """Make the component that hears signals."""
    return SignalListener()


@Language.factory(CONCEPTS, requires=["token.lemma"])
def make_concepts(nlp: Language, name: str) -> ConceptListener:
    """Make the component that hears concepts."""
    return ConceptListener(str(nlp.lang))
