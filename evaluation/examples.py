"""The labelled sentences to measure with, each with the voice that wrote it, and the setting apart of some writers."""

from __future__ import annotations

import itertools
import random
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.listening.labelled import read_yaml
from bot.model import LANGUAGES

KINDS = ("stance", "evidence", "discrepancy", "safety", "command", "opener", "shelf")
RETOLD = "_retold"
"""So ends the name of a voice that retells, in one language, what the voice before it wrote in the other."""
EVERY = 5
"""One in so many is measured in a long message too: those take the longest to hear."""


@dataclass(frozen=True)
class Example:
    """One labelled text or little story."""

    kind: str
    voice: str
    """The name of the file it stands in: who wrote it."""
    label: str
    messages: tuple[str, ...]
    quote: str | None = None
    """Evidence: the clause to ask about."""


def read_examples(folder: Path, kind: str) -> Iterator[Example]:
    """Yield the examples of one of `KINDS` under `<folder>/<kind>`, where `folder` is that of one language.

    `{"norm": ["Wij horen op tijd te zijn"]}` -> one example, label `norm`; a list of mappings gives labels `yes` and
    `no` by their `ask` or `found`.
    """
    for path in sorted((folder / kind).glob("*.yml")):
        content = read_yaml(path) or ()
        if isinstance(content, dict):
            pairs = ((label, text) for label, texts in content.items() for text in texts)
            yield from (Example(kind, path.stem, str(label), (str(text),)) for label, text in pairs)
        else:
            yield from (_listed(kind, path.stem, each) for each in content)


def _listed(kind: str, voice: str, given: dict[str, Any]) -> Example:
    wanted = given["ask"] if kind == "evidence" else given["found"]
    messages = given.get("messages") or [given["text"]]
    return Example(kind, voice, "yes" if wanted else "no", tuple(map(str, messages)), given.get("quote"))


def set_apart(data: Path, kept: Path, apart: Path, fold: int, folds: int) -> None:
    """Copy the folder `data` to `kept`, but the sentences of each kind by one in `folds` of its writers to `apart`.

    So no sentence of that kind is learned from whom is listened to: a new writer is harder to hear than new sentences
    of a known one. What was retold from such a writer in the other language is left out altogether.
    """
    shutil.copytree(data, kept)
    for language, kind in itertools.product(LANGUAGES, KINDS):
        (apart / language / kind).mkdir(parents=True)
        for path in _written(kept, language, kind)[fold::folds]:
            path.rename(apart / language / kind / path.name)
            for other in LANGUAGES:
                if other != language:
                    (kept / "listening" / other / kind / f"{path.stem}{RETOLD}.yml").unlink(missing_ok=True)


def _written(data: Path, language: str, kind: str) -> list[Path]:
    """Return the files of one kind with what writers wrote, without what was retold from the other language."""
    paths = sorted((data / "listening" / language / kind).glob("*.yml"))
    return [path for path in paths if not path.stem.endswith(RETOLD)]


def among_others(examples: Sequence[Example], others: Sequence[str], beside: int) -> list[Example]:
    """Return one in `EVERY` of some examples, each as one message, with `beside` other texts before it and after it.

    The same examples and texts give the same messages: `"He hit her"` -> `"Nice day. He hit her. We ate."`
    """
    chance = random.Random(7)  # noqa: S311 (no secret)
    long = []
    for each in examples[::EVERY]:
        around = [_ended(text) for text in chance.sample(others, 2 * beside)]
        said = (*around[:beside], _ended(" ".join(each.messages)), *around[beside:])
        long.append(replace(each, messages=(" ".join(said),)))
    return long


def _ended(text: str) -> str:
    return text if text.rstrip().endswith((".", "!", "?", "…")) else f"{text}."


def fourgrams(text: str) -> frozenset[tuple[str, ...]]:
    """Return all runs of four words: `"Ik zei niks tegen hem"` -> `ik zei niks tegen`, `zei niks tegen hem`."""
    words = re.findall(r"\w+", text.lower())
    return frozenset(tuple(words[at : at + 4]) for at in range(len(words) - 3))


def share_of_twins(texts: list[str]) -> float:
    """Return which share of the texts has four words in a row in common with another of them."""
    by_run: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for at, text in enumerate(texts):
        for run in fourgrams(text):
            by_run[run].add(at)
    twins = {at for places in by_run.values() if len(places) > 1 for at in places}
    return len(twins) / max(1, len(texts))
