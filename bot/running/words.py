"""What the command line says to the person at the keyboard, from `data/cli/<language>.yml`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import yaml

from bot.model import LANGUAGES
from bot.settings import ROOT


class Words:
    """The sentences of the command line in one language."""

    def __init__(self, language: str) -> None:
        """Read the file of a language, one of `LANGUAGES`."""
        self.language = language
        text = (ROOT / "data" / "cli" / f"{language}.yml").read_text(encoding="utf-8")
        self._sentences: Mapping[str, Any] = yaml.safe_load(text)

    def say(self, key: str, **places: object) -> str:
        """Return the sentence with its places filled: `say("ready", address="http://…")`. `KeyError` if unknown."""
        return str(self._sentences[key]).format(**places)

    def names(self, key: str) -> Mapping[str, str]:
        """Return the words that stand together under a key: `names("stores")["keys"]`. `KeyError` if unknown."""
        return {name: str(word) for name, word in self._sentences[key].items()}


def words_of_this_terminal(environ: Mapping[str, str] = os.environ) -> Words:
    """Return the sentences in the terminal's own language where Blijk speaks it, else in English.

    `LANG=nl_NL.UTF-8` -> Dutch
    """
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return Words(locale[:2] if locale[:2] in LANGUAGES else "en")
