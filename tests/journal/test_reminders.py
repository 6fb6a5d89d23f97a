"""Reminders: planned with a turn, brought once whoever asks, gone with what they belong to."""

from __future__ import annotations

from datetime import timedelta

from bot.journal.journal import Journal
from bot.journal.reminders import LEASE
from bot.model import Reminder, Turn

from .making import NOW, answer, say

LATER = NOW + timedelta(days=2)
COMING = answer(state="done", reminders=(Reminder("before", LATER), Reminder("after", LATER + timedelta(hours=2))))
BACK = Turn("Zo schreef je het op.", "inform", "reminder_before")


def kinds(journal: Journal, person: str) -> list[str]:
    return [each.kind for each in journal.reminders.planned(person)]


def test_what_a_turn_plans_is_due_when_its_time_has_come_and_not_before(journal: Journal, eva: str) -> None:
    say(journal, eva, "Eerst luisteren", COMING)
    mine = [each for each in journal.reminders.due(LATER) if each.person == eva]
    assert [each.kind for each in mine] == ["before"]
    assert not [each for each in journal.reminders.due(LATER - timedelta(seconds=1)) if each.person == eva]


def test_a_reminder_is_taken_by_one_process_only_and_again_when_that_one_died(journal: Journal, eva: str) -> None:
    say(journal, eva, "Eerst luisteren", COMING)
    due = next(each for each in journal.reminders.due(LATER) if each.person == eva)
    assert [journal.reminders.take(due, LATER) for _ in range(2)] == [True, False]
    assert journal.reminders.take(due, LATER + LEASE)


def test_a_reminder_is_written_down_once(journal: Journal, eva: str) -> None:
    say(journal, eva, "Eerst luisteren", COMING)
    due = next(each for each in journal.reminders.due(LATER) if each.person == eva)
    brought = []
    for _ in range(2):
        with journal.turn(eva) as page:
            brought.append(page.remind(due.id, due.reflection, BACK, LATER))
    assert brought == [True, False]
    said = journal.reflection(eva, due.reflection).entries
    assert [entry.text for entry in said if entry.role == "turn"].count(BACK.text) == 1
    assert journal.reflection(eva, due.reflection).state == "done"


def test_planning_again_replaces_what_was_to_come(journal: Journal, eva: str) -> None:
    thread = say(journal, eva, "Eerst luisteren", answer(reminders=COMING.reminders))
    assert thread.reflection is not None
    say(journal, eva, "Toch later", answer(reminders=(Reminder("before", LATER),)))
    assert kinds(journal, eva) == ["before"]


def test_whether_somebody_wants_reminders_is_kept_and_no_means_none_at_all(journal: Journal, eva: str) -> None:
    assert say(journal, eva, "Eerst luisteren", COMING).person.reminds is None
    assert say(journal, eva, "ja", answer(reminds="yes", state=None, answers=None)).person.reminds == "yes"
    assert say(journal, eva, "nee", answer(reminds="no", state=None, answers=None)).person.reminds == "no"
    assert kinds(journal, eva) == []


def test_erasing_the_reflection_erases_its_reminders(journal: Journal, eva: str) -> None:
    say(journal, eva, "Eerst luisteren", COMING)
    (kept,) = journal.reflections(eva)
    receipt = journal.erase_reflection(eva, kept.id)
    assert ("reminders", 2) in receipt.stores
    assert kinds(journal, eva) == []


def test_what_is_still_to_come_is_not_tidied_away(journal: Journal, eva: str) -> None:
    say(journal, eva, "Eerst luisteren", COMING)
    say(journal, eva, "Iets anders", answer(state="done", fresh=True))
    journal.tidy(NOW + timedelta(days=1))
    assert [each.first for each in journal.reflections(eva)] == ["Eerst luisteren"]


def test_what_comes_afterwards_leaves_the_reflection_its_own_name(journal: Journal, eva: str) -> None:
    say(journal, eva, "Eerst luisteren", COMING)
    (kept,) = journal.reflections(eva)
    follow = answer("Hoe was het?", exercise="afterwards", step="how", answers=None, state="open", resumes=kept.id)
    say(journal, eva, "Hoe was het?", follow)
    say(journal, eva, "Goed", answer(exercise="afterwards", step="heard", answers="how", answers_in="afterwards"))
    whole = journal.reflection(eva, kept.id)
    assert whole.exercise == "four_words"
    assert [(entry.exercise, entry.step) for entry in whole.entries if entry.text == "Goed"] == [("afterwards", "how")]
