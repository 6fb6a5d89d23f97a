"""Nouns to plain JSON values and back, both directions in one file so that they cannot drift apart."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any, TypeVar

Noun = TypeVar("Noun")


def pack(value: Any) -> Any:
    """Turn a noun (or a tuple, mapping or moment of it) into what JSON can hold.

    `Button("Graag", "yes")` -> `{"title": "Graag", "payload": "yes"}`
    """
    if isinstance(value, (str, int, float)):
        return value
    if is_dataclass(value):
        return {each.name: pack(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {key: pack(each) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [pack(each) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value


def unpack(noun: type[Noun], packed: Mapping[str, Any]) -> Noun:
    """Make a noun from what `pack` made of one. Keys that the noun no longer has are passed over.

    `unpack(Button, {"title": "Graag", "payload": "yes"})` -> `Button("Graag", "yes")`
    Raises `TypeError` when a field without a default is missing.
    """
    names, readers = _fields(typing.cast(Any, noun))
    values = {key: value for key, value in packed.items() if key in names}
    for name, read in readers:
        if name in values:
            values[name] = read(values[name])
    return noun(**values)


Read = Callable[[Any], Any]


@cache
def _fields(noun: Any) -> tuple[frozenset[str], tuple[tuple[str, Read], ...]]:
    """Work out once per noun which fields it has, and how those are read that JSON does not hold as they are."""
    readers = {name: _reader(hint) for name, hint in typing.get_type_hints(noun).items()}
    return frozenset(readers), tuple((name, read) for name, read in readers.items() if read is not None)


def _reader(hint: Any) -> Read | None:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _optional(_reader(next(each for each in inner if each is not type(None))))
    if origin is tuple:
        return _several(_reader(inner[0])) if inner[-1] is Ellipsis else _each([_reader(each) for each in inner])
    if hint is datetime:
        return datetime.fromisoformat
    return partial(unpack, typing.cast(Any, hint)) if is_dataclass(hint) else None


def _optional(read: Read | None) -> Read | None:
    return read and (lambda value: None if value is None else read(value))


def _several(read: Read | None) -> Read:
    return tuple if read is None else lambda values: tuple([read(value) for value in values])


def _each(readers: Sequence[Read | None]) -> Read:
    if not any(readers):
        return tuple
    return lambda values: tuple([read(value) if read else value for read, value in zip(readers, values)])
