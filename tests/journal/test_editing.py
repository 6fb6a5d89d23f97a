"""Changed means changed, gone means gone: the words, what was heard in them, what the coach gave back of them."""

from __future__ import annotations

import pytest

from bot.errors import NotThere
from bot.journal.blanking import blank
from bot.journal.exporting import as_markdown
from bot.journal.finding import Wanted
from bot.journal.journal import Journal
from bot.journal.schema import entries
from bot.model import Button, Intention

from .making import NOW, Place, answer, aside, say, texts, thread
from .test_erasing import rows

SECRET = "Pieter loog tegen de inspecteur."
LABELS = {"journal": "Alles", "reflection": "Los", "asides": "Terzijde", "intention": "Voornemen"}


@pytest.fixture
def place(any_place: Place) -> Place:
    return any_place


@pytest.fixture
def told(journal: Journal, eva: str) -> tuple[str, str]:
    """A reflection, and in it the answer that is to go, of which the coach made much, then and later."""
    say(journal, eva, "Het was maandag.", answer())
    given_back = answer(
        f"“{SECRET}” Inspecteur. Waar blijkt dat uit?", quotes=((SECRET, "absolute"),),
        buttons=(Button("Over: Pieter loog tegen de …", "x"),), intention=Intention(SECRET, NOW, "time"),
    )  # fmt: skip
    say(journal, eva, SECRET, given_back)
    say(journal, eva, "Verder niets.", answer(f"Je kaart\nBeleven: {SECRET}", state="done"))
    say(journal, eva, "wat schreef ik?", aside("Op maandag: Pieter loog tegen de …"))
    reflection = journal.reflections(eva)[0].id
    return reflection, journal.reflection(eva, reflection).entries[2].id


def said(journal: Journal, eva: str, reflection: str) -> list[str]:
    return [entry.text for entry in journal.reflection(eva, reflection).entries]


def test_a_changed_answer_says_the_new_words_everywhere(journal: Journal, eva: str, told: tuple[str, str]) -> None:
    journal.editing.change(eva, *told, "Hij was niet volledig.")
    reflection = journal.reflection(eva, told[0])
    assert texts(reflection.entries) == ["Het was maandag.", "Hij was niet volledig.", "Verder niets."]
    assert reflection.intention == Intention("Hij was niet volledig.", NOW, "time")
    assert "Hij was niet volledig." in as_markdown(journal.export(eva), {}, LABELS)
    assert journal.finding.find(eva, Wanted(words=("volledig",))).count == 1


@pytest.mark.parametrize("way", ["change", "remove"])
def test_nothing_of_the_old_words_is_left_in_anything_that_can_be_read(
    journal: Journal, eva: str, told: tuple[str, str], way: str
) -> None:
    journal.editing.change(eva, *told, "Iets anders.") if way == "change" else journal.editing.remove(eva, *told)
    whole = repr((journal.export(eva), journal.reflection(eva, told[0]), journal.transcript(eva), thread(journal, eva)))
    assert not [word for word in ("Pieter", "loog", "nspecteur") if word in whole]
    assert journal.finding.find(eva, Wanted(words=("loog",))).count == 0


def test_what_the_coach_itself_asked_stays(journal: Journal, eva: str, told: tuple[str, str]) -> None:
    journal.editing.remove(eva, *told)
    assert said(journal, eva, told[0])[2] == "“…” … Waar blijkt dat uit?"
    assert said(journal, eva, told[0])[4] == "Je kaart\nBeleven: …."


def test_what_the_new_words_still_hold_stays_where_the_coach_gave_it_back(
    journal: Journal, eva: str, told: tuple[str, str]
) -> None:
    journal.editing.change(eva, *told, f"{SECRET} Denk ik.")
    assert said(journal, eva, told[0])[3].startswith(f"“{SECRET}” Inspecteur.")
    assert journal.reflection(eva, told[0]).intention == Intention(SECRET, NOW, "time")


@pytest.mark.parametrize("way", ["change", "remove"])
def test_no_byte_of_the_old_words_or_of_what_was_heard_stays_in_any_file(
    journal: Journal, eva: str, place: Place, told: tuple[str, str], way: str
) -> None:
    before = {column: set(map(bytes, filter(None, rows(place.url, column)))) for column in COLUMNS}  # type: ignore[arg-type]
    receipt = (
        journal.editing.change(eva, *told, "Iets anders.") if way == "change" else journal.editing.remove(eva, *told)
    )
    assert receipt.left == ()
    left = {column: set(map(bytes, filter(None, rows(place.url, column)))) for column in COLUMNS}  # type: ignore[arg-type]
    gone = [sealed for column in COLUMNS for sealed in before[column] - left[column]]
    assert len(gone) == 8  # the answer, what was heard in it, and three turns twice
    if place.url.startswith("sqlite"):
        assert not [sealed for sealed in gone if sealed in place.bytes()]


COLUMNS = (entries.c.text, entries.c.heard, entries.c.turn)


def test_the_talk_goes_on_after_an_answer_was_changed_or_removed(journal: Journal, eva: str) -> None:
    for text in ("Een", "Twee", "Drie"):
        say(journal, eva, text)
    reflection = journal.reflections(eva)[0]
    one, _, _, _, three, _ = journal.reflection(eva, reflection.id).entries
    journal.editing.change(eva, reflection.id, one.id, "Eén")
    journal.editing.remove(eva, reflection.id, three.id)
    assert texts(say(journal, eva, "Vier", answer(state="done")).entries) == []
    assert texts(journal.reflection(eva, reflection.id).entries) == ["Eén", "Twee", "Vier"]
    last = journal.reflection(eva, reflection.id).entries[-2]
    journal.editing.change(eva, reflection.id, last.id, "Vijf")
    with journal.turn(eva) as page:
        assert page.closings() == ()


def test_a_reflection_of_which_every_answer_was_removed_is_still_there(journal: Journal, eva: str) -> None:
    say(journal, eva, "Een")
    reflection = journal.reflections(eva)[0].id
    journal.editing.remove(eva, reflection, journal.reflection(eva, reflection).entries[0].id)
    assert journal.reflections(eva)[0].first == ""
    assert said(journal, eva, reflection) == ["Neem de tijd."]


def test_nobody_changes_what_is_anothers_or_the_coachs(journal: Journal, eva: str, told: tuple[str, str]) -> None:
    bas = journal.person("local", "bas").id
    of_coach = journal.reflection(eva, told[0]).entries[1].id
    before = journal.export(eva)
    for person, entry in ((bas, told[1]), (eva, of_coach), (eva, "0" * 32)):
        with pytest.raises(NotThere):
            journal.editing.change(person, told[0], entry, "x")
        with pytest.raises(NotThere):
            journal.editing.remove(person, told[0], entry)
    assert journal.export(eva) == before


@pytest.mark.parametrize(
    ("text", "old", "new", "left"),
    [
        ("Neem de tijd.", "Hij luistert nooit", "", "Neem de tijd."),
        ("Dus: hij luistert nooit echt.", "Hij luistert nooit", "", "Dus: … echt."),
        ("Moe. En nu?", "moe", "", "…. En nu?"),
        ("Hij luistert nooit", "Hij luistert nooit", "Zij zegt: hij luistert nooit", "Hij luistert nooit"),
        ("Hij luistert", "Hij luistert nooit", "", "Hij luistert"),
        ("niets", "", "", "niets"),
        ("日本 語", "日本 語", "", "…"),
    ],
)
def test_words_in_a_row_that_were_taken_back_leave_a_gap(text: str, old: str, new: str, left: str) -> None:
    assert blank(text, old, new, 3) == left
