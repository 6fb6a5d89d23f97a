"""What was heard in a message as one plain object, for `blijk listen`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.listening.comparing import clearest, compare
from bot.listening.pairs import Pairs
from bot.model import Discrepancy, Heard, Sentence
from bot.wire import pack


def report(heard: Heard) -> dict[str, Any]:
    """Return what JSON can hold of a message: each finding with the signal or model that made it.

    `report(listener.listen("stop"))["command"]` -> `{"label": "stop", "score": 1.0, "ask_back": False, …}`
    """
    return {
        "language": heard.language,
        "language_sure": heard.language_sure,
        "foreign": heard.foreign,
        "sentences": [_sentence(sentence) for sentence in heard.sentences],
        "command": pack(heard.command),
        "evidence": pack(heard.evidence),
        "discrepancy": _discrepancy(heard.discrepancy),
        "feelings": pack(heard.feelings),
        "people": pack(heard.people),
        "moment": pack(heard.moment),
        "minutes": heard.minutes,
        "own_share": heard.own_share,
        "safety": heard.safety,
        "safety_sure": heard.safety_sure,
        "safety_cause": heard.safety_cause,
        "opener": list(heard.opener),
        "passages": pack(heard.passages),
        "echoes": list(heard.echoes),
    }


def report_all(heards: Sequence[Heard], pairs: Pairs | None = None) -> dict[str, Any]:
    """Return the report of the last of several messages, its discrepancy sought across all of them."""
    found = [compare(heards[:at], heard, pairs) for at, heard in enumerate(heards)]
    best = clearest([each for each in found if each])
    return {**report(heards[-1]), "discrepancy": _discrepancy(best)}


def _sentence(sentence: Sentence) -> Mapping[str, Any]:
    packed = pack(sentence)
    return {key: packed[key] for key in ("text", "stance", "score", "signals")}


def _discrepancy(found: Discrepancy | None) -> dict[str, Any] | None:
    return None if found is None else {"found": True, **pack(found)}
