"""Everything that is kept of a person, for that person: as plain data, and as Markdown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone, tzinfo
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.journal.moments import stamp
from bot.journal.prompts import read_prompts
from bot.journal.rows import entry_of, intention_of, owner_of, person_of
from bot.journal.safe import Safe
from bot.journal.schema import addresses, entries, identities, people, preferences, reflections, sign_ins
from bot.journal.tags import read_tags
from bot.model import Entry
from bot.wire import pack


@dataclass(frozen=True)
class Part:
    """Which of a person's reflections are taken along; an empty field does not narrow."""

    since: datetime | None = None
    """Begun at or after."""
    until: datetime | None = None
    """Begun before."""
    exercise: str = ""

    def holds(self, begun: str, exercise: str | None) -> bool:
        """Tell whether a reflection of that exercise, begun at that stamped moment, is in it."""
        after = self.since is None or begun >= stamp(self.since)
        before = self.until is None or begun < stamp(self.until)
        return after and before and self.exercise in ("", exercise)


WHOLE = Part()


def export(connection: Connection, safe: Safe, person: str, part: Part = WHOLE) -> dict[str, Any]:
    """Return everything of a person; see `Journal.export`."""
    safe.fetch()
    row = connection.execute(select(people).where(people.c.id == person)).one()
    said = _said(connection, safe, person)
    known = connection.execute(select(identities).where(identities.c.person == person))
    signed_in = select(sign_ins.c.begun, sign_ins.c.seen).where(sign_ins.c.person == person).order_by(sign_ins.c.begun)
    kept = connection.execute(select(reflections).where(reflections.c.person == person).order_by(reflections.c.first))
    named = read_tags(connection, safe, person)
    questions, exercises = read_prompts(connection, safe, person)
    chosen = select(preferences.c.name, preferences.c.value).where(preferences.c.person == person)
    return {
        "person": pack(person_of(row)),
        "channels": [_channel(each, safe) for each in known],
        "addresses": _addresses(connection, safe, person),
        "reflections": [
            _reflection(each, safe, said[each.id], named.get(each.id, ()))
            for each in kept
            if safe.has(each.id) and part.holds(each.begun, each.exercise)
        ],
        "asides": [each for each in said[None] if part.holds(stamp(datetime.fromisoformat(each["at"])), None)],
        "questions": [each.text for each in questions],
        "exercises": [pack(each) for each in exercises],
        "preferences": {each.name: each.value for each in connection.execute(chosen)},
        "sign_ins": [dict(each._mapping) for each in connection.execute(signed_in)],
    }


def as_markdown(
    exported: Mapping[str, Any], titles: Mapping[str, str], labels: Mapping[str, str], zone: tzinfo = timezone.utc
) -> str:
    """Write what `export` gave as Markdown: what the person wrote quoted word for word, the coach's words plain.

    `titles` names the exercises by id, the person's own are named by themselves; `labels` gives the words for `journal`
    (the heading), `reflection` (one without a known exercise), `asides`, `intention` and `exercises` (those that the
    person made); days are those of `zone`.
    """
    parts, titles = [f"# {labels['journal']}"], {**titles, **{each["id"]: each["title"] for each in _own(exported)}}
    for reflection in exported["reflections"]:
        title = titles.get(reflection["exercise"] or "", labels["reflection"])
        day = datetime.fromisoformat(reflection["begun"]).astimezone(zone).date()
        parts += [f"## {title} · {day}", *_tagged(reflection), *_spoken(reflection["entries"])]
        if reflection["intention"] is not None:
            parts += [f"**{labels['intention']}**", _quoted(reflection["intention"]["text"])]
    if exported["asides"]:
        parts += [f"## {labels['asides']}", *_spoken(exported["asides"])]
    if any(each["listed"] for each in _own(exported)):
        parts += [f"## {labels['exercises']}", *(_made(each) for each in _own(exported) if each["listed"])]
    return "\n\n".join(parts) + "\n"


def _said(connection: Connection, safe: Safe, person: str) -> dict[str | None, list[dict[str, Any]]]:
    """Everything said, by reflection; under `None` what was said outside any."""
    said: dict[str | None, list[dict[str, Any]]] = defaultdict(list)
    query = select(entries).where(entries.c.person == person).order_by(entries.c.seq)
    for row in connection.execute(query):
        if safe.has(owner_of(row)):
            said[row.reflection].append(_entry(entry_of(row, safe)))
    return said


def _entry(entry: Entry) -> dict[str, Any]:
    plain = {
        "role": entry.role,
        "text": entry.text,
        "at": entry.at.isoformat(),
        "exercise": entry.exercise,
        "step": entry.step,
    }
    return plain if entry.turn is None else {**plain, "kind": entry.turn.kind, "move": entry.turn.move}


def _reflection(row: Any, safe: Safe, said: list[dict[str, Any]], named: tuple[str, ...]) -> dict[str, Any]:
    return {
        "id": row.id,
        "exercise": row.exercise,
        "state": row.state,
        "begun": row.begun,
        "touched": row.touched,
        "intention": pack(intention_of(row, safe)),
        "tags": list(named),
        "entries": said,
    }


def _channel(row: Any, safe: Safe) -> dict[str, str]:
    channel, tenant, identity = safe.open_json(row.sealed, row.person, "identities.sealed", row.id)
    return {"channel": channel, "tenant": tenant, "identity": identity}


def _addresses(connection: Connection, safe: Safe, person: str) -> list[dict[str, Any]]:
    """Where the person can be reached in a channel."""
    rows = connection.execute(select(addresses).where(addresses.c.person == person).order_by(addresses.c.channel))
    return [
        {"channel": row.channel, "at": safe.open_json(row.sealed, person, "addresses.sealed", row.id), "used": row.used}
        for row in rows
    ]


def _spoken(said: list[dict[str, Any]]) -> list[str]:
    return [entry["text"] if entry["role"] == "turn" else _quoted(entry["text"]) for entry in said]


def _tagged(reflection: Mapping[str, Any]) -> list[str]:
    tags = [f"*{tag}*" for tag in reflection["tags"]]
    return [" · ".join(tags)] if tags else []


def _own(exported: Mapping[str, Any]) -> list[dict[str, Any]]:
    own: list[dict[str, Any]] = exported["exercises"]
    return own


def _made(exercise: Mapping[str, Any]) -> str:
    """Write an exercise that the person made: its title, when it helps, its questions."""
    lines = [line for line in (exercise["title"], exercise["helps"], *exercise["questions"]) if line]
    return _quoted("\n".join(lines))


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))
