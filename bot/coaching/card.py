"""The card: what a reflection comes to, in the person's own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.coaching.choices import dots, value_among
from bot.coaching.noticing import DANGER, does_not_know
from bot.coaching.saying import says
from bot.model import Entry, Exercise, Heard, Step

OPENING = "story"
"""The exercise whose answers are on the card only when there was no other."""
FELT = "{felt}"
"""The place in a question for the feelings that were told before."""
MOST_WORDS = 34
"""A line of the card holds at most so many words of an answer, whole sentences only."""


def card_lines(
    entries: Iterable[Entry], exercises: Mapping[str, Exercise], language: str
) -> tuple[tuple[str, str], ...]:
    """Return the lines of the card, each a label and an exact stretch of an answer, in the order of the steps.

    An answer "Ik was pisnig. En moe." to uitleven -> `(("Uitleven", "Ik was pisnig. En moe."),)`
    """
    said = list(entries)
    answers = _answers(said)
    lines = []
    names = dict.fromkeys(entry.exercise for entry in answers)
    if len(names) > 1:
        names.pop(OPENING, None)
    for name in names:
        exercise = exercises.get(name or "")
        for step in exercise.steps if exercise else ():
            given = _given(step, name, said, answers)
            text, begun = gist(step, given), _beginning(step, given)
            if step.begins and begun not in ("", text):
                lines.append((step.begins[language], begun))
            if step.card and text:
                lines.append((step.card[language], text))
    return tuple(lines)


def _given(step: Step, exercise: str | None, entries: Sequence[Entry], answers: Sequence[Entry]) -> list[Entry]:
    """Return the answers to a step; if it named feelings told before and was passed over, what told them."""
    given = [each for each in answers if (each.exercise, each.step) == (exercise, step.id)]
    return given if _telling(given) else given + _told_before(step, entries)


def _told_before(step: Step, entries: Sequence[Entry]) -> list[Entry]:
    """Return the answer whose feelings the coach named when it asked a step, once it has gone on from there."""
    wordings = (*step.ask, *step.brief)
    names = {wording.id for wording in wordings if any(FELT in said for said in wording.says.values())}
    asked = [place for place, each in enumerate(entries) if each.turn and names & set(each.turn.asked)]
    if not asked or all(each.turn is None or each.turn.step == step.id for each in entries[asked[0] :]):
        return []
    question = entries[asked[0]].text
    told = [each for each in entries[: asked[0]] if each.role == "answer" and _names(question, each)]
    return [_feelings_told(each, each.heard) for each in told[-1:] if each.heard]


def _names(question: str, answer: Entry) -> bool:
    """Whether a question names a feeling of an answer."""
    return any(says(question, feeling.text) for feeling in (answer.heard.feelings if answer.heard else ()))


def _feelings_told(answer: Entry, heard: Heard) -> Entry:
    """Return an answer cut to all sentences with a feeling: of "Ze zweeg. Ik was boos. En moe." the last two."""
    places = [feeling.start for feeling in heard.feelings]
    held = tuple(each for each in heard.sentences if any(0 <= at - each.start < len(each.text) for at in places))
    if not held:
        return answer
    stretch = heard.text[held[0].start : held[-1].start + len(held[-1].text)]
    return replace(answer, text=stretch, heard=replace(heard, sentences=held))


def _beginning(step: Step, answers: Sequence[Entry]) -> str:
    """Return how the answers to a step begin: an exact stretch of the first that says something."""
    first = next(iter(_telling(answers)), None)
    return stretch(first.text, first.heard, None) if first else ""


def _answers(said: Sequence[Entry]) -> list[Entry]:
    """Return the answers in order; those that made the coach ask after danger last, since the question came again."""
    after = [*said[1:], None]
    alarming = [each for each, reply in zip(said, after) if reply and reply.turn and reply.turn.move.startswith(DANGER)]
    answers = [entry for entry in said if entry.role == "answer"]
    return sorted(answers, key=lambda entry: entry in alarming)


def gist(step: Step, answers: Sequence[Entry]) -> str:
    """Return what the answers to one step come to: an exact stretch, or a drawn value; empty when they say nothing."""
    telling = _telling(answers)
    if not telling:
        return ""
    value = value_among(step, [each.text for each in answers]) if step.scale else None
    if value is not None:
        return f"{dots(value)} {value}"
    best = max(telling, key=lambda entry: _weight(step, entry))
    return stretch(best.text, best.heard, step.gist)


def _telling(answers: Sequence[Entry]) -> list[Entry]:
    return [each for each in answers if not (each.heard and (does_not_know(each.heard) or _dismisses(each.heard)))]


def _weight(step: Step, entry: Entry) -> int:
    stances = entry.heard.stances if entry.heard else ()
    return sum(stance == step.gist for stance in stances)


def _dismisses(heard: Heard) -> bool:
    return heard.words <= 3 and bool(heard.signals & {"yes", "no", "thanks", "enough", "pushback"})


def stretch(text: str, heard: Heard | None, gist: str | None) -> str:
    """Return the whole answer when it is short, else the sentences from the most telling one on, exact."""
    text = text.strip()
    if len(text.split()) <= MOST_WORDS or heard is None or not heard.sentences:
        return text if len(text.split()) <= MOST_WORDS else " ".join(text.split()[:MOST_WORDS]) + " …"
    sentences = heard.sentences
    first = next((place for place, each in enumerate(sentences) if each.stance == gist), 0)
    begin, end = sentences[first].start, sentences[first].start + len(sentences[first].text)
    for each in sentences[first + 1 :]:
        if len(heard.text[begin : each.start + len(each.text)].split()) > MOST_WORDS:
            break
        end = each.start + len(each.text)
    return _cut(heard.text[begin:end])


def _cut(text: str) -> str:
    words = text.split()
    return text if len(words) <= MOST_WORDS else " ".join(words[:MOST_WORDS]) + " …"
