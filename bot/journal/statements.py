"""The statements of one turn, each written down once: what is asked of the database while others wait."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, exists, func, select, update

from bot.journal.schema import entries, people, preferences, prompts, reflections

RECENT = 24
"""How many of the newest reflections are looked at."""
REMEMBERED = 8
"""In how many of them a wording is not asked again."""
CLOSED = 3
"""With the last answers of how many finished reflections a new answer is compared."""
ASIDES = 40
"""How many of the newest asides the coach gets to see."""

OF_PERSON = reflections.c.person == bindparam("person")
"""Reflections of `person`."""

WISH = (
    select(preferences.c.value)
    .where(preferences.c.person == people.c.id, preferences.c.name == "reminds")
    .correlate(people)
    .scalar_subquery()
)
ASKS = exists().where(prompts.c.person == people.c.id).correlate(people)
PERSON = select(people, WISH.label("reminds"), ASKS.label("asks")).where(people.c.id == bindparam("person"))
"""The row of `person`, whether they want reminders, and whether they have questions or exercises of their own."""

LOCK_PERSON = PERSON.with_for_update()
"""The row of `person`, which nobody else may lock until we are done."""

ANSWERED = select(entries).where(entries.c.message == bindparam("message"), entries.c.role == "turn")
"""The turn that answered the message with the hash `message`."""

NEWEST = select(reflections).where(OF_PERSON).order_by(reflections.c.last.desc()).limit(RECENT)
"""The newest reflections of `person`."""

RESTING = NEWEST.where(reflections.c.state == "paused").limit(REMEMBERED)
"""The newest of those that rest."""

ONE = select(reflections).where(OF_PERSON, reflections.c.id == bindparam("reflection"))
"""The reflection `reflection` of `person`."""

INSIDE = and_(entries.c.person == bindparam("person"), entries.c.reflection == bindparam("reflection"))
ENTRIES = select(entries).where(INSIDE).order_by(entries.c.seq)
"""All that was said in one reflection, in order."""

LAST_TURN = select(entries).where(INSIDE, entries.c.role == "turn").order_by(entries.c.seq.desc()).limit(1)
"""The last thing that the coach said in one reflection."""

OUTSIDE = and_(entries.c.person == bindparam("person"), entries.c.reflection.is_(None))
NEWEST_ASIDES = (
    select(entries).where(OUTSIDE, entries.c.seq > bindparam("after")).order_by(entries.c.seq.desc()).limit(ASIDES)
)
"""What was last said outside any reflection, later than `after`, newest first."""

THEIRS = entries.c.person == bindparam("person")
ANSWERS = and_(THEIRS, entries.c.reflection.in_(bindparam("done", expanding=True)), entries.c.role == "answer")
ANSWERS_IN = select(entries.c.id, entries.c.reflection, entries.c.text).where(ANSWERS).order_by(entries.c.seq)
"""All answers in the reflections `done`, in order."""

LAST_SEQS = select(func.max(entries.c.seq)).where(ANSWERS).group_by(entries.c.reflection)
HEARD = select(entries.c.id, entries.c.person, entries.c.reflection, entries.c.heard)
LAST_ANSWERS = HEARD.where(THEIRS, entries.c.seq.in_(LAST_SEQS)).order_by(entries.c.seq.desc())
"""What was heard in the last answer in each of the reflections `done`, newest first."""

OWN_PROMPTS = select(prompts).where(prompts.c.person == bindparam("person"))
"""What `person` wants to be asked: questions and exercises."""

# The values that are executed with are set, by column; `whose` and `which` are no columns.

PAUSE_OPEN = (
    update(reflections)
    .where(reflections.c.person == bindparam("whose"), reflections.c.state == "open")
    .values(state="paused")
)
"""Let whatever `whose` has open rest."""

CHANGE_REFLECTION = update(reflections).where(reflections.c.id == bindparam("which"))
"""How the reflection `which` stands after a turn."""

CHANGE_PERSON = update(people).where(people.c.id == bindparam("whose"))
"""How `whose` stands after a turn."""
