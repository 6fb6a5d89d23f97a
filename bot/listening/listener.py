"""Hears one message: text in, `Heard` out. The one way into this room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.listening.causes import hear_own_share
from bot.listening.comparing import within
from bot.listening.ears import load_ears
from bot.listening.echoes import find_echoes
from bot.listening.evidence import hear_evidence
from bot.listening.feelings import hear_feelings
from bot.listening.gate import hear_button, hear_command, plain
from bot.listening.languages import Tongue, find_language
from bot.listening.openers import rank_openers
from bot.listening.pairs import load_pairs
from bot.listening.passages import find_passages
from bot.listening.people import hear_people
from bot.listening.safety import hear_danger
from bot.listening.stances import hear_sentences
from bot.listening.words import count_words
from bot.model import STORY, Heard, SignalRule

LONGEST = 20_000
"""Of a longer message only so many characters are listened to; the text itself is kept whole."""


class Listener:
    """Hears messages in every language of `LANGUAGES`. Not for several threads at once."""

    def __init__(
        self,
        models: Path,
        signals: Sequence[SignalRule],
        zone: str = "Europe/Amsterdam",
        titles: Iterable[str] = (),
    ) -> None:
        """Take the folder that `train` wrote, the signal rules, and the time zone that people mean.

        `titles` are the names of exercises: whoever types one steers nothing, whatever it sounds
        like. Raises `ModelMissing` if the folder does not hold what is needed.
        """
        self._ears = load_ears(models, signals)
        self.pairs = load_pairs(models)
        self._zone = ZoneInfo(zone)
        self._forms = {**self._ears.forms, **{plain(title): STORY for title in titles}}

    def listen(
        self, text: str, *, language: str | None = None, button: str | None = None, now: datetime | None = None
    ) -> Heard:
        """Return all that is heard in a message; never raises, whatever the text.

        `language` is the person's, kept where the text does not tell; `button` is the payload of a pressed button;
        moments are seen from `now`. `listen("Hij luistert nooit").stances` -> `("interpretation",)`
        """
        clean = _clean(text[:LONGEST])
        tongue = find_language(clean, language, self._ears.language_model)
        heard = self._hear(text, clean, tongue, now)
        if button is not None:
            return replace(heard, command=hear_button(button), safety=None, safety_sure=False, safety_cause=None)
        return heard

    def _hear(self, text: str, clean: str, tongue: Tongue, now: datetime | None) -> Heard:
        ears = self._ears.of(tongue.language)
        doc = ears.pipeline(clean)
        feelings = hear_feelings(text, doc)
        sentences = hear_sentences(text, doc, ears.stances, frozenset(feeling.start for feeling in feelings))
        danger = hear_danger(doc, ears.dangers)
        heard = Heard(
            text=text,
            language=tongue.language,
            language_sure=tongue.sure,
            foreign=tongue.foreign,
            words=count_words(text),
            sentences=sentences,
            command=hear_command(doc, self._forms, ears.commands),
            evidence=hear_evidence(text, doc, ears.stances, ears.evidence, ears.answers),
            passages=find_passages(text, doc, sentences),
            echoes=find_echoes(text, doc, feelings, ears.mirror.of(doc)),
            feelings=feelings,
            people=hear_people(text, doc),
            moment=ears.moments.hear(clean, self._here(now)),
            minutes=ears.minutes.hear(clean),
            own_share=hear_own_share(sentences),
            safety=danger.kind,
            safety_sure=danger.plainly,
            safety_cause=danger.cause,
            opener=rank_openers(doc, ears.openers, ears.shelf),
        )
        return replace(heard, discrepancy=within(heard, self.pairs))

    def _here(self, now: datetime | None) -> datetime:
        return (now or datetime.now(self._zone)).astimezone(self._zone)


def _clean(text: str) -> str:
    """Replace what cannot be encoded, one character for one, so that places stay what they are."""
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
