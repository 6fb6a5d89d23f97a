"""Review, export and erase, with a real journal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions._desk import Desk
from actions._turn import TurnAction
from actions.coach import ActionCoach
from actions.erase import ActionErase
from actions.export import ActionExport
from actions.review import ActionReview
from bot.errors import NotThere
from bot.journal.journal import Journal
from bot.model import Command, Heard, Mention, Message, Turn


class Talk:
    """One person, who says something to one action after the other."""

    def __init__(self, desk: Callable[[], Desk], journal: Journal, name: str = "eva") -> None:
        self.desk = desk
        self.person = journal.person("local", name).id
        self.said = 0

    def say(self, action: type[TurnAction], text: str, button: str | None = None, people: tuple[str, ...] = ()) -> Turn:
        self.said += 1
        mentions = tuple(Mention(name, "name", 0) for name in people)
        heard = Heard(text, "nl", command=Command("erase" if button else "story"), people=mentions)
        message = Message(f"m{self.said}", self.person, text, button, "nl")
        return action(self.desk).take_turn(message, heard)


@pytest.fixture
def talk(desk: Callable[[], Desk], journal: Journal) -> Talk:
    talk = Talk(desk, journal)
    talk.say(ActionCoach, "Pieter luistert nooit naar mij in het overleg van dinsdag")
    return talk


def payloads(turn: Turn) -> list[str]:
    return [button.payload for button in turn.buttons]


def test_a_reflection_is_found_by_the_name_of_a_person(talk: Talk, journal: Journal) -> None:
    reflection = journal.reflections(talk.person)[0].id
    assert f"review:{reflection}" in payloads(talk.say(ActionReview, "wat schreef ik over Pieter?", people=("Pieter",)))
    assert talk.say(ActionReview, "en over Marleen?", people=("Marleen",)).move == "review_nothing_found"


def test_the_chosen_reflection_is_shown(talk: Talk, journal: Journal) -> None:
    reflection = journal.reflections(talk.person)[0].id
    shown = talk.say(ActionReview, "Mijn verhaal", f"review:{reflection}")
    assert shown.move == "review_whole"


def test_a_reflection_of_somebody_else_is_not_found(talk: Talk, desk: Callable[[], Desk], journal: Journal) -> None:
    reflection = journal.reflections(talk.person)[0].id
    shown = Talk(desk, journal, "other").say(ActionReview, "laat zien", f"review:{reflection}")
    assert "Pieter" not in shown.text


def test_nothing_is_erased_before_an_offered_button_is_pressed(talk: Talk, journal: Journal) -> None:
    reflection = journal.reflections(talk.person)[0].id
    talk.say(ActionErase, "wis", f"erase:one:{reflection}")
    talk.say(ActionErase, "wis alles")
    assert len(journal.reflections(talk.person)) == 1


def test_one_reflection_is_erased_and_its_words_are_gone(talk: Talk, journal: Journal) -> None:
    asked = talk.say(ActionErase, "wis dit")
    one = next(payload for payload in payloads(asked) if payload.startswith("erase:one:"))
    gone = talk.say(ActionErase, "Deze wissen", one)
    assert gone.move == "erased_one"
    assert "Pieter" not in str(journal.export(talk.person))


def test_the_same_press_again_gets_the_same_turn(talk: Talk) -> None:
    asked = talk.say(ActionErase, "wis dit")
    one = next(payload for payload in payloads(asked) if payload.startswith("erase:one:"))
    gone = talk.say(ActionErase, "Deze wissen", one)
    talk.said -= 1
    assert talk.say(ActionErase, "Deze wissen", one) == gone


def test_everything_is_erased_and_nobody_is_left(talk: Talk, journal: Journal) -> None:
    talk.say(ActionErase, "wis alles")
    gone = talk.say(ActionErase, "Alles wissen", "erase:all")
    assert gone.move == "erased_all"
    assert journal.find_person("local", "eva") is None
    with pytest.raises(NotThere):
        journal.export(talk.person)


def test_the_export_is_pointed_to(talk: Talk) -> None:
    assert talk.say(ActionExport, "exporteer").kind == "inform"
