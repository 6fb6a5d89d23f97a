"""What the coach notices: signals, stances and places in the talk as plain names, which moves are chosen by."""

from __future__ import annotations

from bot.coaching.talk import Talk
from bot.model import SAFETY, Heard

LIKE = {"facts": "story", "norm": "story", "position": "story", "moment": "intention"}
"""What a step is about, for the moves: facts and norms are asked after like a story."""

DANGER = "danger_"
"""How the moves begin that ask after danger, or show who can help."""
HURT_SIGNALS = {"hurt", "tears"}
LONG = 55
"""Words from which on an answer is a long outpour."""
TINY = 2
"""Words up to which an answer is tiny."""
BRIEF = 6
"""Words up to which a sigh is the whole answer."""
NOT_KNOWING_WORDS = 8
"""Words up to which "weet ik niet" is the whole answer."""
WORDS_AFTER = 2
"""After that many words more it tells what is not known."""


def notice(talk: Talk) -> frozenset[str]:
    """Return the names of all that is noticed: the message's signals, its stances, and the `NOTICES` of the model."""
    heard, step = talk.heard, talk.step
    names = {*heard.signals, *heard.stances, *_notices(talk)}
    if heard.own_share:
        names.add({"self": "cause_self", "others": "cause_others"}.get(heard.own_share, "cause_circumstances"))
    if step is not None:
        about = LIKE.get(step.about, step.about)
        names.add(f"step_{about}")
    if heard.feelings:
        names.add("feelings")
    else:
        names.discard("feelings")
    return frozenset(names)


def _notices(talk: Talk) -> set[str]:
    heard = talk.heard
    asked = sum(turn.move.startswith("advice_") for turn in talk.turns)
    checks = {
        "unsupported": heard.evidence.ask,
        "discrepancy": speaks(talk),
        "not_knowing": does_not_know(heard),
        "tiny": heard.words <= TINY,
        "brief": heard.words <= BRIEF,
        "long": heard.words >= LONG,
        "hurting": hurting(talk),
        "several_feelings": len(heard.feelings) > 1,
        "first_here": not talk.answers_here,
        "first_ever": not talk.thread.person.met,
        "offered": talk.awaits == "offer",
        "advice_again": asked == 1,
        "advice_third": asked > 1,
    }
    return {name for name, noticed in checks.items() if noticed}


def does_not_know(heard: Heard) -> bool:
    """Whether not knowing is the whole answer. "I don't know" -> `True`; "I don't know what he'll do" -> `False`."""
    short = heard.words <= NOT_KNOWING_WORDS and len(heard.sentences) <= 1
    ends = [signal.end for each in heard.sentences for signal in each.signals if signal.name == "notknowing"]
    return short and bool(ends) and not heard.feelings and len(heard.text[max(ends) :].split()) <= WORDS_AFTER


def hurting(talk: Talk) -> bool:
    """Whether the person is hurt or in tears, now or in the last two answers."""
    return any(heard.signals & HURT_SIGNALS for heard in (talk.heard, *talk.earlier(2)))


def speaks(talk: Talk) -> bool:
    """Whether there is a discrepancy that the coach is sure of and has not shown one yet in this reflection."""
    lately = any(turn.kind == "set_beside" for turn in talk.turns[-3:])
    shown = any(turn.move == "set_side_by_side" for turn in talk.turns)
    found = talk.discrepancy or talk.heard.discrepancy
    if found is None or not found.speak or shown or lately:
        return False
    a, b = found.a.casefold(), found.b.casefold()
    return a not in b and b not in a


def danger_asked(talk: Talk) -> str:
    """Return which danger the coach asked about last, one of `SAFETY`."""
    moves = [each.move for each in talk.turns if each.move.startswith(DANGER)]
    newest = moves[-1] if moves else talk.last.move if talk.last else ""
    return next((kind for kind in SAFETY if newest.endswith(kind)), SAFETY[0])
