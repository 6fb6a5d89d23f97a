"""Where somebody may be in danger: four kinds, said plainly or only to be suspected, and their look-alikes."""

from __future__ import annotations

from itertools import islice

from spacy.tokens import Doc

from bot.listening.classifier import Classifier
from bot.listening.clauses import count
from bot.listening.signals import beginning_in, covered
from bot.listening.stances import MOST, see
from bot.model import SAFETY

LOOKALIKE = "lookalike"
"""The signal of what only sounds like danger ("ik werk me dood")."""
HINT = "_hint"
"""Ends the name of the signal files with what may mean danger; the files without it hold what says it plainly."""
DANGER = "danger"
"""The label of the first model for any danger; the second tells which kind."""
DOUBT = {"nl": 0.9, "en": 0.8}
"""Language -> from which share on the model's word is enough to ask; so at most 0.5 % of ordinary messages."""
FEWEST_WORDS = 3


def hear_danger(doc: Doc, danger: Classifier, kinds: Classifier) -> tuple[str | None, bool]:
    """Return the kind of danger that is spoken of, if any, and whether it is said plainly.

    `"ik wil niet meer leven"` -> `("suicide", True)`; `"ik werk me dood"` -> `(None, False)`
    """
    names = _real_names(doc)
    for kind in SAFETY:
        if kind in names:
            return kind, True
    for kind in SAFETY:
        if kind + HINT in names:
            return kind, False
    return _learned(doc, danger, kinds), False


def _real_names(doc: Doc) -> set[str]:
    """Return the names of the signals in a message, without those that touch a look-alike."""
    alike = covered(doc, LOOKALIKE)
    return {span.label_ for span in beginning_in(doc[:]) if alike.isdisjoint(range(span.start, span.end))}


def _learned(doc: Doc, danger: Classifier, kinds: Classifier) -> str | None:
    if count(doc[:]) < FEWEST_WORDS:
        return None
    for stretch in [doc[:], *islice(doc.sents, MOST)]:
        seen = see(stretch)
        if count(stretch) >= FEWEST_WORDS and danger.shares(seen)[DANGER] >= DOUBT[doc.lang_]:
            return next(iter(kinds.shares(seen)))
    return None
