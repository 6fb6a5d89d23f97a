"""Keys must lie apart from what they open: a copy of `BLIJK_HOME` alone may not be readable."""

from __future__ import annotations

from pathlib import Path

from bot.errors import KeyRingUnsafe
from bot.settings import Settings


def check_apart(settings: Settings) -> None:
    """Raise `KeyRingUnsafe` when the key ring or the master key lies in `BLIJK_HOME`, or both in one database."""
    for variable, what in (("BLIJK_KEYS", settings.keys), ("BLIJK_MASTER_KEY_FILE", str(settings.master_key_file))):
        if "://" not in what and is_inside(Path(what), settings.home):
            raise KeyRingUnsafe(
                f"environment: {variable} lies in BLIJK_HOME, beside what it opens; expected a folder elsewhere; "
                f"choices: move the file out of '{settings.home}' and point {variable} at it"
            )
    if settings.keys == settings.database_url:
        raise KeyRingUnsafe(
            "environment: BLIJK_KEYS and BLIJK_DATABASE_URL are one database; expected two, so that a copy of one says "
            "nothing; choices: a database of its own for the keys"
        )


def is_inside(file: Path, folder: Path) -> bool:
    """Whether a file lies in a folder or in one below it, also by way of a link.

    `is_inside(Path("var/keys/ring.db"), Path("var"))` -> `True`
    """
    return file.expanduser().resolve().is_relative_to(folder.resolve())
