"""The gate between command and story. An answer is never lost: what is not surely a command is a story."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.listening.classifier import Classifier
from bot.listening.features import features
from bot.model import COMMANDS, STORY, Command

LONGEST = 12
"""Whoever writes more words than this is telling something."""
SURE = 0.80
DOUBT = 0.45
"""From which share on a label is a command, or asked back."""

WORD = re.compile(r"[\w'’]+")


def plain(text: str) -> str:
    """Return a message as its words only, in lower case: `"STOP!!"` -> `"stop"`."""
    return " ".join(WORD.findall(text.lower().replace("’", "'")))


def hear_button(button: str) -> Command:
    """Return the command that a pressed button carries: `"erase:all"` -> `Command("erase")`, `"yes"` -> a story."""
    label = button.partition(":")[0]
    return Command(label if label in COMMANDS else STORY, cause="button")


def hear_command(text: str, forms: Mapping[str, str], model: Classifier) -> Command:
    """Return whether a typed message steers.

    `forms` are the plain messages that surely do. `"stop"` -> `Command("stop")`; `"stop er maar mee zei hij"` -> a story;
    between the two the label comes with `ask_back`.
    """
    words = plain(text)
    if words in forms:
        return Command(forms[words], cause="data/nlu")
    if not words or len(words.split()) > LONGEST or "\n" in text.strip():
        return Command(cause="length")
    shares = model.shares(features(text))
    label, score = next(iter(shares.items()))
    if label == STORY or score < DOUBT:
        return Command(score=round(shares.get(STORY, 0.0), 3), cause="gate model")
    return Command(label, round(score, 3), ask_back=score < SURE, cause="gate model")
