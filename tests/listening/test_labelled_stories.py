"""What is learned from the marked answers and the little stories, and what is left out."""

from __future__ import annotations

import pytest

from bot.listening.listener import Listener
from bot.listening.matching import BESIDE, read_matches
from bot.listening.pairs import features_of, sides_of
from bot.listening.parts import cuts_of
from bot.listening.quoted import quoted_clauses


@pytest.mark.parametrize(
    ("answer", "labels"),
    [
        ({"text": "Het was druk vandaag. Hij wil gewoon niet", "ask": True, "quote": "Hij wil gewoon niet"}, ["ask"]),
        ({"text": "Het was druk vandaag. Hij kwam om tien uur", "ask": False}, ["none", "none"]),
    ],
    ids=["asked", "not asked"],
)
def test_of_an_answer_that_is_asked_about_only_the_quote_is_learned_from(
    listener: Listener, answer: dict[str, object], labels: list[str]
) -> None:
    ears = listener._ears.of("nl")
    assert [label for _, label in quoted_clauses([answer], ears.pipeline, ears.stances)] == labels


def test_other_pairs_of_a_story_with_a_discrepancy_count_less(listener: Listener) -> None:
    ears = listener._ears.of("nl")
    said = {"messages": ["Ik wil luisteren. Het regende hard.", "Ik praatte een uur."]}
    found = {**said, "found": True, "a": "Ik wil luisteren", "b": "Ik praatte een uur"}
    stories = [found, {**said, "found": False}]
    matches = read_matches(stories, ears.pipeline, ears.stances, "nl")
    assert list(zip(matches.right, matches.counts)) == [
        (False, BESIDE), (True, 1.0), (False, BESIDE), (False, 1.0), (False, 1.0), (False, 1.0),
    ]  # fmt: skip


def test_a_word_counts_in_its_place_and_wherever_it_stands(listener: Listener) -> None:
    heard = listener.listen("Ik wil luisteren. Ik wil praten.", language="nl")
    one, two = sides_of(heard, cuts_of(heard))
    features = features_of(one, two, 0)
    assert features["1 word luisteren"] == features["word luisteren"] == 0.5
    assert features["word willen"] == 1.0
