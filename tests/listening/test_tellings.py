"""What is seen of all that is told, and what it adds to the pairs in it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bot.listening.comparing import clearest, compare
from bot.listening.features import Seen
from bot.listening.listener import Listener
from bot.listening.pairs import Pairs
from bot.listening.tellings import see_telling, see_together
from bot.model import Discrepancy


def same(one: Seen, two: Seen) -> bool:
    """Whether the same words, pieces of words and lemmas are seen of both."""
    return all(np.array_equal(a, b) for a, b in zip(one[:3], two[:3]))


@pytest.mark.parametrize(
    ("with_contrast", "without"),
    [
        ("Ik wil luisteren, maar ik praatte", "Ik wil luisteren, ik praatte"),
        ("I want to listen, although I talk", "I want to listen, I talk"),
    ],
)
def test_a_word_of_contrast_is_not_seen(listener: Listener, with_contrast: str, without: str) -> None:
    language = "nl" if "Ik" in without else "en"
    seen = [see_telling(listener.listen(text, language=language)) for text in (with_contrast, without)]
    assert same(*seen)


def test_any_other_word_is_seen(listener: Listener) -> None:
    seen = [see_telling(listener.listen(text, language="nl")) for text in ("Ik praatte", "Ik praatte nu")]
    assert not same(*seen)


def test_two_messages_are_seen_together(listener: Listener) -> None:
    one, two = (see_telling(listener.listen(text, language="nl")) for text in ("Ik wil luisteren.", "Ik praatte."))
    assert set(see_together([one, two])[0]) == {*one[0], *two[0]}


KEPT = [
    "We hebben afgesproken dat iedereen om acht uur binnen is.",
    "Vanmorgen was iedereen er om acht uur, zoals afgesproken.",
]
BROKEN = ["We hebben afgesproken dat iedereen om acht uur binnen is.", "Vanmorgen kwam ik zelf om half negen binnen."]


def test_what_is_told_around_a_pair_speaks_for_or_against_it(listener: Listener) -> None:
    kept, broken = ([see_telling(listener.listen(text, language="nl")) for text in story] for story in (KEPT, BROKEN))
    assert listener.pairs.around(kept) < listener.pairs.around(broken)


def test_without_a_model_of_what_is_told_the_pair_decides(listener: Listener) -> None:
    earlier, now = (listener.listen(text, language="nl") for text in BROKEN)
    found = compare([earlier], now, Pairs({"always": 5.0}))
    assert found is not None and (found.a, found.b) == (BROKEN[0], BROKEN[1])


def test_what_may_be_spoken_of_comes_before_what_scores_more() -> None:
    learned = Discrepancy("a", "b", "within", 0.99, False, "pair model")
    said = Discrepancy("c", "d", "within", 0.92, True, "wanted / happened")
    assert clearest([learned, said]) is said and clearest([]) is None


@pytest.mark.parametrize(
    ("certainty", "between", "speaks"),
    [(5.0, 0, False), (8.0, 0, True), (8.0, 3, True), (8.0, 4, False)],
    ids=["not certain enough", "next to each other", "four messages apart", "further apart"],
)
def test_of_what_is_learned_the_coach_speaks_only_when_it_is_all_but_certain_and_near(
    listener: Listener, certainty: float, between: int, speaks: bool
) -> None:
    earlier, now = (listener.listen(text, language="nl") for text in BROKEN)
    nothing = listener.listen("Ja.", language="nl")
    found = compare([earlier, *[replace(nothing, sentences=())] * between], now, Pairs({"always": certainty}))
    assert found is not None and found.speak is speaks
