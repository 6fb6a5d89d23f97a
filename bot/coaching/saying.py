"""Putting a turn into words: which wording, what stands in its places, and how pieces become one text."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.coaching.talk import Talk
from bot.model import Button, Turn, Wording

MOST_WORDS = 30
"""A turn has at most so many words, card and safety excepted (design, section 5)."""


@dataclass(frozen=True)
class Piece:
    """A part of a turn: its text, the wordings it came from, what it quotes, and whether it may be left out."""

    text: str
    asked: tuple[str, ...] = ()
    quotes: tuple[tuple[str, str], ...] = ()
    reflects: bool = False
    spare: bool = False
    """May be left out when the turn would grow too long."""


@dataclass(frozen=True)
class Places:
    """What can be put into a wording's places, and which of it stands between quotation marks."""

    texts: Mapping[str, str] = field(default_factory=dict)
    quotes: Mapping[str, str] = field(default_factory=dict)
    """Place -> the signal that caused the passage."""


def pick(talk: Talk, wordings: Sequence[Wording], places: Places = Places()) -> Wording | None:
    """Choose a wording whose places can be filled: the first unused one, else the one used longest ago.

    Unused means: neither in this reflection nor in the eight before. Returns `None` when no place can be filled.
    """
    fit = [wording for wording in wordings if _fits(wording, talk, places)]
    used = [name for turn in talk.turns for name in turn.asked]
    fresh = [wording for wording in fit if wording.id not in used and wording.id not in talk.thread.asked]
    if fresh:
        return fresh[0]
    newest_first = [*reversed(used), *talk.thread.asked]
    return max(fit, key=lambda wording: newest_first.index(wording.id), default=None)


def piece(talk: Talk, wordings: Sequence[Wording], places: Places = Places(), **extra: bool) -> Piece | None:
    """Choose a wording and fill it; `None` when none fits."""
    wording = pick(talk, wordings, places)
    if wording is None:
        return None
    sentence = wording.says[talk.language]
    used = _names(sentence)
    quotes = tuple((places.texts[name], signal) for name, signal in places.quotes.items() if name in used)
    return Piece(sentence.format(**places.texts), (wording.id,), quotes, **extra)


def frame(talk: Talk, name: str, **texts: Any) -> Piece:
    """Say something of the frame by name; `KeyError` when the frame has no such name, or a place is left open."""
    wording = pick(talk, talk.knowledge.frame[name], Places({key: str(text) for key, text in texts.items()}))
    if wording is None:
        raise KeyError(name)
    return Piece(wording.says[talk.language].format(**texts), (wording.id,))


def words(talk: Talk, name: str) -> str:
    """Return the text of a frame entry that is no sentence of its own (a title, a list of words)."""
    return talk.knowledge.frame[name][0].says[talk.language]


def button(talk: Talk, name: str, payload: str, **texts: str) -> Button:
    """Make a button from the frame entry `button_<name>`."""
    return Button(words(talk, f"button_{name}").format(**texts), payload)


def sentence(text: str) -> str:
    """Make a sentence of a stretch: a capital and a full stop. "pisnig, en moe" -> "Pisnig, en moe."""
    stretch = text.strip().rstrip(".,;:")
    closed = stretch if stretch.endswith(("?", "!", "…")) else f"{stretch}."
    return closed[:1].upper() + closed[1:]


def says(text: str, words: str) -> bool:
    """Whether a text has these words in it, whole and next to each other: "Haar moeder zweeg" has no "moe"."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


def turn(talk: Talk, kind: str, move: str, pieces: Iterable[Piece | None], **fields: Any) -> Turn:
    """Make a turn of pieces; where the talk is stays as it is unless a field says otherwise."""
    kept = _shortened([each for each in pieces if each is not None])
    here: dict[str, Any] = {
        "exercise": talk.exercise.id if talk.exercise else None,
        "step": talk.step.id if talk.step else None,
        "state": "open" if talk.open else None,
        "language": talk.language if talk.language != talk.thread.person.language else None,
    }
    return Turn(
        text=_joined(each.text for each in kept),
        kind=kind,
        move=move,
        asked=tuple(name for each in kept for name in each.asked),
        quotes=tuple(quote for each in kept for quote in each.quotes),
        reflects=any(each.reflects for each in kept),
        **{**here, **fields},
    )


def _joined(texts: Iterable[str]) -> str:
    """Join pieces with a space, or with nothing after a line break."""
    whole = ""
    for text in texts:
        whole += text if not whole or whole.endswith("\n") else f" {text}"
    return whole


def _shortened(pieces: list[Piece]) -> list[Piece]:
    while sum(len(each.text.split()) for each in pieces) > MOST_WORDS:
        spare = next((each for each in pieces if each.spare), None)
        if spare is None:
            break
        pieces = [each for each in pieces if each is not spare]
    return pieces


def _fits(wording: Wording, talk: Talk, places: Places) -> bool:
    names = _names(wording.says[talk.language])
    if not names <= set(places.texts):
        return False
    return talk.may_quote or not names & set(places.quotes)


def _names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
