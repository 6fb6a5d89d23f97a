"""The gate between command and story. An answer is never lost: what is not surely a command is a story."""

from __future__ import annotations

import re
from collections.abc import Mapping

from spacy.tokens import Doc

from bot.listening.classifier import Classifier
from bot.listening.signals import covered, spans_of
from bot.listening.stances import see_pairs
from bot.model import COMMANDS, STORY, Command

LONGEST = 25
"""Whoever writes more words than this is telling something."""
SURE = {"nl": 0.92, "en": 0.9}
DOUBT = {"nl": 0.6, "en": 0.56}
"""Language -> from which share on a message steers, or is asked back: on at most 3 % of stories, 25 % of commands."""
CLEAR = 0.75
"""Where no command has this part of what all commands have together, it is asked back, however surely it steers."""
CAUSE = "command model"
"""What is given as the cause of what the model hears."""

ASKS = (
    "advice_request", "is_answer", "story_first", "ask_me", "browse", "enough", "exercise_now", "exercise_request",
)  # fmt: skip
"""Signals of whoever asks what to do, to be asked, what there is, for an exercise or none, has said all or answered."""

LEAVING = ("ask_me", "enough", "story_first")
"""Those of them beside which a form still steers: "Geen oefening. Stop.", but not "Wat moet ik doen? Stoppen?"."""

WAVERING = "wavering"
"""The signal of whoever is only thinking of it ("ik denk dat ik stop"): a command with it is asked back."""

WORD = re.compile(r"[\w'’]+")


def plain(text: str) -> str:
    """Return a message as its words only, in lower case: `"STOP!!"` -> `"stop"`."""
    return " ".join(WORD.findall(text.lower().replace("’", "'")))


def hear_button(button: str) -> Command:
    """Return the command that a pressed button carries: `"erase:all"` -> `Command("erase")`, `"yes"` -> a story."""
    label = button.partition(":")[0]
    return Command(label if label in COMMANDS else STORY, cause="button")


def hear_command(doc: Doc, forms: Mapping[str, str], commands: Classifier) -> Command:
    """Return whether a typed message steers.

    `forms` are the plain messages that surely do. `"stop"` -> `Command("stop")`; `"stop er maar mee zei hij"` -> a
    story; between the two the label comes with `ask_back`, and also where it surely steers but no command stands out,
    or where it is only thought of.
    """
    words = plain(doc.text)
    if words in forms:
        return Command(forms[words], cause="data/nlu")
    if not words or len(words.split()) > LONGEST or "\n" in doc.text.strip():
        return Command(cause="length")
    for signal in ASKS:
        if spans_of(doc, signal):
            return _beside(doc, signal, forms) if signal in LEAVING else Command(cause=signal)
    return _weighed(commands.shares(see_pairs(doc[:])), doc.lang_, wavers=bool(spans_of(doc, WAVERING)))


def _beside(doc: Doc, signal: str, forms: Mapping[str, str]) -> Command:
    """Return a story, but where a form is all that stands beside a signal ("Geen oefening. Stop.") that command."""
    there = covered(doc, signal)
    words = plain("".join(token.text_with_ws if token.i not in there else " " for token in doc))
    return Command(forms[words], cause="data/nlu") if words in forms else Command(cause=signal)


def _weighed(shares: Mapping[str, float], language: str, *, wavers: bool = False) -> Command:
    """Return a command if it likely is one; to be asked back unless it surely is, which one and that it is meant."""
    steers = 1 - shares[STORY]
    if steers < DOUBT[language]:
        return Command(score=round(1 - steers, 3), cause=CAUSE)
    label, share = next((label, share) for label, share in shares.items() if label != STORY)
    sure = steers >= SURE[language] and share >= CLEAR * steers and not wavers
    return Command(label, round(steers, 3), ask_back=not sure, cause=CAUSE)
