"""Looking for reflections: by words, by who is spoken of, by feeling, exercise, tag and period. Opens and scans."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.engine import Connection

from bot.journal.access import Access
from bot.journal.moments import moment, stamp
from bot.journal.reading import contains, plain
from bot.journal.rows import reflection_of
from bot.journal.safe import Safe
from bot.journal.schema import entries, reflections
from bot.journal.tags import read_tags
from bot.model import FOLLOW_UP, Reflection

MANY = 500
"""Of more reflections than this all is read, since naming each would be too long a question."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for; an empty field does not narrow."""

    words: tuple[str, ...] = ()
    """Each stands in what the person wrote or in a tag, also as a part of a word, whatever its case and accents."""
    who: tuple[str, ...] = ()
    """Each stands in the name or role of somebody who is spoken of."""
    feeling: str = ""
    """A shade of feeling that was heard: angry, glad, …"""
    exercise: str = ""
    tag: str = ""
    since: datetime | None = None
    """Begun at or after."""
    until: datetime | None = None
    """Begun before."""


@dataclass(frozen=True)
class Listed:
    """One reflection in a list."""

    reflection: Reflection
    """Without its entries."""
    tags: tuple[str, ...]
    followed: bool
    """Whether the person came back to it afterwards."""


@dataclass(frozen=True)
class Found:
    """What was found: some of it, and how much there is."""

    count: int
    listed: tuple[Listed, ...]
    """Newest first."""
    exercises: frozenset[str]
    """Of all of this person's reflections, for the choices of a form."""
    tags: tuple[str, ...]
    """Likewise, in the order of the alphabet."""
    begun: tuple[tuple[str, datetime], ...]
    """Of each of them its id and when it began, newest first."""


class Finding:
    """The looking back in one journal; `Journal.finding` is it. All raise `NotThere` without such a person."""

    def __init__(self, access: Access) -> None:
        """Take how the journal comes at what is kept."""
        self._access = access

    def find(self, person_id: str, wanted: Wanted, skip: int = 0, most: int = 40) -> Found:
        """Return which of a person's reflections are wanted, at most `most` after the first `skip`.

        `find(eva, Wanted(words=("renee",)))` -> `Found(2, (Listed(…), Listed(…)), …)`
        """
        with self._access.reading(person_id) as connection:
            look = _Look(connection, self._access.safe(person_id), person_id)
            rows = look.matching(wanted)
            return Found(len(rows), look.listed(rows[skip : skip + most]), look.exercises, look.named, look.begun)

    def listed(self, person_id: str, ids: Collection[str]) -> tuple[Listed, ...]:
        """Return these of a person's reflections as a list shows them, newest first; unknown ids are passed over."""
        with self._access.reading(person_id) as connection:
            look = _Look(connection, self._access.safe(person_id), person_id, ids)
            return look.listed(look.rows)


