"""The journal: whose it is, one turn at a time, and finding everything back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.errors import KeyRingUnsafe, NotThere
from bot.journal.access import Access
from bot.journal.addresses import Addresses
from bot.journal.answers import Steps, read_answers
from bot.journal.coupling import Coupling
from bot.journal.deliveries import Deliveries
from bot.journal.editing import Editing
from bot.journal.erasing import Receipt, erase_person_rows, erase_reflection_rows
from bot.journal.exporting import WHOLE, Part, export
from bot.journal.finding import Finding
from bot.journal.keyring import KeyRing
from bot.journal.migrating import check_revision
from bot.journal.moments import stamp
from bot.journal.own_exercises import OwnExercises
from bot.journal.page import Page
from bot.journal.people import find, meet
from bot.journal.preferences import Preferences
from bot.journal.prompts import Prompts
from bot.journal.reading import list_reflections, read_transcript, whole_reflection
from bot.journal.reminders import REMINDER, Reminders, brought_to
from bot.journal.schema import entries, journals, people
from bot.journal.signing_in import SignIns
from bot.journal.tags import Tags
from bot.journal.tidying import tidy_person_rows
from bot.model import Entry, Person, Reflection


class Journal:
    """Everything that was said, sealed. Safe to use from several threads and processes at once."""

    def __init__(self, engine: Engine, ring: KeyRing, hash_key: bytes) -> None:
        """Take an engine of the database, the key ring, and the key for hashes; `open_journal` has checked them."""
        access = self._access = Access(engine, ring, hash_key)
        self.sign_ins = SignIns(access)
        self.reminders = Reminders(access)
        self.addresses = Addresses(access)
        self.deliveries = Deliveries(access)
        self.coupling = Coupling(access)
        self.preferences = Preferences(access)
        self.exercises = OwnExercises(access)
        self.prompts = Prompts(access)
        self.tags = Tags(access)
        self.editing = Editing(access)
        self.finding = Finding(access)

    def close(self) -> None:
        """Let go of all connections."""
        self._access.close()

    def check(self) -> None:
        """Raise `NotReady` when the database does not answer, `NotMigrated` when its tables are not ours.

        Raises `KeyRingUnsafe` or `Tampered` when the key ring is not the one of this journal any more.
        """
        with self._access.reading() as connection:
            check_revision(connection)
            journal = connection.execute(select(journals.c.id)).scalar_one()
            if self._access.ring.find([journal]).get(journal) != self._access.hash_key:
                raise KeyRingUnsafe(
                    "key ring: has another key for this journal, or none; expected the ring it was opened with; "
                    "choices: put that ring back, and start again"
                )

    # who

    def find_person(self, channel: str, identity: str, *, tenant: str = "") -> Person | None:
        """Return the person whom a channel knows by this identity, `None` when nobody is."""
        with self._access.reading() as connection:
            return find(connection, self._identity_hash(channel, identity, tenant))

    def person(self, channel: str, identity: str, *, tenant: str = "") -> Person:
        """Return the person whom a channel knows by this identity; a new one when nobody is.

        `journal.person("local", "me")` -> `Person(id="5f0c…", language=None, met=False)`
        """
        try:
            return self.find_person(channel, identity, tenant=tenant) or self._meet(channel, identity, tenant)
        except IntegrityError:  # met in another process at the same moment
            return self.person(channel, identity, tenant=tenant)

    def set_language(self, person_id: str, language: str) -> None:
        """Keep the language that a person chose; raises `NotThere` when there is no such person."""
        with self._access.locked(person_id) as (connection, _row):
            connection.execute(update(people).where(people.c.id == person_id).values(language=language))

    # one turn

    @contextmanager
    def turn(self, person_id: str) -> Iterator[Page]:
        """Open a page for one turn: nobody else writes in this person's journal until it is closed.

        What was written is on disk when the block has ended, and undone when it ends with an exception.
        Raises `NotThere` when there is no such person, `NotReady` when the database does not let us write.
        """
        with self._access.locked(person_id) as (connection, row):
            yield Page(connection, row, self._access.safe(person_id), self._access.hash_key)

    # finding back

    def reflections(
        self,
        person_id: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        exercise: str | None = None,
        words: tuple[str, ...] = (),
    ) -> tuple[Reflection, ...]:
        """List a person's reflections, newest first, without their entries.

        Those touched at or after `since`, begun before `until`, of one exercise, in which the person wrote all of
        `words` (parts of words too, whatever their case and accents). Raises `NotThere` when there is no such person.
        """
        with self._access.reading(person_id) as connection:
            return list_reflections(connection, self._access.safe(person_id), person_id, since, until, exercise, words)

    def reflection(self, person_id: str, reflection_id: str) -> Reflection:
        """Return one reflection whole; raises `NotThere` when this person has no such reflection."""
        with self._access.reading(person_id) as connection:
            return whole_reflection(connection, self._access.safe(person_id), person_id, reflection_id)

    def answers(
        self, person_id: str, since: datetime, until: datetime, whole: Steps = frozenset()
    ) -> tuple[Reflection, ...]:
        """Return a person's reflections of a period, oldest first, each with its answers alone.

        Those touched at or after `since` and begun before `until`. The answers to the steps `whole` are opened wholly;
        of the others only the feelings that were heard. Raises `NotThere` when there is no such person.
        """
        with self._access.reading(person_id) as connection:
            return read_answers(connection, self._access.safe(person_id), person_id, since, until, whole)

    def transcript(self, person_id: str, limit: int = 200) -> tuple[Entry, ...]:
        """Return what the chat shows: the reflection that is open, else the newest, and what was said around it.

        In order, at most the newest `limit`. Raises `NotThere` when there is no such person.
        """
        with self._access.reading(person_id) as connection:
            brought = [self._access.hash(REMINDER, each) for each in brought_to(connection, person_id)]
            return read_transcript(connection, self._access.safe(person_id), person_id, limit, brought)

    def keeps(self, person_id: str, entry_id: str) -> bool:
        """Tell whether an entry of this person is still there; raises `NotThere` when there is no such person."""
        mine = (entries.c.person == person_id, entries.c.id == entry_id)
        with self._access.reading(person_id) as connection:
            return connection.execute(select(entries.c.id).where(*mine)).first() is not None

    def export(self, person_id: str, part: Part = WHOLE) -> dict[str, Any]:
        """Return everything that is kept of a person, word for word, as JSON can hold it; of the reflections a part.

        Raises `NotThere` when there is no such person.
        """
        with self._access.reading(person_id) as connection:
            return export(connection, self._access.safe(person_id), person_id, part)

    # erasing: never within a turn of the same person, which holds the lock

    def erase_reflection(self, person_id: str, reflection_id: str) -> Receipt:
        """Erase one reflection, its key too, so that no backup can bring it back.

        Raises `NotThere` when this person has no such reflection.
        """
        with self._access.locked(person_id) as (connection, _person):
            erased = erase_reflection_rows(connection, person_id, reflection_id)
        return self._access.shred(erased)

    def erase_person(self, person_id: str) -> Receipt:
        """Erase a person and everything of theirs, their keys too; raises `NotThere` when there is no such person."""
        with self._access.locked(person_id) as (connection, _person):
            erased = erase_person_rows(connection, person_id)
        return self._access.shred(erased)

    def tidy(self, before: datetime) -> Receipt:
        """Erase whatever was last touched before a moment, keys too; of whom nothing is left, the person too."""
        with self._access.reading() as connection:
            everybody = list(connection.execute(select(people.c.id)).scalars())
        gone: Counter[str] = Counter()
        for person in everybody:
            with suppress(NotThere), self._access.locked(person) as (connection, _person):
                gone += tidy_person_rows(connection, person, stamp(before))
        return self._access.shred(tuple(gone.items()))

    # inside

    def _meet(self, channel: str, identity: str, tenant: str) -> Person:
        hashed = self._identity_hash(channel, identity, tenant)
        with self._access.writing() as connection:
            return find(connection, hashed) or meet(connection, self._access.ring, hashed, [channel, tenant, identity])

    def _identity_hash(self, channel: str, identity: str, tenant: str) -> bytes:
        return self._access.hash("identity", channel, tenant, identity)
