"""What the learned models are known to mishear stands as tests that must fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.listening.comparing import compare
from bot.listening.listener import Listener
from bot.model import Heard

Gap = dict[str, Any]


def gaps() -> Iterator[Any]:
    for gap in yaml.safe_load((Path(__file__).parent / "_known_gaps.yml").read_text(encoding="utf-8")):
        yield pytest.param(gap, id=f"{gap['language']}-{gap['kind']}-{str(gap['says'])[:40]}")


def spoken_against(heards: list[Heard], listener: Listener) -> str:
    found = [compare(heards[:at], heard, listener.pairs) for at, heard in enumerate(heards)]
    return "yes" if any(found) else "no"


HEARD: dict[str, Callable[[list[Heard], Listener], str | None]] = {
    "safety": lambda heards, _: heards[0].safety,
    "command": lambda heards, _: heards[0].command.label,
    "evidence": lambda heards, _: "yes" if heards[0].evidence.ask else "no",
    "discrepancy": spoken_against,
}


@pytest.mark.xfail(strict=True, raises=AssertionError)
@pytest.mark.parametrize("gap", gaps())
def test_what_is_known_to_be_misheard(listener: Listener, gap: Gap) -> None:
    says = gap["says"] if isinstance(gap["says"], list) else [gap["says"]]
    heards = [listener.listen(each, language=gap["language"]) for each in says]
    assert HEARD[gap["kind"]](heards, listener) == gap["wanted"]
