"""What a reflection comes to on its card."""

from __future__ import annotations

import pytest

from bot.coaching.card import MOST_WORDS, card_lines
from bot.model import Entry, Heard, Knowledge
from tests.coaching.hand_made import NOW, hear

GATE, BARRIER = "Een vader stond vanmorgen bij de poort te schreeuwen.", "De slagboom ging niet open."
SHAKING = hear("Ik stond te trillen", "feeling")


def told(*heards: Heard) -> list[Entry]:
    """Answers to the one step in which somebody just tells."""
    return [Entry(f"e{at}", "answer", each.text, NOW, "story", "tell", each) for at, each in enumerate(heards)]


@pytest.mark.parametrize(
    ("heards", "lines"),
    [
        ([hear(GATE), SHAKING], [("Zo begon het", GATE), ("Mijn verhaal", SHAKING.text)]),
        ([SHAKING, hear(BARRIER)], [("Mijn verhaal", SHAKING.text)]),
        ([hear("geen idee", "notknowing", signals=["notknowing"]), SHAKING], [("Mijn verhaal", SHAKING.text)]),
        ([hear(GATE)], [("Mijn verhaal", GATE)]),
    ],
)
def test_a_story_holds_how_it_began_and_what_touched(
    knowledge: Knowledge, heards: list[Heard], lines: list[tuple[str, str]]
) -> None:
    assert list(card_lines(told(*heards), knowledge.exercises, "nl")) == lines


def test_a_long_beginning_is_cut_and_says_so(knowledge: Knowledge) -> None:
    long = " ".join(["woord"] * (MOST_WORDS + 1))
    (_, begun), _ = card_lines(told(hear(long), SHAKING), knowledge.exercises, "nl")
    assert begun.endswith(" …")


def test_feelings_told_before_stand_on_the_card_where_the_question_about_them_was_passed_over(
    knowledge: Knowledge,
) -> None:
    guilty = hear("Ik voel me schuldig", "feeling", feelings=["schuldig"])
    given = [Entry("e1", "answer", guilty.text, NOW, "four_words", "beleven", guilty)]
    assert ("Uitleven", guilty.text) in card_lines(given, knowledge.exercises, "nl")
    angry = hear("Boos", "feeling", feelings=["boos"])
    given.append(Entry("e2", "answer", angry.text, NOW, "four_words", "uitleven", angry))
    assert ("Uitleven", angry.text) in card_lines(given, knowledge.exercises, "nl")
    assert ("Uitleven", guilty.text) not in card_lines(given, knowledge.exercises, "nl")
