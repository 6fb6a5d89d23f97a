"""Takes words that a person took back out of what the coach said about them."""

from __future__ import annotations

import re
from typing import Any

GAP = "…"
NEAR, FAR = 3, 4
"""So many words in a row are the person's own: in the reflection itself, and in another."""
TELLING = 4
"""A word of so many letters or more, given back on its own, is theirs too."""
WORD = re.compile(r"\w+")
BEFORE = " \t”“\"’‘'"
SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")


def blank_turn(turn: dict[str, Any], old: str, new: str, *, near: bool, answers: bool) -> dict[str, Any]:
    """Return a packed turn without what it gives back of an old text that the new one does not hold.

    `near` tells that it is of the same reflection, `answers` that it answered that very text. A turn that holds
    nothing of it comes back equal.
    """
    gone = [text for text, _ in turn["quotes"] if text in old and text not in new]
    least = NEAR if near else FAR

    def without(text: str) -> str:
        for quote in gone:
            text = text.replace(quote, GAP)
        text = blank(text, old, new, least)
        return _without_echoes(text, old, new) if answers else text

    kept = [quote for quote in turn["quotes"] if quote[0] not in gone]
    buttons = [{**button, "title": without(button["title"])} for button in turn["buttons"]]
    intention = turn["intention"]
    if intention is not None and is_from(intention["text"], old, new):
        intention = {**intention, "text": new} if new else None
    return {**turn, "text": without(turn["text"]), "quotes": kept, "buttons": buttons, "intention": intention}


def blank(text: str, old: str, new: str, least: int) -> str:
    """Put a gap where `least` words in a row, or all of a shorter old text, are the old text's and not the new one's.

    `blank("“Hij luistert nooit.” Waar blijkt dat uit?", "Hij luistert nooit.", "", 3)` -> `"“….” Waar blijkt dat uit?"`
    """
    said = _words(old)
    length = min(least, len(said))
    runs = _runs(said, length) - _runs(_words(new), length) if length else set()
    found = list(WORD.finditer(text))
    taken: list[tuple[int, int]] = []
    for place in range(len(found) - length + 1):
        if tuple(each[0].casefold() for each in found[place : place + length]) in runs:
            begin, end = found[place].start(), found[place + length - 1].end()
            taken = [*taken[:-1], (taken[-1][0], end)] if taken and begin <= taken[-1][1] else [*taken, (begin, end)]
    for begin, end in reversed(taken):
        text = f"{text[:begin]}{GAP}{text[end:]}"
    return text


def is_from(text: str, old: str, new: str) -> bool:
    """Whether a text is a stretch of the old one, cut short or not, that the new one does not hold."""
    stretch = text.removesuffix(GAP).strip()
    return stretch in old and stretch not in new


def _without_echoes(text: str, old: str, new: str) -> str:
    """Let no sentence stand that gives a word back; a question stays, since it is the coach's own."""
    theirs = {word for word in {*_words(old)} - {*_words(new)} if len(word) >= TELLING}

    def kept(found: re.Match[str]) -> str:
        sentence = found[0]
        if sentence.endswith("?") or not theirs & {*_words(sentence)}:
            return sentence
        return sentence[: len(sentence) - len(sentence.lstrip(BEFORE))] + GAP

    return SENTENCE.sub(kept, text)


def _runs(words: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[place : place + length]) for place in range(len(words) - length + 1)}


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]
