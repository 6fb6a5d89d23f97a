"""Own questions and preferences: kept sealed, each person's own, gone when gone."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from bot.errors import NotThere
from bot.journal.journal import Journal
from bot.model import Feeling, Heard, Message

from .making import NOW, Place, answer, say, thread
from .test_statements import counting

SECRET = "Kanarievraag"


def test_own_questions_come_back_in_the_order_in_which_they_were_kept(journal: Journal, eva: str) -> None:
    for minutes, text in ((0, "Eerst?"), (1, "Dan?"), (2, "Laatst?")):
        journal.prompts.add(eva, text, NOW + timedelta(minutes=minutes))
    assert [each.text for each in journal.prompts.questions(eva)] == ["Eerst?", "Dan?", "Laatst?"]


def test_the_coach_gets_them_with_the_thread(journal: Journal, eva: str) -> None:
    assert thread(journal, eva).own_questions == ()
    kept = journal.prompts.add(eva, "Wat zou mijn oma zeggen?", NOW)
    assert thread(journal, eva).own_questions == (kept,)


def test_nothing_of_a_question_is_in_any_file_and_nothing_is_left_when_it_was_taken_away(
    journal: Journal, place: Place, eva: str
) -> None:
    kept = journal.prompts.add(eva, SECRET * 20, NOW)
    assert SECRET.encode() not in place.bytes()
    assert kept.id.encode() in place.bytes()
    journal.prompts.remove(eva, kept.id)
    assert kept.id.encode() not in place.bytes()
    assert journal.prompts.questions(eva) == ()


def test_nobody_takes_away_the_question_of_another(journal: Journal, eva: str) -> None:
    kept, bas = journal.prompts.add(eva, SECRET, NOW), journal.person("local", "bas").id
    with pytest.raises(NotThere) as error:
        journal.prompts.remove(bas, kept.id)
    assert SECRET not in str(error.value)
    assert journal.prompts.questions(eva) == (kept,)


def test_a_choice_takes_the_place_of_the_former_and_is_ones_own(journal: Journal, eva: str) -> None:
    bas = journal.person("local", "bas").id
    for value in ("yes", "no"):
        journal.preferences.keep(eva, "patterns", value)
    assert journal.preferences.of(eva) == {"patterns": "no"}
    assert journal.preferences.of(bas) == {}
    with pytest.raises(NotThere):
        journal.preferences.of("nobody")


def test_questions_and_choices_are_exported_and_erased_with_the_rest(journal: Journal, eva: str) -> None:
    journal.prompts.add(eva, "Wat mis ik?", NOW)
    journal.preferences.keep(eva, "tour", "seen")
    exported = journal.export(eva)
    assert (exported["questions"], exported["preferences"]) == (["Wat mis ik?"], {"tour": "seen"})
    gone = dict(journal.erase_person(eva).stores)
    assert (gone["prompts"], gone["preferences"]) == (1, 1)


def felt(journal: Journal, person: str, at: datetime, step: str = "beleven") -> None:
    heard = Heard("Ik was moe.", "nl", words=3, feelings=(Feeling("moe", "moe", "tired", 7),))
    with journal.turn(person) as page:
        turn = answer(state="done", fresh=True, answers=step)
        page.write(Message(f"{step}{at.timestamp()}", person, heard.text), heard, turn, at)


def test_answers_of_a_period_come_back_with_what_was_felt_and_wholly_where_that_is_asked(
    journal: Journal, eva: str
) -> None:
    felt(journal, eva, NOW - timedelta(days=300))
    felt(journal, eva, NOW)
    felt(journal, eva, NOW, "question")
    say(journal, eva, "Iets heel anders", answer(state="done", fresh=True), NOW + timedelta(days=300))
    begin, end = NOW - timedelta(days=1), NOW + timedelta(days=1)
    found = journal.answers(eva, begin, end, frozenset({("four_words", "question")}))
    assert [each.entries[0].step for each in found] == ["beleven", "question"]
    heards = [each.entries[0].heard for each in found]
    assert [heard and [feeling.shade for feeling in heard.feelings] for heard in heards] == [["tired"], ["tired"]]


def test_answers_take_as_many_statements_of_many_reflections_as_of_few(journal: Journal, eva: str) -> None:
    counts = []
    for _ in range(2):
        for _ in range(15):
            felt(journal, eva, datetime.now(timezone.utc))
        with counting() as counted:
            journal.answers(eva, NOW - timedelta(days=9), datetime.now(timezone.utc) + timedelta(days=1))
        counts.append(counted["statements"])
    assert counts[0] == counts[1] <= 6
