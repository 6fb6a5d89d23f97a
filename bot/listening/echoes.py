"""Half sentences in the person's own words that a good listener gives back without quotation marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise

from spacy.tokens import Doc, Span

from bot.listening.clauses import clauses_of, count
from bot.listening.nouns import LEADERS, noun_phrases
from bot.listening.passages import is_sayable
from bot.listening.signals import beginning_in, covered, spans_of
from bot.listening.stances import labels_in
from bot.model import Feeling

JOINS, STRESS, SPEAKER = "echoing.joins", "echoing.stress", "persons.first_or_second"
TELLING = frozenset({"figurative", "absolute", "feelings", "hurt", "other_view"})
CLAIMING = frozenset(
    {
        "judgement",
        "mindreading",
        "generalising",
        "absolute",
        "must",
        "notknowing",
        "hedge",
        "own_view",
        "reported",
        "contrast",
    }
)
"""Signals of a clause that claims something, which is not given back as if it were so."""
JUDGING = frozenset({"judgement", "mindreading", "selfcontempt"})
"""Signals of a verdict, which given back would sound like the coach's own."""
SAID = frozenset(':"“”‘«»')
"""Signs of what somebody else said, which is not given back as if it were so."""
LEANING = "cuts.leaning"
"""Words that lean on what was said before them."""
FEWEST = 3
SHORTEST, LONGEST = 2, 6
"""How many words a clause has that is given back whole."""
LINES = 40
"""How many sentences are searched."""
APART = 5
"""How many tokens may stand between two things that are said in one breath."""
AT_MOST, MOST = 6, 20
"""How many are kept, and how many are looked at."""


def find_echoes(text: str, doc: Doc, feelings: Sequence[Feeling], turned: Iterable[str] = ()) -> tuple[str, ...]:
    """Return half sentences, best first, as they stand in the text; `turned` is what a `Mirror` made of it.

    `"Ik werd pisnig. En later teleurgesteld"` -> `pisnig, en ook teleurgesteld`;
    `"Hij vraagt naar resultaten, en deed twee klassenbezoeken"` -> `resultaten, en twee klassenbezoeken`
    """
    found = chain(
        _of_feelings(text, doc, feelings[:MOST]), _of_images(text, doc), _of_clauses(text, doc), turned,
        _of_nouns(text, doc), _of_the_end(text, doc),
    )  # fmt: skip
    return tuple(dict.fromkeys(each for each in islice(found, MOST) if each))[:AT_MOST]


def _of_feelings(text: str, doc: Doc, heard: Sequence[Feeling]) -> Iterator[str]:
    placed = ((each, doc.char_span(each.start, each.start + len(each.text))) for each in heard)
    feelings = [each for each, span in placed if span is not None and not _names_speaker(span)]
    for one, two in pairwise(feelings):
        if one.lemma != two.lemma and (joint := _joint(doc, one, two)):
            yield f"{one.text}, {joint} {two.text}"
    yield from (_stressed(text, doc, feeling) for feeling in feelings)


def _joint(doc: Doc, one: Feeling, two: Feeling) -> str:
    """Return the joint that the person used between two feelings, if they did."""
    begin, end = one.start + len(one.text), two.start
    spans = [span for span in spans_of(doc, JOINS) if begin <= span.start_char and span.end_char <= end]
    return spans[0].text.lower() if spans and end - begin <= 40 else ""


def _stressed(text: str, doc: Doc, feeling: Feeling) -> str:
    """Return a feeling with the word that stresses it: `teleurgesteld vooral`, `heel boos`."""
    begin, end = feeling.start, feeling.start + len(feeling.text)
    for span in spans_of(doc, STRESS):
        if span.end_char in (begin - 1, begin):
            begin = span.start_char
        elif span.start_char in (end, end + 1):
            end = span.end_char
    return text[begin:end]


def _of_images(text: str, doc: Doc) -> Iterator[str]:
    for span in spans_of(doc, "figurative"):
        if count(span) >= SHORTEST and is_sayable(span) and not _names_speaker(span):
            yield text[span.start_char : span.end_char]


def _of_clauses(text: str, doc: Doc) -> Iterator[str]:
    """Whole clauses about others: whatever names neither you nor me can be said by either."""
    for sentence in islice(doc.sents, LINES):
        for clause in clauses_of(sentence):
            fits = SHORTEST <= count(clause) <= LONGEST and is_sayable(clause) and not _names_speaker(clause)
            if fits and set(labels_in(clause)) & TELLING and not set(labels_in(clause)) & JUDGING:
                yield text[clause.start_char : clause.end_char]


def _of_nouns(text: str, doc: Doc) -> Iterator[str]:
    found = (phrase for phrase in noun_phrases(doc) if is_sayable(phrase) and not _names_speaker(phrase))
    phrases = [phrase for phrase in islice(found, MOST) if not JUDGING & set(labels_in(phrase))]
    for one, two in pairwise(phrases):
        joints = [each for each in beginning_in(doc[one.end : two.start]) if each.label_ == JOINS]
        if joints and two.start - one.end <= APART:
            one = _head_of(one, phrases)
            first, second = text[one.start_char : one.end_char], text[two.start_char : two.end_char]
            yield f"{first}, {joints[0].text.lower()} {second}"
    yield from (text[each.start_char : each.end_char] for each in sorted(phrases, key=lambda each: -count(each)))


def _head_of(phrase: Span, phrases: Sequence[Span]) -> Span:
    """Return the phrase that this one hangs on by a preposition: `drie zieken` of "drie zieken in zijn team"."""
    if phrase.start - 1 not in covered(phrase.doc, LEADERS):
        return phrase
    return next((each for each in phrases if each.end == phrase.start - 1), phrase)


def _of_the_end(text: str, doc: Doc) -> Iterator[str]:
    """The last short clause that only tells: `de rest was ziek`. A judgement given back would be agreed with."""
    last = [sentence for sentence in list(islice(doc.sents, LINES))[-1:] if SAID.isdisjoint(sentence.text)]
    for clause in reversed([clause for sentence in last for clause in clauses_of(sentence)]):
        if FEWEST <= count(clause) <= LONGEST and is_sayable(clause) and not _names_speaker(clause):
            labels = {label.partition(".")[0] for label in labels_in(clause)}
            if not labels & CLAIMING and _stands_alone(clause):
                yield text[clause.start_char : clause.end_char]


def _stands_alone(clause: Span) -> bool:
    """Whether a clause is all that stands between two stops, and leans on no word before it."""
    doc, begin, end = clause.doc, clause.start, clause.end
    begun = clause[0].is_sent_start or not doc[begin - 1].text[0].isalnum()
    ended = end == len(doc) or doc[end].is_sent_start or not doc[end].text[0].isalnum()
    return bool(begun and ended) and clause[0].i not in covered(doc, LEANING)


def _names_speaker(span: Span) -> bool:
    speaker = covered(span.doc, SPEAKER)
    return any(token.i in speaker for token in span)
