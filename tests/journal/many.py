"""Years of reflections at once, the same ones for the same seed, sealed as the journal seals them."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from bot.journal.journal import Journal
from bot.journal.keyring import keys, wrap
from bot.journal.moments import stamp
from bot.journal.safe import Safe
from bot.journal.schema import entries, people, reflections, tags
from bot.journal.sealing import new_key
from bot.model import Button, Feeling, Heard, Intention, Mention, Sentence, Signal, Turn
from bot.wire import pack

SAID = (
    "Het gesprek met {who} liep anders dan ik wilde. Ik zei niets terug, en dat zit me nog dwars.",
    "Ik was {felt} toen {who} begon over het rooster. Waarom moet dat nou elke keer zo?",
    "{who} zei dat de ouders er niets van begrepen. Ik denk dat dat niet waar is, maar ik weet het niet zeker.",
    "Wat ik eigenlijk wilde, was eerst vragen hoe het met {who} gaat.",
    "Na afloop was ik {felt}. Het team keek naar de grond en ik ging door alsof er niets was.",
    "Morgen bel ik {who}. Eén vraag, en dan luisteren.",
)
WHO = ("Pieter", "Renée", "Fatima", "de directeur", "mijn teamleider", "Joost", "een ouder", "de inspecteur")
FELT = {"pisnig": "angry", "verdrietig": "sad", "bang": "afraid", "moe": "tired", "blij": "glad", "trots": "proud"}
ASKED = ("Neem de tijd.", "Waar blijkt dat uit?", "Inleven?", "Wat wil je daar het liefst over vragen?")
EXERCISES = {
    "four_words": ("beleven", "uitleven", "inleven", "voorleven"),
    "facts_first": ("happened", "seen", "made_of_it", "ask"),
    "story": ("story", "story", "story", "story"),
}
TAGS = ("Team", "Ouders", "vervolg", "Begroting")
WORDS_IN_HEARD = 12


def fill(journal: Journal, person: str, count: int, until: datetime, *, answers: int = 5, seed: int = 1) -> None:
    """Write so many reflections into a person's journal, one every other day up to `until`, in one transaction."""
    chance, ids = random.Random(seed), [uuid.uuid4().hex for _ in range(count)]
    ring, safe = journal._access.ring, journal._access.safe(person)
    wrapped = [(each, wrap(ring._master, ring._journal, each, new_key())) for each in ids]
    with ring._writing.begin() as connection:
        rows = [{"journal": ring._journal, "owner": each, "person": person, "wrapped": key} for each, key in wrapped]
        connection.execute(insert(keys), rows)
    safe.fetch()
    with journal._access.writing() as connection:
        seq = connection.execute(select(func.max(people.c.seq)).where(people.c.id == person)).scalar_one()
        for number, each in enumerate(ids):
            one = _One(chance, safe, person, each, seq, until - timedelta(days=2 * (count - number)), answers)
            connection.execute(insert(reflections), one.itself())
            connection.execute(insert(entries), list(one.said()))
            if number % 5 == 0:
                connection.execute(insert(tags), one.tag())
            seq = one.last
        connection.execute(update(people).where(people.c.id == person).values(seq=seq, met=True, language="nl"))


class _One:
    """One reflection."""

    def __init__(
        self, chance: random.Random, safe: Safe, person: str, id: str, seq: int, begun: datetime, answers: int
    ) -> None:
        self.chance, self.safe, self.person, self.id = chance, safe, person, id
        self.first, self.last, self.begun, self.answers = seq + 1, seq + 2 * answers, begun, answers
        self.exercise = chance.choice(sorted(EXERCISES))
        self.done = chance.random() < 0.9

    def itself(self) -> dict[str, Any]:
        asked = self.safe.seal_json([f"{self.exercise}.ask.x"] * 6, self.id, "reflections.asked", self.id)
        intention = pack(Intention("Eerst vragen hoe het gaat, en dan luisteren.", self.begun, "day"))
        ours = {"id": self.id, "person": self.person, "exercise": self.exercise, "first": self.first, "last": self.last}
        return {
            **ours,
            "state": "done" if self.done else "paused",
            "begun": stamp(self.begun),
            "touched": stamp(self.begun + timedelta(minutes=2 * self.answers)),
            "asked": asked,
            "intention": self.safe.seal_json(intention, self.id, "reflections.intention", self.id),
        }

    def said(self) -> Iterator[dict[str, Any]]:
        steps = EXERCISES[self.exercise]
        for place in range(self.answers):
            after = place >= len(steps) and self.done
            where = ("afterwards", "how") if after else (self.exercise, steps[place % len(steps)])
            at, message = self.begun + timedelta(minutes=2 * place), uuid.uuid4().bytes * 2
            yield self._row(self.first + 2 * place, "answer", self._text(), at, message, where)
            yield self._row(self.first + 2 * place + 1, "turn", self.chance.choice(ASKED), at, message, where)

    def tag(self) -> dict[str, Any]:
        row = uuid.uuid4().hex
        sealed = self.safe.seal(self.chance.choice(TAGS), self.id, "tags.sealed", row)
        return {"id": row, "person": self.person, "reflection": self.id, "sealed": sealed}

    def _text(self) -> str:
        return self.chance.choice(SAID).format(who=self.chance.choice(WHO), felt=self.chance.choice(sorted(FELT)))

    def _row(
        self, seq: int, role: str, text: str, at: datetime, message: bytes, where: tuple[str, str]
    ) -> dict[str, Any]:
        row = uuid.uuid4().hex
        heard = self.safe.seal_json(pack(_heard(text)), self.id, "entries.heard", row) if role == "answer" else None
        turn = self.safe.seal_json(pack(_turn(text, *where)), self.id, "entries.turn", row) if role == "turn" else None
        return {
            "id": row, "person": self.person, "reflection": self.id, "seq": seq, "role": role, "at": stamp(at),
            "exercise": where[0], "step": where[1], "message": message, "heard": heard, "turn": turn,
            "text": self.safe.seal(text, self.id, "entries.text", row),
        }  # fmt: skip


def _heard(text: str) -> Heard:
    feelings = tuple(Feeling(word, word, shade, text.index(word)) for word, shade in FELT.items() if word in text)
    mentions = tuple(Mention(who, "name", text.index(who)) for who in WHO if who in text)
    lemmas = tuple(text.lower().split()[:WORDS_IN_HEARD])
    sentences = tuple(
        Sentence(each, 0, "fact", 0.8, (Signal("absolute", each[:4], 0, 4),), lemmas) for each in text.split(". ")
    )
    return Heard(text, "nl", words=len(text.split()), sentences=sentences, feelings=feelings, people=mentions)


def _turn(text: str, exercise: str, step: str) -> Turn:
    buttons = (Button("Genoeg voor nu", "enough"),)
    asked = (f"{exercise}.{step}.ask",)
    return Turn(text, "ask", f"{exercise}.{step}", asked, buttons=buttons, exercise=exercise, step=step)
