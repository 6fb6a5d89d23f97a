"""What a reflection comes to on its card."""

from __future__ import annotations

import pytest

from bot.coaching.card import MOST_WORDS, card_lines
from bot.model import Entry, Heard, Knowledge, Sentence, Turn
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


def asked(seq: int, step: str, *wordings: str) -> Entry:
    """The coach's turn that asks a step."""
    turn = Turn(ASKED, "ask", f"four_words.{step}", wordings, exercise="four_words", step=step, state="open")
    return Entry(f"t{seq}", "turn", ASKED, NOW, "four_words", step, turn=turn, seq=seq)


GUILTY = Entry("e1", "answer", "Ik voel me schuldig", NOW, "four_words", "beleven",
               hear("Ik voel me schuldig", "feeling", feelings=["schuldig"]))  # fmt: skip
NAMED = "four_words.uitleven.more_room"
ASKED = "Je zei al: schuldig, boos en verdrietig. Wat nog meer?"


@pytest.mark.parametrize(
    ("later", "on_the_card"),
    [
        ([asked(2, "uitleven", NAMED), asked(4, "inleven")], True),
        ([asked(2, "uitleven", NAMED)], False),
        ([asked(2, "uitleven", "four_words.uitleven.give_room"), asked(4, "inleven")], False),
        ([asked(2, "inleven")], False),
        ([], False),
    ],
    ids=["named and passed over", "named and still waiting", "not named", "never asked", "stopped before"],
)
def test_feelings_told_before_stand_on_the_card_where_they_were_named_and_the_question_was_passed_over(
    knowledge: Knowledge, later: list[Entry], on_the_card: bool
) -> None:
    lines = card_lines([GUILTY, *later], knowledge.exercises, "nl")
    assert (("Uitleven", GUILTY.text) in lines) is on_the_card


def test_an_answer_about_feelings_comes_before_what_was_told_earlier_and_later(knowledge: Knowledge) -> None:
    angry, glad = hear("Boos", "feeling", feelings=["boos"]), hear("Opgelucht", "feeling", feelings=["opgelucht"])
    answer = Entry("e3", "answer", angry.text, NOW, "four_words", "uitleven", angry)
    after = Entry("e5", "answer", glad.text, NOW, "four_words", "lingers", glad)
    whole = [GUILTY, asked(2, "uitleven", NAMED), answer, asked(4, "inleven"), after]
    assert ("Uitleven", "Boos") in card_lines(whole, knowledge.exercises, "nl")
    passed = [each for each in whole if each is not answer]
    assert ("Uitleven", GUILTY.text) in card_lines(passed, knowledge.exercises, "nl")


def test_all_feelings_that_were_named_stand_on_the_card_and_no_more_than_those(knowledge: Knowledge) -> None:
    text = "Ze zweeg. Ik was boos. En verdrietig."
    parts = [(0, "Ze zweeg."), (10, "Ik was boos."), (23, "En verdrietig.")]
    sentences = tuple(Sentence(said, start, "feeling", 0.9, ()) for start, said in parts)
    heard = hear(text, "feeling", feelings=["boos", "verdrietig"], sentences=sentences)
    told = Entry("e1", "answer", text, NOW, "four_words", "beleven", heard)
    lines = card_lines([told, asked(2, "uitleven", NAMED), asked(4, "inleven")], knowledge.exercises, "nl")
    assert ("Uitleven", "Ik was boos. En verdrietig.") in lines


def test_of_two_tellings_the_one_that_was_named_stands_on_the_card(knowledge: Knowledge) -> None:
    full = hear("Ik zat echt helemaal vol daarna", "feeling", feelings=["echt helemaal vol"])
    other = Entry("e2", "answer", full.text, NOW, "four_words", "beleven", full)
    whole = [GUILTY, other, asked(3, "uitleven", NAMED), asked(5, "inleven")]
    lines = card_lines(whole, knowledge.exercises, "nl")
    assert ("Uitleven", GUILTY.text) in lines


def test_of_two_tellings_of_the_feeling_that_was_named_the_later_stands_on_the_card(knowledge: Knowledge) -> None:
    still = hear("Nog altijd schuldig, vandaag ook", "feeling", feelings=["schuldig"])
    later = Entry("e2", "answer", still.text, NOW, "four_words", "beleven", still)
    lines = card_lines([GUILTY, later, asked(3, "uitleven", NAMED), asked(5, "inleven")], knowledge.exercises, "nl")
    assert ("Uitleven", still.text) in lines


def test_of_a_long_telling_the_sentence_with_the_feeling_stands_on_the_card(knowledge: Knowledge) -> None:
    fact, feeling = f"Ze {'zweeg en ' * 20}bleef.", f"Ik was boos, {'en nog eens ' * 12}boos."
    sentences = (Sentence(fact, 0, "fact", 0.9, ()), Sentence(feeling, len(fact) + 1, "norm", 0.9, ()))
    heard = hear(f"{fact} {feeling}", feelings=["boos"], sentences=sentences)
    told = Entry("e1", "answer", heard.text, NOW, "four_words", "beleven", heard)
    lines = dict(card_lines([told, asked(2, "uitleven", NAMED), asked(4, "inleven")], knowledge.exercises, "nl"))
    assert lines["Uitleven"].startswith("Ik was boos")
