"""Giving back what was heard, in as few words as will do: a feeling, half a sentence, a passage."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.coaching.noticing import does_not_know
from bot.coaching.saying import Piece, Places, frame, piece, sentence, words
from bot.coaching.talk import Talk
from bot.model import SIDE_BY_SIDE, Heard

ECHO_WORDS = range(3, 10)
"""A half sentence that is given back has so many words."""
QUOTE_SCORE = 0.45
"""A passage must be worth at least so much to be given back between quotation marks."""
MOST_FEELINGS = 3
FEELING_WORDS = 2
"""A feeling that is given back alone has at most so many words; a longer one is better quoted."""
SMALL_TALK = {
    "yes", "no", "thanks", "greeting", "enough", "advice_request", "ask_me", "pushback", "abuse", "selfcontempt",
}  # fmt: skip
"""Signals of messages that are not given back: consents, courtesies, contempt, and what is asked of the coach."""
SMALL_TALK_WORDS = 6
NOTHING_WORDS = 4
"""In so few words a denial says that nothing lingers: "niks eigenlijk"."""
LAST_WORDS = 6
"""A last answer is given back to who comes back later when it has at most so many words."""
SURE_STANCE = 0.4
"""From which score on a stance is sure enough to speak of: below it, every other one is heard wrongly (read aloud)."""
LINGERING_WORDS = 12
"""What lingers is given back whole when it has at most so many words."""
PLAIN = re.compile(r"[^\W\d_][\w ,.'’-]*[.!]?")
"""A tiny answer that may be given back as it is: words, no signs."""


def reflect(talk: Talk) -> Piece | None:
    """Return the shortest honest sign that it was heard, or `None` where there is nothing to give back."""
    if talk.heard.signals & {"abuse", "selfcontempt"}:
        return frame(talk, "noted")
    if talk.heard.signals & SMALL_TALK and talk.heard.words <= SMALL_TALK_WORDS:
        return None
    for way in (_position, _not_known, _feelings, _tiny, _quoted, _echoed, _by_step, _own_share, _by_stance):
        given = way(talk)
        if given is not None:
            return replace(given, reflects=True)
    return None


def reflect_words(talk: Talk) -> Piece | None:
    """Give back the person's own words, or nothing: for the end, where no sign of having heard is needed."""
    if talk.heard.signals & {*SMALL_TALK, "notknowing"} or talk.heard.words <= 2:
        return None
    given = _feelings(talk) or _quoted(talk) or _echoed(talk)
    return replace(given, reflects=True) if given else None


def what_lingers(talk: Talk) -> Piece | None:
    """Give back what lingers, as it was said: "de speelplaats" -> "De speelplaats."; whoever says "niks" is left be.

    What is said of oneself stands between quotation marks: `"ik vroeg nooit hoe het ging".`
    """
    said, signals = talk.heard.text.strip(), talk.heard.signals
    nothing = "denial" in signals and talk.heard.words <= NOTHING_WORDS
    if signals & {*SMALL_TALK, "notknowing"} or nothing or talk.message.button is not None:
        return None
    given = _feelings(talk) if talk.heard.words <= FEELING_WORDS else None
    if given is None and talk.heard.words <= LINGERING_WORDS and PLAIN.fullmatch(said):
        quote = Places({"quote": said.rstrip(".")}, {"quote": "lingers"})
        own = _has_own_words(talk, said)
        given = piece(talk, talk.knowledge.frame["reflect_quote"], quote) if own else Piece(sentence(said))
    given = given or _feelings(talk) or _quoted(talk) or _echoed(talk)
    return replace(given, reflects=True, spare=True) if given else None


def last_words(talk: Talk) -> Piece | None:
    """Give back the last answer, for who comes back later: `Hier waren we: "zij zweeg".`; a long one is left out."""
    said = next((entry.text.strip() for entry in reversed(talk.answers) if entry.text), "")
    if not said or len(said.split()) > LAST_WORDS or not PLAIN.fullmatch(said):
        return None
    places = Places({"quote": said.rstrip(".")}, {"quote": "last answer"})
    given = piece(talk, talk.knowledge.frame["go_on_here_with"], places)
    return replace(given, reflects=True) if given else None


def feelings_given_back(talk: Talk) -> str | None:
    """The feeling words of the message as a sentence. "Ik was pisnig en ook moe" -> "Pisnig en moe."""
    named = _feelings_named(talk, talk.heard)
    return sentence(named) if named else None


def feelings_so_far(talk: Talk) -> Places:
    """Return the feelings last named in this reflection, for the place `{felt}`; nothing when none were."""
    newest_first = (talk.heard, *talk.earlier(len(talk.answers)))
    said = (heard for heard in newest_first if heard.language == talk.language)
    felt = next((named for heard in said if (named := _feelings_named(talk, heard))), None)
    return Places({"felt": felt}) if felt else Places()


def _feelings_named(talk: Talk, heard: Heard) -> str | None:
    own = set(words(talk, "own_words").split())
    said = [each.text.lower() for each in heard.feelings]
    short = [text for text in said if len(text.split()) <= FEELING_WORDS and not own & set(text.split())]
    distinct = list(dict.fromkeys(short))[:MOST_FEELINGS]
    if len(distinct) <= 1:
        return next(iter(distinct), None)
    return f"{', '.join(distinct[:-1])} {words(talk, 'and')} {distinct[-1]}"


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
    if not 0 < talk.heard.words <= 3 or not PLAIN.fullmatch(said):
        return None
    return None if talk.heard.signals & SMALL_TALK or _has_own_words(talk, said) else Piece(sentence(said), spare=True)


def _quoted(talk: Talk) -> Piece | None:
    return quoted(talk, QUOTE_SCORE)


def quoted(talk: Talk, least: float) -> Piece | None:
    """Give the best passage back between quotation marks, if it is worth at least so much and quoting is in place."""
    if not talk.may_quote or not talk.heard.passages or talk.heard.signals & SMALL_TALK:
        return None
    best = talk.heard.passages[0]
    if best.score < least or talk.heard.stances[-1:] == ("notknowing",):
        return None
    places = Places({"quote": best.text}, {"quote": best.signal})
    return piece(talk, talk.knowledge.frame["reflect_quote"], places, spare=True)


def _echoed(talk: Talk) -> Piece | None:
    for echo in talk.heard.echoes:
        if len(echo.split()) in ECHO_WORDS and not _has_own_words(talk, echo):
            return Piece(sentence(echo), spare=True)
    return None


def _by_step(talk: Talk) -> Piece | None:
    beside = talk.last is not None and talk.last.move in SIDE_BY_SIDE
    about = talk.step.about if talk.step and not beside else ""
    name = {"other": "reflect_other", "question": "reflect_question", "intention": "reflect_solution"}.get(about)
    return frame(talk, name) if name else None


def _own_share(talk: Talk) -> Piece | None:
    return frame(talk, "reflect_own_share") if talk.heard.own_share == "self" else None


def _by_stance(talk: Talk) -> Piece | None:
    if not talk.heard.sentences:
        return frame(talk, "noted")
    weights: dict[str, float] = {}
    for each in talk.heard.sentences:
        weights[each.stance] = weights.get(each.stance, 0) + each.score
    stance = max(weights, key=lambda stance: weights[stance])
    sure = any(each.score >= SURE_STANCE for each in talk.heard.sentences if each.stance == stance)
    return frame(talk, f"reflect_{stance}" if sure else "reflect_unsure")


def _has_own_words(talk: Talk, said: str) -> bool:
    return bool(set(words(talk, "own_words").split()) & set(re.findall(r"[\w']+", said.lower())))
