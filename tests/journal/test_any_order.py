"""Whatever is said, paused, resumed, erased, backed up and restored, in whatever order: the journal holds what a plain
list would hold.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from bot.journal.backup import back_up, restore
from bot.journal.opening import master_key
from bot.model import STATES, Message

from .making import NOW, Place, answer, aside, hear, texts, thread

EXAMPLES = int(os.environ.get("BLIJK_TEST_EXAMPLES", "5"))
"""How many orders are tried; more where there is time."""
NAMES = st.sampled_from(["eva", "bas"])
TEXTS = st.text(st.characters(), max_size=20)


@dataclass
class Told:
    """What a plain list holds of a reflection."""

    state: str
    texts: list[str] = field(default_factory=list)
    last: int = 0


@dataclass
class Kept:
    """What a plain list holds of a person."""

    reflections: list[Told] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)

    @property
    def current(self) -> Told | None:
        resting = sorted((told for told in self.reflections if told.state != "done"), key=lambda told: told.last)
        opened = [told for told in resting if told.state == "open"]
        return (opened or resting or [None])[-1]

    def pause_all(self) -> None:
        for told in self.reflections:
            told.state = "paused" if told.state == "open" else told.state


class AnyOrder(RuleBasedStateMachine):
    def __init__(self, migrated: Path) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        (self.folder / "home").mkdir(mode=0o700)
        shutil.copy(migrated, self.folder / "home" / "journal.db")
        keys = str(self.folder / "conf" / "keys.db")
        master = master_key(self.folder / "master.key", keys)
        self.place = Place(f"sqlite:///{self.folder / 'home' / 'journal.db'}", keys, master, self.folder)
        self.journal = self.place.open()
        self.kept: dict[str, Kept] = {}
        self.numbers = itertools.count(1)

    def teardown(self) -> None:
        self.journal.close()
        shutil.rmtree(self.folder)

    @rule(name=NAMES, text=TEXTS, state=st.sampled_from([None, *STATES]), story=st.booleans())
    def says(self, name: str, text: str, state: str | None, story: bool) -> None:
        kept = self.kept.setdefault(name, Kept())
        told = kept.current
        if told is not None and told.state == "paused" and state not in ("paused", "done"):
            told = None
        if told is None and state is not None:
            told = self._begun(kept)
        self._says(name, text, told, state=state, answers="beleven" if story else None)

    @rule(name=NAMES, text=TEXTS, state=st.sampled_from([None, *STATES]))
    def begins_afresh(self, name: str, text: str, state: str | None) -> None:
        kept = self.kept.setdefault(name, Kept())
        kept.pause_all()
        self._says(name, text, self._begun(kept), state=state, fresh=True)

    @precondition(lambda self: any(told.state != "done" for _, told in self._all()))
    @rule(data=st.data(), text=TEXTS, state=st.sampled_from(STATES))
    def resumes(self, data: st.DataObject, text: str, state: str) -> None:
        resting = [
            (name, told) for name, kept in self.kept.items() for told in kept.reflections if told.state != "done"
        ]
        name, told = data.draw(st.sampled_from(resting))
        self.kept[name].pause_all()
        self._says(name, text, told, state=state, resumes=self._id(name, told))

    @precondition(lambda self: self._all())
    @rule(data=st.data())
    def erases_a_reflection(self, data: st.DataObject) -> None:
        name, told = data.draw(st.sampled_from(self._all()))
        receipt = self.journal.erase_reflection(self._person(name), self._id(name, told))
        assert dict(receipt.stores) == {"entries": 2 * len(told.texts), "reflections": 1, "keys": 1}
        self.kept[name].reflections.remove(told)

    @precondition(lambda self: self.kept)
    @rule(data=st.data())
    def erases_everything(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.kept)))
        kept = self.kept.pop(name)
        receipt = self.journal.erase_person(self._person(name))
        assert dict(receipt.stores)["keys"] == 1 + len(kept.reflections)
        assert self.journal.find_person("local", name) is None

    @rule()
    def starts_again(self) -> None:
        self.journal.close()
        self.journal = self.place.open()

    @rule()
    def is_restored_from_an_archive(self) -> None:
        archive = self.folder / "archive.db"
        back_up(self.place.url, archive)
        self.journal.close()
        self.place = replace(self.place, url=f"sqlite:///{self.folder / f'restored {next(self.numbers)}.db'}")
        restore(archive, self.place.url, self.place.keys, self.place.master)
        self.journal = self.place.open()

    @invariant()
    def holds_what_a_plain_list_holds(self) -> None:
        for name, kept in self.kept.items():
            person = self._person(name)
            exported = self.journal.export(person)
            assert [
                ([entry["text"] for entry in each["entries"] if entry["role"] != "turn"], each["state"])
                for each in exported["reflections"]
            ] == [(told.texts, told.state) for told in kept.reflections]
            assert [entry["text"] for entry in exported["asides"] if entry["role"] != "turn"] == kept.asides
            now = thread(self.journal, person)
            assert texts(now.entries) == (kept.current.texts if kept.current else [])
            newest = sorted(kept.reflections, key=lambda told: told.last, reverse=True)
            assert len(self.journal.reflections(person)) == len(newest)
            assert [each.state for each in self.journal.reflections(person)] == [told.state for told in newest]

    def _says(self, name: str, text: str, told: Told | None, **changes: object) -> None:
        number = next(self.numbers)
        person = self._person(name)
        turn = replace(answer(), **{"exercise": None, **changes}) if told is not None else aside(**changes)
        with self.journal.turn(person) as page:
            page.write(Message(str(number), person, text), hear(text), turn, NOW)
            assert page.answered(str(number)) == turn
        if told is None:
            self.kept[name].asides.append(text)
            return
        told.texts.append(text)
        told.last = number
        told.state = str(changes.get("state") or told.state)

    def _begun(self, kept: Kept) -> Told:
        kept.reflections.append(Told("open"))
        return kept.reflections[-1]

    def _all(self) -> list[tuple[str, Told]]:
        return [(name, told) for name, kept in self.kept.items() for told in kept.reflections]

    def _person(self, name: str) -> str:
        return self.journal.person("local", name).id

    def _id(self, name: str, told: Told) -> str:
        exported = self.journal.export(self._person(name))["reflections"]
        found: str = exported[self.kept[name].reflections.index(told)]["id"]
        return found


@pytest.mark.proof
def test_the_journal_holds_what_a_plain_list_would_hold(migrated: Path) -> None:
    quick = settings(
        max_examples=EXAMPLES, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(lambda: AnyOrder(migrated), settings=quick)  # type: ignore[no-untyped-call]