class _Look:
    """All of one person's reflections, or only some, as one search sees them."""

    def __init__(self, connection: Connection, safe: Safe, person: str, only: Collection[str] | None = None) -> None:
        self._connection, self._safe, self._person = connection, safe, person
        itself = reflections.c
        query = select(itself.id, itself.exercise, itself.begun).where(itself.person == person)
        query = query if only is None else query.where(itself.id.in_(only))
        rows, known = connection.execute(query.order_by(itself.begun.desc())).all(), safe.owners()
        self.rows: list[Any] = [row for row in rows if row.id in known]
        self.tags = read_tags(connection, safe, person, only)

    @property
    def begun(self) -> tuple[tuple[str, datetime], ...]:
        return tuple((row.id, moment(row.begun)) for row in self.rows)

    @property
    def exercises(self) -> frozenset[str]:
        return frozenset(row.exercise for row in self.rows if row.exercise)

    @property
    def named(self) -> tuple[str, ...]:
        return tuple(sorted({name for names in self.tags.values() for name in names}, key=str.casefold))

    def matching(self, wanted: Wanted) -> list[Any]:
        since, until = (stamp(each) if each else "" for each in (wanted.since, wanted.until))
        rows = [
            row
            for row in self.rows
            if row.begun >= since
            and (not until or row.begun < until)
            and wanted.exercise in ("", row.exercise)
            and (not wanted.tag or wanted.tag in self.tags.get(row.id, ()))
        ]
        if wanted.words or wanted.who:
            rows = self._with_words(rows, wanted)
        return self._with_feeling(rows, wanted.feeling) if wanted.feeling else rows

    def listed(self, rows: list[Any]) -> tuple[Listed, ...]:
        ids = [row.id for row in rows]
        self._safe.fetch(ids)
        query = select(reflections).where(reflections.c.id.in_(ids)).order_by(reflections.c.begun.desc())
        firsts, followed = self._firsts(ids), self._followed(ids)
        return tuple(
            Listed(
                reflection_of(row, self._safe, first=firsts.get(row.id, "")),
                self.tags.get(row.id, ()),
                row.id in followed,
            )
            for row in self._connection.execute(query)
        )

    def _with_words(self, rows: list[Any], wanted: Wanted) -> list[Any]:
        words, who = ([plain(word) for word in those] for those in (wanted.words, wanted.who))
        tags = {row.id: [plain(tag) for tag in self.tags.get(row.id, ())] for row in rows}
        missing = {row.id: [word for word in words if not any(word in tag for tag in tags[row.id])] for row in rows}
        spoken: dict[str, list[str]] = {row.id: [] for row in rows}
        for entry, reflection, sealed in self._said(rows, entries.c.text):
            if who or missing[reflection]:
                text = plain(self._safe.open(sealed, reflection, "entries.text", entry))
                missing[reflection] = [word for word in missing[reflection] if word not in text]
                if any(word in text for word in who):
                    spoken[reflection].append(entry)
        rows = [row for row in rows if not missing[row.id]]
        if not who:
            return rows
        speaking = self._speaking([each for row in rows for each in spoken[row.id]], wanted.who)
        return [row for row in rows if row.id in speaking]

    def _speaking(self, ids: list[str], who: tuple[str, ...]) -> set[str]:
        """Those of which these entries speak of all who are looked for; of a changed entry all its words count."""
        names: dict[str, list[str]] = {}
        enough: set[str] = set()
        columns = (entries.c.id, entries.c.reflection, entries.c.text, entries.c.heard)
        for begin in range(0, len(ids), MANY):
            for row in self._connection.execute(select(*columns).where(entries.c.id.in_(ids[begin : begin + MANY]))):
                if row.reflection in enough:
                    continue
                mine = names.setdefault(row.reflection, [])
                if row.heard is None:
                    mine.append(self._safe.open(row.text, row.reflection, "entries.text", row.id))
                else:
                    heard = self._safe.open_json(row.heard, row.reflection, "entries.heard", row.id)
                    mine.extend(each["text"] for each in heard["people"])
                enough |= {row.reflection} if contains(mine, who) else set()
        return enough

    def _with_feeling(self, rows: list[Any], feeling: str) -> list[Any]:
        """Those in which a feeling of this shade was heard; what stands so in the packed text is no person's word."""
        sign, felt = f'"shade":{json.dumps(feeling)}', set()
        for entry, reflection, sealed in self._said(rows, entries.c.heard):
            if sealed is not None and reflection not in felt:
                heard = self._safe.open(sealed, reflection, "entries.heard", entry)
                felt |= {reflection} if sign in heard else set()
        return [row for row in rows if row.id in felt]

    def _said(self, rows: list[Any], column: Any) -> list[tuple[str, str, Any]]:
        """What the person said in these reflections: its id, the reflection's, one sealed column."""
        ids = {row.id for row in rows}
        self._safe.fetch(ids if len(ids) <= MANY else None)
        inside = and_(entries.c.person == self._person, entries.c.role != "turn", entries.c.reflection.is_not(None))
        query = select(entries.c.id, entries.c.reflection, column).where(inside)
        if len(ids) <= MANY:
            query = query.where(entries.c.reflection.in_(ids))
        return [(id, owner, sealed) for id, owner, sealed in self._connection.execute(query).all() if owner in ids]

    def _firsts(self, ids: list[str]) -> dict[str, str]:
        """The first answer in each of these reflections."""
        answers = and_(entries.c.person == self._person, entries.c.role == "answer")
        ours = and_(answers, entries.c.reflection.in_(ids))
        first = select(func.min(entries.c.seq)).where(ours).group_by(entries.c.reflection)
        query = select(entries.c.id, entries.c.reflection, entries.c.text).where(answers, entries.c.seq.in_(first))
        found = self._connection.execute(query)
        return {each.reflection: self._safe.open(each.text, each.reflection, "entries.text", each.id) for each in found}

    def _followed(self, ids: list[str]) -> set[str]:
        """Those to which the person came back after the talk."""
        ours = and_(entries.c.person == self._person, entries.c.reflection.in_(ids))
        query = select(entries.c.reflection).where(ours, entries.c.role == "answer", entries.c.exercise == FOLLOW_UP)
        return set(self._connection.execute(query.distinct()).scalars())
