"""Nouns to plain JSON values and back, both directions in one file so that they cannot drift apart.

The text of the JSON is Python's own to write and read: it keeps half a surrogate pair, which a phone may send.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

Noun = TypeVar("Noun")


def pack(value: Any) -> Any:
    """Turn a noun (or a tuple, mapping or moment of it) into what JSON can hold.

    `Button("Graag", "yes")` -> `{"title": "Graag", "payload": "yes"}`
    """
    return msgspec.to_builtins(value)


def unpack(noun: type[Noun], packed: Mapping[str, Any]) -> Noun:
    """Make a noun from what `pack` made of one. Keys that the noun no longer has are passed over.

    `unpack(Button, {"title": "Graag", "payload": "yes"})` -> `Button("Graag", "yes")`
    Raises `msgspec.ValidationError` when a field without a default is missing, or holds what it never held.
    """
    return msgspec.convert(packed, noun)
