"""Everything that is kept of a person, for that person: as plain data, and as Markdown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timezone, tzinfo
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.journal.rows import entry_of, intention_of, owner_of, person_of
from bot.journal.safe import Safe
from bot.journal.schema import entries, identities, people, reflections, sign_ins
from bot.model import Entry
from bot.wire import pack


def export(connection: Connection, safe: Safe, person: str) -> dict[str, Any]:
    """Return everything of a person; see `Journal.export`."""
    safe.fetch()
    row = connection.execute(select(people).where(people.c.id == person)).one()
    said = _said(connection, safe, person)
    known = connection.execute(select(identities).where(identities.c.person == person))
    signed_in = select(sign_ins.c.begun, sign_ins.c.seen).where(sign_ins.c.person == person).order_by(sign_ins.c.begun)
    kept = connection.execute(select(reflections).where(reflections.c.person == person).order_by(reflections.c.first))
    return {
        "person": pack(person_of(row)),
        "channels": [_channel(each, safe) for each in known],
        "reflections": [_reflection(each, safe, said[each.id]) for each in kept if safe.has(each.id)],
        "asides": said[None],
        "sign_ins": [dict(each._mapping) for each in connection.execute(signed_in)],
    }


def as_markdown(
    exported: Mapping[str, Any], titles: Mapping[str, str], labels: Mapping[str, str], zone: tzinfo = timezone.utc
) -> str:
    """Write what `export` gave as Markdown: what the person wrote quoted word for word, the coach's words plain.

    `titles` names the exercises by id; `labels` gives the words for `journal` (the heading), `reflection` (one without
    a known exercise), `asides` and `intention`; days are those of `zone`.
    """
    parts = [f"# {labels['journal']}"]
    for reflection in exported["reflections"]:
        title = titles.get(reflection["exercise"] or "", labels["reflection"])
        day = datetime.fromisoformat(reflection["begun"]).astimezone(zone).date()
        parts += [f"## {title} · {day}", *_spoken(reflection["entries"])]
        if reflection["intention"] is not None:
            parts += [f"**{labels['intention']}**", _quoted(reflection["intention"]["text"])]
    if exported["asides"]:
        parts += [f"## {labels['asides']}", *_spoken(exported["asides"])]
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


def _reflection(row: Any, safe: Safe, said: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": row.id,
        "exercise": row.exercise,
        "state": row.state,
        "begun": row.begun,
        "touched": row.touched,
        "intention": pack(intention_of(row, safe)),
        "entries": said,
    }


def _channel(row: Any, safe: Safe) -> dict[str, str]:
    channel, tenant, identity = safe.open_json(row.sealed, row.person, "identities.sealed", row.id)
    return {"channel": channel, "tenant": tenant, "identity": identity}


def _spoken(said: list[dict[str, Any]]) -> list[str]:
    return [entry["text"] if entry["role"] == "turn" else _quoted(entry["text"]) for entry in said]


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))
