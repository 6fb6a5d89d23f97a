"""Which clause carries a judgement that nothing in the message supports: that is where the coach asks for evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from spacy.tokens import Doc, Span

from bot.listening.classifier import Classifier
from bot.listening.clauses import clauses_of, count
from bot.listening.features import Seen, features
from bot.listening.signals import covered
from bot.listening.stances import labels_in, lemmas_in, see
from bot.model import Evidence

CARRIES = {"judgement": 0.5, "mindreading": 0.5, "absolute": 0.35, "generalising": 0.35}
"""Signals that make a clause a judgement, and how much."""
SUPPORTS = frozenset({"reported", "seen", "figures"})
"""Signals that support a judgement elsewhere in the message."""
EXCUSES = frozenset({
    "notknowing", "intention", "want", "wish", "norm", "selfcontempt", "advice_request", "pushback", "solution", "hurt",
})  # fmt: skip
"""Signals that make a clause no judgement about the world."""
PLAIN = 0.35
"""How much of an interpretation a sentence is at least, when no word in the clause judges."""
ASK = "ask"
"""The label of messages that lack evidence."""
ENOUGH = 0.5
MOST = 60
"""How many sentences are looked at; whoever writes more has said it by then."""
LONGEST = 20
"""A quote has at most so many words."""
VOICE = 12
"""How many features the findings below make, so that they are not drowned by single words."""


@dataclass(frozen=True)
class Judging:
    """The clause that judges most, how much, and whether something supports it."""

    clause: Span | None
    weight: float
    supported: bool


def hear_evidence(text: str, doc: Doc, stances: Classifier, model: Classifier) -> Evidence:
    """Return whether to ask for evidence, and the exact clause.

    `"Ze zei nee. Ze wil gewoon niet veranderen"` -> no, for she said something;
    `"Hij wil gewoon niet veranderen"` -> yes, quote `Hij wil gewoon niet veranderen`
    """
    judging = find_judging(doc, stances)
    if judging.clause is None:
        return Evidence(cause="no judgement")
    share = model.shares(evidence_features(doc, judging)).get(ASK, 0.0)
    if share < ENOUGH:
        return Evidence(score=round(share, 3), cause="evidence model")
    quote = _from_the_noun(judging.clause)
    return Evidence(True, text[quote.start_char : quote.end_char], round(share, 3), "evidence model")


def _from_the_noun(clause: Span) -> Span:
    """Of "ik sprak een collega die altijd dwarsligt" return `een collega die altijd dwarsligt`."""
    doc = clause.doc
    leaning, owners = covered(doc, "cuts.leaning"), covered(doc, "persons.owners")
    for token in clause[2:]:
        before = doc[clause.start : token.i]
        if token.i in leaning and not set(labels_in(before)) & set(CARRIES):
            start = token.i - 2 if token.i - 2 in owners else token.i - 1
            return doc[max(clause.start, start) : clause.end]
    return clause


def find_judging(doc: Doc, stances: Classifier) -> Judging:
    """Return the most judging clause of a message; none where no clause judges at all."""
    best: tuple[float, Span | None] = (0.0, None)
    for sentence in islice(doc.sents, MOST):
        whole = _stance_share(sentence, stances)
        for clause in clauses_of(sentence):
            weight = _weigh(clause, whole, stances)
            if weight > best[0] and 2 <= count(clause) <= LONGEST:
                best = (weight, clause)
    return Judging(best[1], best[0], _supported(doc, best[1]))


def evidence_features(doc: Doc, judging: Judging) -> Seen:
    """Return what the evidence model sees: the text, its signals, and what was found here, counted several times."""
    strength = min(4, int(judging.weight * 4))
    found = f"judging {strength} {'supported' if judging.supported else 'bare'}"
    signals: Iterable[str] = (label for sentence in doc.sents for label in labels_in(sentence))
    quoted = [] if judging.clause is None else labels_in(judging.clause)
    findings = [f"in it: {label}" for label in quoted] + [f"{found} {n}" for n in range(VOICE)]
    return features(doc.text, lemmas_in(doc[:]), [*signals, *findings])


def _weigh(clause: Span, whole: float, stances: Classifier) -> float:
    labels = set(labels_in(clause))
    if labels & EXCUSES or labels & SUPPORTS:
        return 0.0
    carried = sum(weight for name, weight in CARRIES.items() if name in labels)
    if not carried and (whole < PLAIN or "feelings" in labels):
        return 0.0
    return carried + 0.5 * _stance_share(clause, stances) + 0.25 * whole + (0.15 if _about_others(clause) else 0.0)


def _stance_share(span: Span, stances: Classifier) -> float:
    return stances.shares(see(span)).get("interpretation", 0.0)


def _about_others(clause: Span) -> bool:
    doc = clause.doc
    others = covered(doc, "persons.they_do") - covered(doc, "persons.i_do")
    return any(token.i in others for token in clause) or any(label.startswith("people.") for label in labels_in(clause))


def _supported(doc: Doc, judging: Span | None) -> bool:
    if judging is None:
        return False
    return any(set(labels_in(sentence)) & SUPPORTS for sentence in doc.sents)
