"""Which clause carries a judgement that nothing in the message supports: that is where the coach asks for evidence.

Which clause it is, the clause says; whether there is one, the whole message says better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from math import exp

from spacy.tokens import Doc, Span

from bot.listening.classifier import STEEPNESS, Classifier
from bot.listening.clauses import clauses_of, count
from bot.listening.features import Seen, numbers_of
from bot.listening.signals import covered
from bot.listening.stances import labels_in, see, stand
from bot.model import Evidence

SPARED = frozenset({"selfcontempt", "advice_request", "pushback", "hurt"})
"""Signals in a clause that is never asked about: who says that needs something else than a question for evidence."""
ASK, NONE = "ask", "none"
"""The label of a clause that judges while nothing in the message supports it, or of a message with one; of others."""
ENOUGH = 0.5
"""From which score on evidence is asked for."""
LOUD = 3.0
"""How much the whole message counts beside the clause (measured on writers of whom nothing was learned)."""
MOST = 20
"""How many sentences are looked at; whoever writes more has said it by then."""
LONGEST = 22
"""A quote has at most so many words."""
COUNTED = 12
"""Longer clauses are all alike."""
STEPS = 6
"""In so many steps it is told how much of an interpretation a clause is."""
MOST_APART = 3
"""So many other sentences or more are all alike."""
AROUND = 2
"""So many words next to a clause in its own sentence are looked at: "want hij", "omdat ze"."""
FORM = ("echoing", "cuts")
"""Signals that tell of the form of words, not of what is said."""


def hear_evidence(text: str, doc: Doc, stances: Classifier, clauses: Classifier, answers: Classifier) -> Evidence:
    """Return whether to ask for evidence, and the exact clause.

    `clauses` hears which clause lacks it, `answers` whether any does in a whole message.
    `"Ze zei nee. Ze wil gewoon niet veranderen"` -> no, for she said something;
    `"Hij wil gewoon niet veranderen"` -> yes, quote `Hij wil gewoon niet veranderen`
    """
    rated = [(_lead(clauses, seen), clause) for clause, seen in see_clauses(doc, stances)]
    lead, judging = max(rated, key=lambda pair: pair[0], default=(0.0, None))
    if judging is None:
        return Evidence(cause="no clause")
    score = round(1 / (1 + exp(-STEEPNESS * lead - LOUD * _lead(answers, see_answer(doc, stances)))), 3)
    if score < ENOUGH:
        return Evidence(score=score, cause="evidence model")
    quote = _from_the_noun(judging)
    return Evidence(True, text[quote.start_char : quote.end_char], score, "evidence model")


def _lead(model: Classifier, seen: Seen) -> float:
    leads = model.leads(seen)
    return leads[ASK] - leads[NONE]


def see_clauses(doc: Doc, stances: Classifier) -> Iterator[tuple[Span, Seen]]:
    """Yield each clause that may be quoted, and what the evidence model sees of it.

    That is the clause itself; what stands around it in its sentence, and in which stance the other sentences are,
    because there it is supported or not; how much of an interpretation it is, and how long.
    """
    told = [(sentence, frozenset(_told(sentence, stances))) for sentence in islice(doc.sents, MOST)]
    times = Counter(name for _, names in told for name in names)
    for sentence, names in told:
        elsewhere = [f"rest {name}" for name in times if times[name] > (name in names)]
        elsewhere.append(f"rest of {min(MOST_APART, len(told) - 1)}")
        for clause in clauses_of(sentence):
            if 2 <= count(clause) <= LONGEST and SPARED.isdisjoint(labels_in(clause)) and not _is_name(clause):
                around = [*elsewhere, *_around(clause, sentence, stances)]
                yield clause, (*see(clause), numbers_of(around), numbers_of(_measure(clause, stances)))


def _is_name(clause: Span) -> bool:
    """Whether every word has one capital, as in `"Mrs Okafor"`: who answers with a name judges nobody."""
    return all(token.text.istitle() for token in clause)


def see_answer(doc: Doc, stances: Classifier) -> Seen:
    """Return what is seen of a whole message: what stands in it, and in which stances its sentences are."""
    told = {f"told {next(iter(stand(sentence, stances)))}" for sentence in islice(doc.sents, MOST)}
    return (*see(doc[:]), numbers_of(told))


def _told(stretch: Span, stances: Classifier) -> Iterator[str]:
    yield next(iter(stand(stretch, stances)))
    yield from (f"has {label}" for label in labels_in(stretch) if not label.startswith(FORM))


def _around(clause: Span, sentence: Span, stances: Classifier) -> Iterator[str]:
    doc = clause.doc
    for side, part in (("before", doc[sentence.start : clause.start]), ("after", doc[clause.end : sentence.end])):
        if len(part) > 1:
            yield side
            yield from (f"{side} {name}" for name in _told(part, stances))
            yield from (f"{side}: {token.lower_}" for token in part[:AROUND])


def _measure(clause: Span, stances: Classifier) -> Iterator[str]:
    shares = stand(clause, stances)
    yield f"is {next(iter(shares))}"
    yield f"interpretation {int(shares.get('interpretation', 0.0) * STEPS)}"
    yield f"words {min(count(clause), COUNTED)}"


def _from_the_noun(clause: Span) -> Span:
    """Where oneself begins: of "ik sprak een collega die dwarsligt" return `een collega die dwarsligt`."""
    doc = clause.doc
    leaning, owners = covered(doc, "cuts.leaning"), covered(doc, "persons.owners")
    if clause.start not in covered(doc, "persons.i_do"):
        return clause
    for token in clause[2:]:
        if token.i in leaning and token.i - 2 in owners:
            return doc[max(clause.start, token.i - 2) : clause.end]
    return clause
