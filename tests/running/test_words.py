from __future__ import annotations

from string import Formatter

import pytest
import yaml

from bot.model import LANGUAGES
from bot.running.words import Words, words_of_this_terminal
from bot.settings import ROOT


def shape(value: object) -> object:
    """What must be the same in all languages: the keys, and the places in each sentence."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    return sorted(name for _, name, _, _ in Formatter().parse(str(value)) if name)


def test_every_language_has_the_same_sentences_with_the_same_places() -> None:
    files = [ROOT / "data" / "cli" / f"{language}.yml" for language in LANGUAGES]
    shapes = [shape(yaml.safe_load(file.read_text(encoding="utf-8"))) for file in files]
    assert all(each == shapes[0] for each in shapes)


@pytest.mark.parametrize(
    "environ, language",
    [
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl_BE.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_command_line_speaks_the_language_of_the_terminal_where_it_can(
    environ: dict[str, str], language: str
) -> None:
    assert words_of_this_terminal(environ).language == language


def test_places_are_filled() -> None:
    assert Words("nl").say("ready", address="http://127.0.0.1:8080").endswith("http://127.0.0.1:8080")


def test_a_sentence_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        Words("nl").say("nothing_like_this")
