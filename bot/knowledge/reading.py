"""What all readers of `data/coaching` share: a file as a mapping, a wording in both languages, a fault in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.model import LANGUAGES, Wording


class Faults:
    """Collects what is wrong in one file, so that all of it is reported and not only the first."""

    def __init__(self, path: Path) -> None:
        """Take the file that is read; its last three parts name it in every fault."""
        self.place = "/".join(path.parts[-3:])
        self.found: list[str] = []

    def add(self, what: str, expected: str, choices: Iterable[str] = ()) -> None:
        """Note one fault: what is wrong, what was expected, and which choices there are."""
        listed = ", ".join(sorted(choices))
        self.found.append(f"{self.place}: {what}; expected {expected}" + (f"; choices: {listed}" if listed else ""))

    def keys(self, mapping: Mapping[str, Any], needed: Iterable[str], allowed: Iterable[str] = ()) -> None:
        """Note every key that is needed and absent, or present and unknown."""
        needed, known = set(needed), {*needed, *allowed}
        for key in sorted(needed - set(mapping)):
            self.add(f"key '{key}' is missing", "it to be there", known)
        for key in sorted(set(mapping) - known):
            self.add(f"key '{key}' is not known", "a known key", known)


def read_mapping(path: Path, faults: Faults) -> dict[str, Any]:
    """Read a YAML file that holds a mapping; an unreadable one gives a fault and an empty mapping."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        faults.add(f"cannot be read ({type(error).__name__})", "a YAML file in UTF-8")
        return {}
    if isinstance(content, dict):
        return content
    faults.add("holds no mapping", "keys with values at the top level")
    return {}


def read_wordings(owner: str, said: Any, faults: Faults) -> tuple[Wording, ...]:
    """Read one wording (`{nl: …, en: …}`) or several by key (`{key: {nl: …, en: …}}`), each in every language.

    `read_wordings("evidence", {"there": {"nl": "Waar blijkt dat uit?", "en": "Where does that show?"}}, faults)`
    -> `(Wording("evidence.there", {"nl": "Waar blijkt dat uit?", "en": "Where does that show?"}),)`
    """
    if not isinstance(said, dict) or not said:
        faults.add(f"'{owner}' has no wording", "a sentence per language", LANGUAGES)
        return ()
    by_key = {"": said} if set(said) & set(LANGUAGES) else said
    return tuple(_wording(f"{owner}.{key}" if key else owner, by_key[key], faults) for key in by_key)


def _wording(name: str, says: Any, faults: Faults) -> Wording:
    languages = says if isinstance(says, dict) else {}
    for language in LANGUAGES:
        sentence = languages.get(language)
        if not isinstance(sentence, str) or not sentence.strip():
            faults.add(f"'{name}' has no sentence in '{language}'", "a sentence per language", LANGUAGES)
    for language in sorted(set(languages) - set(LANGUAGES)):
        faults.add(f"'{name}' has language '{language}'", "a language that is spoken", LANGUAGES)
    return Wording(name, {language: str(languages.get(language, "")) for language in LANGUAGES})


def per_language(name: str, says: Any, faults: Faults) -> Mapping[str, str]:
    """Read a text that is no wording of its own (a title, a label, a reason) in every language."""
    return _wording(name, says, faults).says
