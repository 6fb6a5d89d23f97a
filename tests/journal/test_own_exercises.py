"""Own exercises: kept sealed, each person's own; what was made with one stays readable until it is erased."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import NotThere
from bot.journal.exporting import as_markdown
from bot.journal.journal import Journal
from bot.model import Message, OwnExercise

from .making import NOW, Place, answer, hear, say, thread
from .test_statements import counting

SECRET = "Kanarieoefening"
WEEK = OwnExercise("", f"{SECRET} titel", f"{SECRET} wanneer", 5, (f"Wat {SECRET}?", "En dan?"), True)


def reflect(journal: Journal, person: str, exercise: str) -> str:
    """Make a reflection with an exercise, and return its id."""
    say(journal, person, "Dat.", answer(state="done", done=True, fresh=True, exercise=exercise, step="q1"))
    return journal.reflections(person)[0].id


def test_what_was_made_comes_back_as_it_was_under_an_id_of_its_own(journal: Journal, eva: str) -> None:
    first = journal.exercises.add(eva, WEEK, NOW)
    second = journal.exercises.add(eva, replace(WEEK, title="Tweede"), NOW + timedelta(minutes=1))
    assert journal.exercises.of(eva) == (first, second)
    assert replace(first, id="") == WEEK and first.id != second.id


def test_the_coach_gets_them_with_the_thread_beside_the_own_questions_in_no_more_statements(
    journal: Journal, eva: str
) -> None:
    question = journal.prompts.add(eva, "Wat mis ik?", NOW)
    with counting() as before:
        thread(journal, eva)
    made = journal.exercises.add(eva, WEEK, NOW)
    with counting() as after:
        given = thread(journal, eva)
    assert (given.own_questions, given.own_exercises) == ((question,), (made,))
    assert after["statements"] == before["statements"]


def test_nothing_of_it_is_in_any_file_and_nothing_is_left_when_it_was_taken_away(
    journal: Journal, place: Place, eva: str
) -> None:
    made = journal.exercises.add(eva, WEEK, NOW)
    assert SECRET.encode() not in place.bytes()
    assert made.id.encode() in place.bytes()
    journal.exercises.remove(eva, made.id)
    assert made.id.encode() not in place.bytes()
    assert journal.exercises.of(eva) == ()


def test_one_that_a_reflection_was_made_with_is_only_offered_no_more(journal: Journal, eva: str) -> None:
    made = journal.exercises.add(eva, WEEK, NOW)
    reflect(journal, eva, made.id)
    journal.exercises.remove(eva, made.id)
    assert journal.exercises.of(eva) == (replace(made, listed=False),)
    assert thread(journal, eva).own_exercises == (replace(made, listed=False),)
    with pytest.raises(NotThere):
        journal.exercises.remove(eva, made.id)


def test_it_is_gone_with_the_last_reflection_that_was_made_with_it(journal: Journal, place: Place, eva: str) -> None:
    made = journal.exercises.add(eva, WEEK, NOW)
    both = [reflect(journal, eva, made.id) for _ in range(2)]
    journal.exercises.remove(eva, made.id)
    journal.erase_reflection(eva, both[0])
    assert len(journal.exercises.of(eva)) == 1
    assert dict(journal.erase_reflection(eva, both[1]).stores)["prompts"] == 1
    assert made.id.encode() not in place.bytes()


def test_it_is_gone_too_when_those_reflections_are_tidied_away(journal: Journal, eva: str) -> None:
    made, kept = journal.exercises.add(eva, WEEK, NOW), journal.exercises.add(eva, replace(WEEK, title="Blijft"), NOW)
    reflect(journal, eva, made.id)
    say(journal, eva, "Later.", answer(fresh=True), NOW + timedelta(days=9))
    journal.exercises.remove(eva, made.id)
    journal.tidy(NOW + timedelta(days=5))
    assert journal.exercises.of(eva) == (kept,)


def test_another_title_leaves_it_the_same_exercise(journal: Journal, place: Place, eva: str) -> None:
    made = journal.exercises.add(eva, WEEK, NOW)
    kept = journal.exercises.change(eva, replace(made, title="Anders", minutes=10), NOW)
    assert journal.exercises.of(eva) == (kept,)
    assert (kept.id, kept.title, kept.minutes) == (made.id, "Anders", 10)


def test_with_other_questions_it_is_a_new_one_and_older_cards_keep_theirs(journal: Journal, eva: str) -> None:
    made = journal.exercises.add(eva, WEEK, NOW)
    unused = journal.exercises.change(eva, replace(made, questions=("Zo?", "En zo?")), NOW)
    assert journal.exercises.of(eva) == (unused,)
    reflect(journal, eva, unused.id)
    newest = journal.exercises.change(eva, replace(unused, intends=False), NOW + timedelta(minutes=1))
    assert journal.exercises.of(eva) == (replace(unused, listed=False), newest)
    assert newest.id != unused.id


def test_nobody_sees_changes_or_takes_away_the_exercise_of_another(journal: Journal, eva: str) -> None:
    made, bas = journal.exercises.add(eva, WEEK, NOW), journal.person("local", "bas").id
    assert (journal.exercises.of(bas), thread(journal, bas).own_exercises) == ((), ())
    for act in (
        lambda: journal.exercises.remove(bas, made.id),
        lambda: journal.exercises.change(bas, replace(made, title="Van mij"), NOW),
    ):
        with pytest.raises(NotThere) as error:
            act()
        assert SECRET not in str(error.value)
    assert journal.exercises.of(eva) == (made,)


def test_a_question_is_no_exercise_and_neither_takes_the_place_of_the_other(journal: Journal, eva: str) -> None:
    question, made = journal.prompts.add(eva, "Wat mis ik?", NOW), journal.exercises.add(eva, WEEK, NOW)
    with pytest.raises(NotThere):
        journal.exercises.remove(eva, question.id)
    with pytest.raises(NotThere):
        journal.prompts.remove(eva, made.id)
    assert (journal.prompts.questions(eva), journal.exercises.of(eva)) == ((question,), (made,))


def test_it_is_exported_also_to_read_and_erased_with_the_rest(journal: Journal, place: Place, eva: str) -> None:
    made = journal.exercises.add(eva, WEEK, NOW)
    reflect(journal, eva, made.id)
    exported = journal.export(eva)
    assert [each["title"] for each in exported["exercises"]] == [WEEK.title]
    labels = dict.fromkeys(("journal", "reflection", "asides", "intention"), "x") | {"exercises": "Eigen oefeningen"}
    told = as_markdown(exported, {}, labels)
    assert f"## {WEEK.title} · " in told and f"## Eigen oefeningen\n\n> {WEEK.title}\n> {WEEK.helps}\n> Wat" in told
    assert dict(journal.erase_person(eva).stores)["prompts"] == 1
    assert made.id.encode() not in place.bytes()


def test_two_people_who_are_one_have_the_exercises_of_both(journal: Journal, eva: str) -> None:
    bas, now = journal.person("local", "bas").id, NOW
    mine = journal.exercises.add(eva, WEEK, now)
    theirs = journal.exercises.add(bas, replace(WEEK, title="Van het andere kanaal"), now + timedelta(minutes=1))
    with journal.turn(bas) as page:
        page.write(Message("m", bas, "Dat."), hear("Dat."), answer(exercise=theirs.id, step="q1"), now)
    assert journal.coupling.use_code(journal.coupling.make_code(eva, now), "local", "bas", now)
    assert journal.exercises.of(eva) == (mine, theirs)


def test_made_changed_taken_away_and_erased_it_is_the_same_in_every_database(any_place: Place) -> None:
    with closing(any_place.open()) as journal:
        eva = journal.person("local", "eva").id
        made = journal.exercises.add(eva, WEEK, NOW)
        reflection = reflect(journal, eva, made.id)
        newer = journal.exercises.change(eva, replace(made, questions=("Zo?", "En zo?")), NOW + timedelta(minutes=1))
        assert thread(journal, eva).own_exercises == (replace(made, listed=False), newer)
        journal.exercises.remove(eva, newer.id)
        assert journal.exercises.of(eva) == (replace(made, listed=False),)
        journal.erase_reflection(eva, reflection)
        assert journal.exercises.of(eva) == ()
