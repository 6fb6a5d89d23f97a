"""The labelled sentences to measure with, each with the voice that wrote it, and how they are divided into folds."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.listening.labelled import read_yaml
from bot.model import LANGUAGES

KINDS = ("stance", "evidence", "discrepancy", "safety", "command", "opener", "shelf")


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


def fold_of(text: str, folds: int) -> int:
    """Return the fold of a text, the same on every machine."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) // 1_000 % folds


def leave_out(data: Path, copy: Path, fold: int, folds: int) -> None:
    """Copy the folder `data` without the labelled sentences of one fold, to train on."""
    shutil.copytree(data, copy)
    labelled = (copy / "listening" / language / kind for language in LANGUAGES for kind in KINDS)
    for path in sorted(path for folder in labelled for path in folder.glob("*.yml")):
        content = read_yaml(path) or ()
        kept: Any
        if isinstance(content, dict):
            kept = {label: [text for text in texts if fold_of(str(text), folds) != fold]
                    for label, texts in content.items()}  # fmt: skip
        else:
            kept = [each for each in content if fold_of(first_text(each), folds) != fold]
        path.write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")


def first_text(given: dict[str, Any]) -> str:
    """Return by what text a listed example is folded."""
    return str(given.get("text") or given["messages"][0])


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
