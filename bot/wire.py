"""Nouns to plain JSON values and back, both directions in one file so that they cannot drift apart."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
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
    read = _readers(typing.cast(Any, noun))
    return noun(**{key: read[key](value) for key, value in packed.items() if key in read})


@cache
def _readers(noun: Any) -> dict[str, Callable[[Any], Any]]:
    """Work out once per noun how each of its fields is read."""
    return {name: _reader(hint) for name, hint in typing.get_type_hints(noun).items()}


def _reader(hint: Any) -> Callable[[Any], Any]:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        read = _reader(next(each for each in inner if each is not type(None)))
        return lambda value: None if value is None else read(value)
    if origin is tuple and inner[-1] is Ellipsis:
        item = _reader(inner[0])
        return lambda value: tuple([item(each) for each in value])
    if origin is tuple:
        items = [_reader(each) for each in inner]
        return lambda value: tuple(read(each) for read, each in zip(items, value))
    if hint is datetime:
        return datetime.fromisoformat
    return partial(unpack, typing.cast(Any, hint)) if is_dataclass(hint) else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
