"""Reads the signals: one file per signal and language, what carries it in words, lemmas and token patterns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.knowledge.reading import Faults, read_mapping
from bot.model import LANGUAGES, SignalRule

ALLOWED = ("words", "lemmas", "patterns", "groups", "alone")
TOKEN_KEYS = ("LOWER", "LEMMA", "TEXT", "NORM", "REGEX", "OP", "LENGTH", "SHAPE", "IS_PUNCT", "IS_DIGIT", "LIKE_NUM",
              "IS_TITLE", "IS_SENT_START", "IS_SPACE", "IS_ALPHA")  # fmt: skip
"""What a token pattern may ask; part-of-speech is not among them, for a blank pipeline knows none."""


def read_signals(folder: Path) -> tuple[tuple[SignalRule, ...], tuple[str, ...]]:
    """Read `signals/<language>/<name>.yml`, each file one signal named after it; returns the rules and all faults."""
    rules: list[SignalRule] = []
    found: list[str] = []
    for language in LANGUAGES:
        for path in sorted((folder / language).glob("*.yml")):
            faults = Faults(path)
            content = read_mapping(path, faults)
            if content:
                rules.append(_rule(path.stem, language, content, faults))
            found.extend(faults.found)
    return tuple(rules), tuple(found)


def _rule(name: str, language: str, content: dict[str, Any], faults: Faults) -> SignalRule:
    faults.keys(content, (), ALLOWED)
    if not set(content) & {"words", "lemmas", "patterns", "groups"}:
        faults.add("hears nothing", "at least one of the choices", ("words", "lemmas", "patterns", "groups"))
    return SignalRule(
        name=name,
        language=language,
        words=_phrases("words", content.get("words"), faults),
        lemmas=_phrases("lemmas", content.get("lemmas"), faults),
        patterns=_patterns(content.get("patterns"), faults),
        groups=_groups(content.get("groups"), faults),
        alone=bool(content.get("alone", False)),
    )


def _phrases(key: str, listed: Any, faults: Faults) -> tuple[str, ...]:
    phrases = listed if isinstance(listed, list) else [] if listed is None else [listed]
    for place, phrase in enumerate(phrases, 1):
        if not isinstance(phrase, str) or not phrase.strip():
            faults.add(
                f"{key}: number {place} is no text", 'a word or phrase, quoted where YAML needs it ("nee", "15")'
            )
    texts = [phrase for phrase in phrases if isinstance(phrase, str)]
    for phrase in sorted({phrase for phrase in texts if texts.count(phrase) > 1}):
        faults.add(f"{key}: '{phrase}' stands there twice", "each phrase once")
    return tuple(texts)


def _groups(groups: Any, faults: Faults) -> Mapping[str, tuple[str, ...]]:
    if groups is not None and not isinstance(groups, dict):
        faults.add("groups are no mapping", "a name with a list of phrases each")
        return {}
    return {str(name): _phrases(f"groups.{name}", listed, faults) for name, listed in (groups or {}).items()}


def _patterns(patterns: Any, faults: Faults) -> tuple[tuple[Mapping[str, object], ...], ...]:
    listed = patterns if isinstance(patterns, list) else []
    if patterns is not None and not isinstance(patterns, list):
        faults.add("patterns are no list", "a list of token patterns")
    return tuple(tuple(pattern) for place, pattern in enumerate(listed, 1) if _is_pattern(place, pattern, faults))


def _is_pattern(place: int, pattern: Any, faults: Faults) -> bool:
    if not isinstance(pattern, list) or not pattern or not all(isinstance(token, dict) for token in pattern):
        faults.add(f"pattern {place} is no token pattern", "a list with a mapping per token")
        return False
    unknown = sorted({str(key) for token in pattern for key in token} - set(TOKEN_KEYS))
    for key in unknown:
        faults.add(f"pattern {place}: token key '{key}' is not known", "a key of spaCy's matcher", TOKEN_KEYS)
    return not unknown
