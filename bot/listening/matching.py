"""Learns from labelled little stories which two sentences stand against each other."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc

from bot.listening.classifier import Classifier
from bot.listening.feelings import hear_feelings
from bot.listening.fitting import fit_weights
from bot.listening.lessons import Lesson, learn
from bot.listening.pairs import CLASH, NONE, Features, Pairs, Side, features_of, sides_of
from bot.listening.parts import cuts_of
from bot.listening.stances import hear_sentences
from bot.listening.tellings import see_telling, see_together
from bot.model import Heard

COVERED = 0.6
"""Which share of the words of two texts must be shared for them to be the same passage."""
LONGEST = 12
"""How many sentences of one story are learned from."""
BESIDE = 0.2
"""How much another pair of a story with a discrepancy counts, beside 1 of a pair of a story without: it is hardly wrong
to find one there (measured, each writer left out: 4 to 5 in a hundred more findings are right)."""


@dataclass
class Matches:
    """Pairs of sentences to learn from: what is seen of each, whether its two stand against each other, its weight."""

    seen: list[Features] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    counts: list[float] = field(default_factory=list)
    told: Lesson = field(default_factory=lambda: Lesson([], []))
    """Each story as a whole, and whether two of its sentences stand against each other."""


def read_matches(
    stories: Iterable[Mapping[str, Any]], pipeline: Callable[[str], Doc], stances: Classifier, language: str
) -> Matches:
    """Listen to labelled stories in one of `LANGUAGES`, and pair the sentences of each.

    `{"messages": ["Ik wil luisteren. Het regende.", "Ik praatte"], "found": True, "a": "Ik wil luisteren", "b": "Ik
    praatte"}` -> three pairs, of which the one of the two passages is right
    """
    matches = Matches()
    for story in stories:
        heards = [_hear(str(message), pipeline, stances, language) for message in story["messages"]]
        matches.told.seen.append(see_together(map(see_telling, heards)))
        matches.told.labels.append(CLASH if story["found"] else NONE)
        sides = list(itertools.islice(_numbered(heards), LONGEST))
        for (at, one), (later, two) in itertools.combinations(sides, 2):
            matches.seen.append(features_of(one, two, later - at))
            matches.right.append(bool(story["found"]) and _is_it(story, one, two))
            matches.counts.append(BESIDE if story["found"] and not matches.right[-1] else 1.0)
    return matches


def learn_pairs(languages: Iterable[Matches]) -> Pairs:
    """Learn from the stories of all languages; no two sentences that stand against each other, no weights."""
    seen, right, counts, told = [], [], [], []
    for matches in languages:
        seen += matches.seen
        right += matches.right
        counts += matches.counts
        told.append(matches.told)
    return Pairs(fit_weights(seen, right, counts), learn("tellings", told)) if any(right) else Pairs({})


def _hear(text: str, pipeline: Callable[[str], Doc], stances: Classifier, language: str) -> Heard:
    """Hear no more of a message than what its sides are made of, which takes a third of the time."""
    doc = pipeline(text)
    feelings = hear_feelings(text, doc)
    sentences = hear_sentences(text, doc, stances, frozenset(feeling.start for feeling in feelings))
    return Heard(text, language, sentences=sentences, feelings=feelings)


def _numbered(heards: Iterable[Heard]) -> Iterator[tuple[int, Side]]:
    for at, heard in enumerate(heards):
        yield from ((at, side) for side in sides_of(heard, cuts_of(heard)))


def _is_it(story: Mapping[str, Any], one: Side, two: Side) -> bool:
    a, b, first, second = map(_words, (story["a"], story["b"], one.sentence.text, two.sentence.text))
    return (_same(a, first) and _same(b, second)) or (_same(a, second) and _same(b, first))


def _words(text: object) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", str(text or "").lower()))


def _same(one: frozenset[str], two: frozenset[str]) -> bool:
    return len(one & two) > COVERED * max(1, min(len(one), len(two)))
