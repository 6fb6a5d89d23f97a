"""Which trained models fit this code and data. Works without spaCy and scikit-learn."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

LEARNED_FROM = ("data/nlu", "data/listening", "data/coaching/signals", "bot/listening")
LIBRARIES = ("spacy", "spacy-lookups-data", "scikit-learn", "numpy")


def fingerprint(root: Path) -> str:
    """Return the hash of everything that the trained models depend on, twelve characters.

    `root` is the folder that holds `data` and `bot`. The models of this hash live in `models/listening-<hash>/`.
    """
    digest = hashlib.sha256()
    for folder in LEARNED_FROM:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".yml", ".py"):
                digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    digest.update(" ".join(version(library) for library in LIBRARIES).encode())
    return digest.hexdigest()[:12]
