"""Reads the concepts: per language some files by theme, each concept a name and the words that mean it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.knowledge.reading import Faults, read_mapping
from bot.model import LANGUAGES, Concept

LONGEST = 7
"""So many words has a phrase at most."""
ANY_END = "*"
"""At the end of a single word: however it goes on."""


def read_concepts(folder: Path) -> tuple[tuple[Concept, ...], tuple[str, ...]]:
    """Read `<folder>/<language>/concepts/<theme>.yml`, each `{name: [words]}`; returns the concepts and all faults."""
    concepts: list[Concept] = []
    found: list[str] = []
    for language in LANGUAGES:
        for path in sorted((folder / language / "concepts").glob("*.yml")):
            faults = Faults(path)
            for name, words in read_mapping(path, faults).items():
                concepts.append(_concept(str(name), language, words, faults))
            found.extend(faults.found)
    return tuple(concepts), (*found, *_compare(folder, concepts))


def _concept(name: str, language: str, words: Any, faults: Faults) -> Concept:
    if not isinstance(words, list) or not words:
        faults.add(f"'{name}' has no words", "a list of words and phrases")
        return Concept(name, language, ())
    for place, phrase in enumerate(words, 1):
        wrong = _fault(phrase)
        if wrong:
            faults.add(f"'{name}': number {place} {wrong[0]}", wrong[1])
    texts = [phrase for phrase in words if _fault(phrase) is None]
    for phrase in sorted({phrase for phrase in texts if texts.count(phrase) > 1}):
        faults.add(f"'{name}': '{phrase}' stands there twice", "each phrase once")
    return Concept(name, language, tuple(texts))


def _fault(phrase: Any) -> tuple[str, str] | None:
    """Return what is wrong with a phrase and what was expected, if anything."""
    if not isinstance(phrase, str) or not any(letter.isalnum() for letter in phrase):
        return "is no text", 'a word or phrase, quoted where YAML needs it ("nee", "113")'
    if ANY_END in phrase and (phrase.count(ANY_END) > 1 or " " in phrase or not phrase.endswith(ANY_END)):
        return f"has '{ANY_END}' elsewhere than at the end of a single word", "`suicid*`, or the phrase without it"
    if len(phrase.split()) > LONGEST:
        return "is too long", f"at most {LONGEST} words"
    return None


def _compare(folder: Path, concepts: list[Concept]) -> Iterator[str]:
    """Yield a fault per concept that stands twice in a language, or not in each."""
    for language in LANGUAGES:
        faults = Faults(folder / language / "concepts")
        names = [concept.name for concept in concepts if concept.language == language]
        for name in sorted({name for name in names if names.count(name) > 1}):
            faults.add(f"'{name}' stands there twice", "each concept once")
        for name in sorted({concept.name for concept in concepts} - set(names)):
            faults.add(f"'{name}' is missing", "the same concepts in each language", set(names))
        yield from faults.found
