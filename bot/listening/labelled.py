"""Reads the labelled sentences that the classifiers learn from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MARKED = re.compile(r"\[([^]]*)\][({][^)}]*[)}]")
"""Rasa's way of marking an entity: `[Pieter](person)`."""


def read_labelled(folder: Path) -> Iterator[tuple[str, str]]:
    """Read each `.yml` under a folder, `{label: [texts]}`; yield (text, label). An absent folder holds none."""
    for path in sorted(folder.rglob("*.yml")):
        for label, texts in (read_yaml(path) or {}).items():
            yield from ((text, str(label)) for text in texts or () if isinstance(text, str))


def read_listed(folder: Path) -> Iterator[dict[str, Any]]:
    """Read each `.yml` under a folder, a list of mappings; yield them."""
    for path in sorted(folder.rglob("*.yml")):
        yield from (each for each in read_yaml(path) or () if isinstance(each, dict))


def read_nlu(folder: Path) -> Iterator[tuple[str, str]]:
    """Read Rasa's NLU examples under a folder; yield (text, intent)."""
    for path in sorted(folder.rglob("*.yml")):
        for block in (read_yaml(path) or {}).get("nlu", ()):
            for line in str(block.get("examples", "")).splitlines():
                if line.startswith("- "):
                    yield MARKED.sub(r"\1", line[2:].strip()), str(block.get("intent"))


def read_yaml(path: Path) -> Any:
    """Read one YAML file in UTF-8; raises `yaml.YAMLError` with line and column when it is none."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506 (a safe loader)
