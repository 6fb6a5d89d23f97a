"""Which reflections speak of somebody: their answers are opened and looked through, for words are sealed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.journal.moments import moment
from bot.journal.safe import Safe
from bot.model import Earlier


def naming(
    people: Sequence[str], reflections: Iterable[Any], answers: Iterable[Any], safe: Safe
) -> tuple[Earlier, ...]:
    """Return those of the rows of reflections in whose answers one of these people is named, in the given order.

    `people` are names as written; of each reflection the first that is found: `["Pieter"]` finds "en PIETER zei nee".
    """
    said: dict[str, str] = {}
    for row in answers:
        text = safe.open(row.text, row.reflection, "entries.text", row.id)
        said[row.reflection] = f"{said.get(row.reflection, '')} {text.casefold()}"
    return tuple(_found(people, reflections, said))


def _found(people: Sequence[str], reflections: Iterable[Any], said: dict[str, str]) -> Iterator[Earlier]:
    for row in reflections:
        for person in people:
            if re.search(rf"\b{re.escape(person.casefold())}\b", said.get(row.id, "")):
                yield Earlier(row.id, person, moment(row.begun))
                break
