"""Short clauses in which people tell of themselves, turned for another to say: `ik bleef staan` -> `je bleef staan`.

A simple reflection in motivational interviewing: the person's own words, nothing added (Miller & Rollnick).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from bot.listening.clauses import clauses_of, count
from bot.listening.lexicon import VERB, lexicon_of
from bot.listening.passages import is_sayable
from bot.listening.stances import labels_in
from bot.model import SignalRule

SHORTEST, LONGEST = 3, 9
"""How many words such a clause has."""
SHORTEST_TURNED = 4
"""The same where the verb stands first: "dat doe ik" says too little."""
SIGNS = frozenset("?:\"'“”‘’«»")
"""Signs of a question, or of what somebody said, which would no longer be exact."""
LINES = 12
"""How many sentences, the last ones, are searched: what was said last is what is answered."""
WEIGHTY = frozenset(
    {
        "judgement", "mindreading", "generalising", "absolute", "must", "notknowing", "hedge", "hurt", "selfcontempt",
        "abuse", "advice_request", "pushback", "figurative", "feelings", "cause_self", "enough",
    }
)  # fmt: skip
"""Signals of what is not said back so: a verdict, also on oneself, would sound like the coach's own."""
OPEN = re.compile(r"(.*[^aeiou])([aeou])([^aeiouwxy])")
"""A stem that is written with one vowel because a syllable followed: `mak` of `maken`."""
SHARP = {"v": "f", "z": "s"}
"""How a stem ends of which the infinitive has the softer sound: `schrijv`, `lez`."""


class Mirror:
    """Turns what a person said of themselves, by the words in `mirroring.yml`."""

    def __init__(self, rule: SignalRule) -> None:
        """Take the rule `mirroring`: its words are who speaks, its groups what becomes of them and of their verbs."""
        groups = rule.groups
        self._speakers = frozenset(rule.words)
        self._says = {word: name[5:] for name, words in groups.items() if name.startswith("says.") for word in words}
        self._does = {word: name[5:] for name, words in groups.items() if name.startswith("does.") for word in words}
        self._ending = next(iter(groups.get("ending", ())), "")
        self._never = frozenset(groups.get("never", ()))
        self._asks, self._being = frozenset(groups.get("asks", ())), frozenset(groups.get("being", ()))
        self._others, self._that = frozenset(groups.get("others", ())), frozenset(groups.get("that", ()))

    def of(self, doc: Doc) -> Iterator[str]:
        """Yield what may be said back, the last first: `"Ik had mijn tas al dicht"` -> `je had je tas al dicht`."""
        for sentence in reversed(list(doc.sents)[-LINES:]):
            if not SIGNS & {token.text for token in sentence}:
                for clause in reversed(clauses_of(sentence)):
                    if SHORTEST <= count(clause) <= LONGEST and self._may_turn(clause):
                        turned = self._turn(clause)
                        if turned is not None:
                            yield turned

    def _may_turn(self, clause: Span) -> bool:
        words = [token.norm_ for token in clause]
        if not (self._says.keys() | self._speakers) & set(words) or self._never & set(words):
            return False
        if words[0] in self._asks or self._being & set(words):
            return False
        labels = {label.partition(".")[0] for label in labels_in(clause) if not label.endswith("?")}
        return _ends(clause) and is_sayable(clause) and not labels & WEIGHTY

    def _turn(self, clause: Span) -> str | None:
        speaking = [at for at, token in enumerate(clause) if token.norm_ in self._speakers]
        verb = self._verb_of(clause, speaking) if speaking else None
        others = _begins(clause) and clause[0].norm_ in self._others
        if verb is None and (speaking or not others):
            return None
        verbs = dict([verb]) if verb else {}
        words = (verbs.get(at, self._says.get(token.norm_, token.text)) for at, token in enumerate(clause))
        return "".join(word + token.whitespace_ for word, token in zip(words, clause)).strip()

    def _verb_of(self, clause: Span, speaking: list[int]) -> tuple[int, str] | None:
        """Return the place of the one speaker's verb and what becomes of it; `None` where that is not sure."""
        if len(speaking) > 1:
            return None
        at = speaking[0]
        if clause[at].norm_ in self._does:  # "I've told her": the verb is in it
            return at, self._does[clause[at].norm_]
        that = at == 1 and clause[0].norm_ in self._that
        if that and self._ending:
            return self._last_verb_of(clause)
        after = at == 0 or that
        place = at + 1 if after else at - 1
        if place >= len(clause) or not self._may_follow(clause[place]):
            return None
        if not after:  # "dat heb ik ook gezegd": the verb stays as it is; English puts no verb there but to ask
            told = self._ending and place > 0 and _begins(clause) and count(clause) >= SHORTEST_TURNED
            return (place, clause[place].text) if told else None
        return place, self._done(clause[place])

    def _may_follow(self, token: Token) -> bool:
        """Whether a word can be the verb beside who speaks; in Dutch that is never the infinitive."""
        return _is_told(token) or token.norm_ in self._does if self._ending else _is_verb(token)

    def _last_verb_of(self, clause: Span) -> tuple[int, str] | None:
        """Return the same in "dat ik eerst luister", where the verb stands last, or last but one: "haar kan bellen"."""
        within = (at for at in range(2, len(clause)) if clause[at].norm_ in self._asks | self._that)
        end = next(within, len(clause))  # "dat ik eerst luister wat hij zegt"
        last, before = clause[end - 1], clause[end - 2]
        if before.norm_ in self._does or (last.norm_ == last.lemma_ and _is_told(before)):
            return end - 2, self._done(before)
        return (end - 1, self._done(last)) if _is_told(last) else None

    def _done(self, verb: Token) -> str:
        form = verb.norm_
        if form in self._does:
            return self._does[form]
        present = bool(self._ending) and _is_present(form, verb.lemma_)
        return verb.text + self._ending if present and not form.endswith(self._ending) else verb.text


def _begins(clause: Span) -> bool:
    first = clause[0]
    return bool(first.is_sent_start) or not clause.doc[first.i - 1].text[0].isalnum()


def _ends(clause: Span) -> bool:
    doc, end = clause.doc, clause.end
    return bool(end == clause.sent.end or not doc[end].text[0].isalnum())


def _is_verb(token: Token) -> bool:
    known = lexicon_of(token.doc.lang_)
    return bool((known.of(token.lemma) | known.of(token.norm)) & VERB) or "'" in token.text


def _is_told(token: Token) -> bool:
    """Whether a word is a verb, and no infinitive."""
    return _is_verb(token) and token.norm_ != token.lemma_


def _is_present(form: str, infinitive: str) -> bool:
    """Tell whether a Dutch form is the stem of its verb: `maak` of `maken`, `zeg` of `zeggen`, not `zei`."""
    if form == infinitive or not infinitive.endswith("n"):
        return False
    stem = infinitive.removesuffix("en")
    if open_ := OPEN.fullmatch(stem):
        stem = f"{open_[1]}{open_[2] * 2}{open_[3]}"
    return infinitive.startswith(form) or stem[:-1] + SHARP.get(stem[-1:], stem[-1:]) == form
