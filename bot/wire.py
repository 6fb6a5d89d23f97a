"""Nouns to plain JSON values and back, both directions in one file so that they cannot drift apart."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

Noun = TypeVar("Noun")


def pack(value: Any) -> Any:
    """Turn a noun (or a tuple, mapping or moment of it) into what JSON can hold.

    `Button("Graag", "yes")` -> `{"title": "Graag", "payload": "yes"}`
    """
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
    hints = _hints(typing.cast(Any, noun))
    return noun(**{key: _fit(hints[key], value) for key, value in packed.items() if key in hints})


@cache
def _hints(noun: Any) -> dict[str, Any]:
    return typing.get_type_hints(noun)


def _fit(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _fit(next(each for each in inner if each is not type(None)), value)
    if origin is tuple:
        hints = [inner[0]] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_fit(each, item) for each, item in zip(hints, value))
    if hint is datetime:
        return datetime.fromisoformat(value)
    return unpack(typing.cast(type, hint), value) if is_dataclass(hint) else value
