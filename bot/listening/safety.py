"""Where somebody may be in danger: four kinds, said plainly or only to be suspected, and their look-alikes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from spacy.tokens import Doc

from bot.listening.classifier import Classifier
from bot.listening.clauses import count
from bot.listening.concepts import concepts_in, pairs_of
from bot.listening.features import numbers_of
from bot.listening.signals import beginning_in, covered
from bot.listening.stances import MOST, PAIRED, see_pairs
from bot.model import SAFETY

LOOKALIKE = "lookalike"
"""The signal of what only sounds like danger ("ik werk me dood")."""
HINT = "_hint"
"""Ends the name of the signal files with what may mean danger; the files without it hold what says it plainly."""
SAFE, ORDINARY = "none", "ordinary"
"""The label of what only sounds like danger, and of all else that is said."""
DOUBT = 0.72
"""From which share on the model's word is enough to ask.

So it asks at some one in seventeen of what only sounds like danger, and at one in a hundred ordinary messages, of
writers from whom nothing was learned and who wrote as most people would; a suspicion costs but one question.
"""
OFTEN = 2.0
"""So much more frequent are ordinary messages in talks than among the examples (set by what is asked for in vain)."""
ALONE = 0.85
"""The same for one sentence of several: torn from its message it says less, but what stands around it drowns it."""
SECONDED = 0.4
"""Below this share what seems said is not: "our protocol on suicide is out of date"."""
FEW_WORDS = 8
"""In a message of at most so many words, what is said or hinted at needs no other opinion."""
FEWEST_WORDS = 3
NAMED = 3
"""So many concepts are named as the cause."""


@dataclass(frozen=True)
class Danger:
    """What danger is heard, whether it is said plainly, and by what it was heard."""

    kind: str | None = None
    plainly: bool = False
    cause: str | None = None


def hear_danger(doc: Doc, dangers: Classifier) -> Danger:
    """Return the kind of danger that is spoken of, if any.

    `"ik wil niet meer leven"` -> `Danger("suicide", True, "suicide")`; `"ik werk me dood"` -> `Danger()`
    """
    share, suspected, enough = _suspect(doc, dangers)
    names = _real_names(doc) if share >= SECONDED or count(doc[:]) <= FEW_WORDS else set()
    for kind in SAFETY:
        if kind in names:
            return Danger(kind, True, kind)
    for kind in SAFETY:
        if kind + HINT in names:
            return Danger(kind, False, kind + HINT)
    return Danger(suspected, False, _heaviest(doc, dangers, suspected)) if enough else Danger()


def _suspect(doc: Doc, dangers: Classifier) -> tuple[float, str, bool]:
    """Return how likely there is danger in a message or the sentence that says it most, which, and whether to ask."""
    sentences = [(each, ALONE) for each in islice(doc.sents, MOST) if len(each) < len(doc)]
    heard = [
        (dangers.shares(see_pairs(stretch)), least)
        for stretch, least in ((doc[:], DOUBT), *sentences)
        if count(stretch) >= FEWEST_WORDS
    ]
    if not heard:
        return 0.0, "", False
    most, _ = max(heard, key=lambda each: _danger(each[0]))
    enough = any(_danger(shares) >= least for shares, least in heard)
    return _danger(most), next(kind for kind in most if kind in SAFETY), enough


def _danger(shares: Mapping[str, float]) -> float:
    """Return how likely there is danger where ordinary messages are as frequent as in talks."""
    danger = 1 - shares[SAFE] - shares[ORDINARY]
    return danger / (danger + shares[SAFE] + OFTEN * shares[ORDINARY])


def _heaviest(doc: Doc, dangers: Classifier, kind: str) -> str:
    """Return the concepts, or pairs of them, that spoke most for a kind of danger."""
    concepts = concepts_in(doc[:])
    names = [*((name, f"k{name}") for name in concepts), *((pair, pair) for pair in pairs_of(concepts, PAIRED))]
    leads = {name: dangers.lead(kind, number) for name, feature in names for number in numbers_of([feature])}
    told = sorted((name for name in leads if leads[name] > 0), key=lambda name: (-leads[name], name))
    return ", ".join(told[:NAMED]) or "words"


def _real_names(doc: Doc) -> set[str]:
    """Return the names of the signals in a message, without those that touch a look-alike."""
    alike = covered(doc, LOOKALIKE)
    return {span.label_ for span in beginning_in(doc[:]) if alike.isdisjoint(range(span.start, span.end))}
