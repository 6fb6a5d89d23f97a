"""Somebody with half a year of reflections, made by hand: feelings, a wish and how it went, questions, two scans."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from bot.journal.journal import Journal
from bot.model import FOLLOW_UP, Feeling, Heard, Intention, Message, Step, Turn

TODAY = datetime.now(timezone.utc)


def tell(
    journal: Journal, person: str, at: datetime, exercise: str, answers: Mapping[str, str], **feelings: str
) -> str:
    """Keep a finished reflection with these answers by step; `angry="pisnig"` was heard in any that holds it."""
    for place, (step, text) in enumerate(answers.items(), start=1):
        heard = tuple(Feeling(word, word, shade, text.find(word)) for shade, word in feelings.items() if word in text)
        last = place == len(answers)
        turn = Turn(
            "Neem de tijd.", "receive", "receive.time", exercise=exercise, step=step, answers=step,
            state="done" if last else "open", done=last, fresh=place == 1,
            intention=Intention(text) if step == "voorleven" else None,
        )  # fmt: skip
        with journal.turn(person) as page:
            message = Message(uuid.uuid4().hex, person, text)
            page.write(message, Heard(text, "nl", words=len(text.split()), feelings=heard), turn, at)
    return journal.reflections(person)[0].id


def look_back(journal: Journal, person: str, at: datetime, reflection: str, how: str) -> None:
    """Tell afterwards how it was."""
    turn = Turn(
        "Dat telt.", "reflect", "x", exercise=FOLLOW_UP, step="how", answers="how", answers_in=FOLLOW_UP,
        state="done", done=True, resumes=reflection,
    )  # fmt: skip
    with journal.turn(person) as page:
        page.write(Message(uuid.uuid4().hex, person, how), Heard(how, "nl", words=len(how.split())), turn, at)


def half_a_year(journal: Journal, person: str, scan: str, steps: tuple[Step, ...]) -> None:
    """Keep what a school leader could have written in half a year."""
    tell(
        journal, person, _ago(150), "four_words",
        {"beleven": "Hij liep weg toen ik begon.", "uitleven": "Ik was pisnig, en moe.",
         "question": "Wat zie jij dat ik mis?", "voorleven": "Rustig blijven en eerst vragen."},
        angry="pisnig", tired="moe",
    )  # fmt: skip
    wished = tell(
        journal, person, _ago(90), "four_words",
        {"beleven": "Ze zweeg.", "uitleven": "Onzeker, en gekwetst.", "question": "Waar ben je bang voor?",
         "voorleven": "Zeggen dat ik het ook niet weet."}, insecure="Onzeker", hurt="gekwetst",
    )  # fmt: skip
    look_back(journal, person, _ago(80), wished, "Ik zei het, en toen vertelde zij voor het eerst iets over thuis.")
    tell(journal, person, _ago(20), "four_words", {"uitleven": "Opgelucht, en moe."}, relieved="Opgelucht", tired="moe")
    tell(journal, person, _ago(9), "four_words", {"uitleven": "Trots op mijn team."}, proud="Trots")
    for days, value in ((120, "2"), (60, "3"), (5, "4 sterk")):
        tell(journal, person, _ago(days), scan, {step.id: value for step in steps})


def _ago(days: int) -> datetime:
    return TODAY - timedelta(days=days)
