"""Giving back what was heard, in as few words as will do: a feeling, half a sentence, a passage."""

from __future__ import annotations

import re

from bot.coaching.noticing import does_not_know
from bot.coaching.saying import Piece, Places, frame, piece, sentence, words
from bot.coaching.talk import Talk

ECHO_WORDS = 6
"""A half sentence that is given back has at most so many words."""
MOST_FEELINGS = 3
SMALL_TALK = {"yes", "no", "thanks", "greeting", "enough", "advice_request", "pushback", "abuse", "selfcontempt"}
"""Signals of messages that are not given back: consents, courtesies, contempt."""


def reflect(talk: Talk) -> Piece | None:
    """Return the shortest honest sign that it was heard, or `None` where there is nothing to give back."""
    if talk.heard.signals & {"abuse", "selfcontempt"}:
        return frame(talk, "noted")
    for way in (_position, _not_known, _feelings, _tiny, _quoted, _echoed, _by_step, _by_stance):
        given = way(talk)
        if given is not None:
            return given
    return None


def feelings_given_back(talk: Talk) -> str | None:
    """The feeling words of the message as a sentence. "Ik was pisnig en ook moe" -> "Pisnig en moe."""
    own = set(words(talk, "own_words").split())
    said = [each.text for each in talk.heard.feelings if not own & set(each.text.lower().split())]
    distinct = list(dict.fromkeys(text.lower() for text in said))[:MOST_FEELINGS]
    if not distinct:
        return None
    if len(distinct) == 1:
        return sentence(distinct[0])
    return sentence(f"{', '.join(distinct[:-1])} {words(talk, 'and')} {distinct[-1]}")


def _position(talk: Talk) -> Piece | None:
    if talk.step is None or talk.step.about != "position":
        return None
    for side in ("self", "other", "equal"):
        if f"position_{side}" in talk.heard.signals:
            return frame(talk, f"reflect_position_{side}")
    return frame(talk, "reflect_position")


def _not_known(talk: Talk) -> Piece | None:
    return frame(talk, "reflect_not_known_answer") if does_not_know(talk.heard) else None


def _feelings(talk: Talk) -> Piece | None:
    given = feelings_given_back(talk) if talk.heard.feelings else None
    return Piece(given, reflects=True) if given else None


def _tiny(talk: Talk) -> Piece | None:
    said = talk.heard.text.strip()
    if not 0 < talk.heard.words <= 3 or "\n" in said or not re.search(r"\w", said):
        return None
    return None if talk.heard.signals & SMALL_TALK or _has_own_words(talk, said) else Piece(sentence(said), spare=True)


def _quoted(talk: Talk) -> Piece | None:
    if not talk.may_quote or not talk.heard.passages or talk.heard.signals & SMALL_TALK:
        return None
    best = talk.heard.passages[0]
    places = Places({"quote": best.text}, {"quote": best.signal})
    return piece(talk, talk.knowledge.frame["reflect_quote"], places, spare=True)


def _echoed(talk: Talk) -> Piece | None:
    for echo in talk.heard.echoes:
        if len(echo.split()) <= ECHO_WORDS and not _has_own_words(talk, echo):
            return Piece(sentence(echo), spare=True)
    return None


def _by_step(talk: Talk) -> Piece | None:
    about = talk.step.about if talk.step else ""
    return frame(talk, f"reflect_{about}") if about in {"other", "question"} and not talk.heard.feelings else None


def _by_stance(talk: Talk) -> Piece | None:
    return frame(talk, f"reflect_{talk.heard.stances[-1]}") if talk.heard.stances else frame(talk, "noted")


def _has_own_words(talk: Talk, said: str) -> bool:
    return bool(set(words(talk, "own_words").split()) & set(re.findall(r"[\w']+", said.lower())))
