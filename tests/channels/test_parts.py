from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.abilities import ABILITIES, Ability
from bot.channels.parts import Part, are_numbered, chosen, parts_of, parts_of_turn, split
from bot.model import Button, Turn

WITH, WITHOUT = ABILITIES["telegram"], ABILITIES["matrix"]
PLAIN = replace(WITH, markup="plain")
TWO = (Button("Graag", "yes"), Button("Liever niet", "no"))
CARD = Turn('Beleven: "Stil <toen>"\nMijn vraag: "Wie?"\nHet mag ook niets zijn: wat blijft?', "close", "card",
            quotes=(("Stil <toen>", "card"),))  # fmt: skip


def test_buttons_stand_under_the_last_part() -> None:
    (part,) = parts_of("Zal ik?", WITH, TWO)
    assert part == Part("Zal ik?", "Zal ik?", TWO)


def test_where_there_are_no_buttons_they_are_numbered() -> None:
    (part,) = parts_of("Zal ik?", WITHOUT, TWO, "Kies een nummer.")
    assert (part.text, part.buttons) == ("Zal ik?\n\n1. Graag\n2. Liever niet\nKies een nummer.", ())


def test_more_buttons_than_fit_are_numbered_too() -> None:
    many = tuple(Button(f"{number}", f"{number}") for number in range(WITH.buttons + 1))
    assert are_numbered(many, WITH) and not are_numbered(many[:-1], WITH)
    assert parts_of("Welke?", WITH, many)[0].buttons == ()


def test_a_payload_that_is_too_long_for_a_button_makes_numbers() -> None:
    assert are_numbered((Button("Ja", "é" * 33),), WITH)
    assert not are_numbered((Button("Ja", "review:" + "a" * 32),), WITH)


@pytest.mark.parametrize(
    ("typed", "title"),
    [("2", "Liever niet"), (" 2. ", "Liever niet"), ("Graag", "Graag"), ("yes", "Graag"), ("3", ""), ("twee", "")],
)
def test_a_number_a_title_or_a_payload_chooses(typed: str, title: str) -> None:
    button = chosen(typed, TWO, numbered=True)
    assert (button.title if button else "") == title


def test_a_number_is_an_answer_where_buttons_are_shown() -> None:
    assert chosen("2", TWO, numbered=False) is None


def test_the_labels_of_a_card_are_set_apart_and_no_sign_of_a_person_is_markup() -> None:
    (part,) = parts_of_turn(CARD, WITH, "")
    assert part.text == CARD.text
    assert part.html == (
        '<b>Beleven:</b> "Stil &lt;toen&gt;"\n<b>Mijn vraag:</b> "Wie?"\nHet mag ook niets zijn: wat blijft?'
    )


def test_where_every_sign_is_shown_nothing_is_marked_up() -> None:
    assert parts_of_turn(CARD, PLAIN, "") == (Part(CARD.text),)


def test_only_a_card_has_labels() -> None:
    (part,) = parts_of_turn(Turn("Let op: nu.\nJa: goed.", "ask", "x"), WITH, "")
    assert part.html == part.text


def test_a_long_text_is_cut_between_lines_then_between_words_then_anywhere() -> None:
    assert split("een\ntwee drie", 9) == ["een", "twee drie"]
    assert split("een twee drie", 9) == ["een twee", "drie"]
    assert split("a" * 10, 4) == ["aaaa", "aaaa", "aa"]


@given(st.text(), st.integers(1, 50))
def test_no_word_is_lost_and_no_part_is_too_long(text: str, longest: int) -> None:
    pieces = split(text, longest)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(len(piece) <= longest for piece in pieces)


@pytest.mark.parametrize("ability", ABILITIES.values(), ids=ABILITIES)
def test_every_channel_talks_in_private_only_and_can_be_pushed_to(ability: Ability) -> None:
    assert ability.private_only and ability.push and ability.markup in ("html", "plain")
