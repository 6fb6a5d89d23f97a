"""The person's own feelings, with their shades; what is denied or another's is not heard as such."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from bot.listening.clauses import clauses_of, count
from bot.listening.signals import beginning_in, covered
from bot.model import Feeling

FEELINGS = "feelings."
DOUBTFUL, SELDOM = "?", "??"
"""End the names of groups whose words are feelings only where one feels or in a few words ("klein"), and of those
whose words are so only right after a word for feeling, or as all that is said ("gezien")."""
FEW, NEAR = 3, 5
"""How many words are few, and within how many tokens after a word for feeling a feeling is named."""
JOINS = "echoing.joins"
URGE = "persons.urge"
"""Words of doing rather than feeling ("rustig blijven")."""
NEGATION, ONLY = "denial.not", "denial.only"
I_DO, TO_ME, THEY_DO, FEEL = "persons.i_do", "persons.to_me", "persons.they_do", "persons.feel"
SENSE, OPENERS, STRESS = "persons.sense", "echoing.openers", "echoing.stress"
BEFORE, AFTER = 3, 4
"""How many tokens before and after a feeling a denial may stand."""


def hear_feelings(text: str, doc: Doc) -> tuple[Feeling, ...]:
    """Return the feelings in the order of the text.

    `"Ik was pisnig, niet verdrietig. Hij was bang."` -> `(Feeling("pisnig", "pisnig", "angry", 7),)`
    """
    found: dict[int, Feeling] = {}
    for sentence in doc.sents:
        clauses = clauses_of(sentence)
        for span in beginning_in(sentence):
            if span.label_.startswith(FEELINGS):
                clause = next((each for each in clauses if each.start <= span.start < each.end), sentence)
                if not is_denied(span, clause) and _is_own(span, clause) and _is_felt(span, clause):
                    shade = span.label_.removeprefix(FEELINGS).rstrip(DOUBTFUL)
                    found.setdefault(
                        span.start, Feeling(text[span.start_char : span.end_char], span.lemma_, shade, span.start_char)
                    )
    return tuple(found[place] for place in sorted(found))


def is_denied(span: Span, clause: Span) -> bool:
    """Tell whether a stretch is denied within its clause: `boos` in "ik ben niet boos" and in "boos ben ik niet"."""
    denials = covered(span.doc, NEGATION) - covered(span.doc, ONLY)
    before = range(max(clause.start, span.start - BEFORE), span.start)
    if any(place in denials for place in before):
        return True
    after = range(span.end, min(clause.end, span.end + AFTER))
    return span.start - clause.start <= 1 and any(place in denials for place in after) and _is_inverted(span, clause)


def _is_inverted(span: Span, clause: Span) -> bool:
    subjects = covered(span.doc, I_DO)
    return any(place in subjects for place in range(span.end, min(clause.end, span.end + AFTER)))


def _is_felt(span: Span, clause: Span) -> bool:
    if not span.label_.endswith(DOUBTFUL):
        return True
    places = range(clause.start, clause.end)
    if not (covered(span.doc, URGE) | covered(span.doc, ONLY)).isdisjoint(places):
        return False
    if span.label_.endswith(SELDOM):
        return _comes_after(span, clause, SENSE, NEAR) or _is_all(clause)
    if _is_tied(span, clause) or _comes_after(span, clause, FEEL, FEW):
        return True
    return count(clause) <= FEW and span.start - 1 not in covered(span.doc, OPENERS)  # "een groot boek"


def _comes_after(span: Span, clause: Span, label: str, most: int) -> bool:
    before = range(max(clause.start, span.start - most), span.start)
    return not covered(span.doc, label).isdisjoint(before)


def _is_all(clause: Span) -> bool:
    """Tell whether a clause names feelings and nothing else, but what stresses or joins them: "vooral gebruikt"."""
    named = (span for span in beginning_in(clause) if span.label_.startswith((FEELINGS, STRESS, JOINS)))
    places = {token.i for span in named for token in span}
    return all(token.i in places for token in clause if token.text[0].isalnum())


def _is_tied(span: Span, clause: Span) -> bool:
    """Tell whether a joint ties it to a feeling that is surely one: `klein` in "boos, en ook klein"."""
    if span.start - 1 not in covered(span.doc, JOINS):
        return False
    before = beginning_in(span.doc[clause.start : span.start])
    return any(each.label_.startswith(FEELINGS) and not each.label_.endswith(DOUBTFUL) for each in before)


def _is_own(span: Span, clause: Span) -> bool:
    doc = span.doc
    places = range(clause.start, clause.end)
    if any(each.label_.startswith("people.") for each in beginning_in(doc[span.end : span.end + 1])):
        return False  # "boze ouders"
    if not covered(doc, I_DO).isdisjoint(places):
        return True
    if any(place in covered(doc, TO_ME) for place in range(max(clause.start, span.start - BEFORE), span.end)):
        return True
    before = doc[clause.start : span.start]
    if any(each.label_.startswith("people.") for each in beginning_in(before)):
        return False
    return covered(doc, THEY_DO).isdisjoint(range(before.start, before.end))
