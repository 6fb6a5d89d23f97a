"""Every signal file has a test file of the same name: what is said, and exactly what is heard in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from spacy.language import Language
from spacy.tokens import Doc

from bot.listening.feelings import hear_feelings
from bot.listening.forms import Forms
from bot.listening.minutes import MinuteListener
from bot.listening.mirrored import Mirror
from bot.listening.moments import MomentListener
from bot.listening.people import hear_people
from bot.listening.pipeline import make_pipeline
from bot.listening.signals import SPANS
from bot.model import LANGUAGES, Knowledge, Moment, SignalRule

HERE = Path(__file__).parent
SIGNALS = HERE.parents[1] / "data" / "coaching" / "signals"
NOW = datetime(2026, 3, 4, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
GRAMMARS = ("moments", "minutes", "mirroring")

Case = dict[str, Any]


def cases(wanted: Callable[[str], bool]) -> Iterator[Any]:
    for language in LANGUAGES:
        for path in sorted((HERE / language).glob("*.yml")):
            if wanted(path.stem):
                for case in yaml.safe_load(path.read_text(encoding="utf-8")):
                    yield pytest.param(language, path.stem, case, id=f"{language}-{path.stem}-{case['says'][:40]}")


def gaps() -> Iterator[Any]:
    for gap in yaml.safe_load((HERE / "_known_gaps.yml").read_text(encoding="utf-8")):
        yield pytest.param(gap["language"], gap["name"], gap, id=f"{gap['language']}-{gap['name']}-{gap['says'][:40]}")


@pytest.fixture(scope="session")
def rules(knowledge: Knowledge) -> dict[tuple[str, str], SignalRule]:
    return {(rule.language, rule.name): rule for rule in knowledge.signals}


@pytest.fixture(scope="session")
def pipelines(knowledge: Knowledge) -> dict[str, Language]:
    return {language: make_pipeline(language, knowledge.signals) for language in LANGUAGES}


@pytest.fixture(scope="session")
def grammars(rules: dict[tuple[str, str], SignalRule]) -> dict[str, tuple[MomentListener, MinuteListener]]:
    found = {}
    for language in LANGUAGES:
        forms = Forms(rules[language, "moments"])
        found[language] = MomentListener(forms), MinuteListener(rules[language, "minutes"], forms.numbers)
    return found


def heard_in(doc: Doc, name: str) -> list[str]:
    if name == "feelings":
        return [feeling.text for feeling in hear_feelings(doc.text, doc)]
    if name == "people":
        return [mention.text for mention in hear_people(doc.text, doc)]
    return [span.text for span in doc.spans[SPANS] if span.label_.partition(".")[0] == name]


@pytest.mark.parametrize(("language", "name", "case"), cases(lambda name: name not in GRAMMARS))
def test_a_signal_is_heard_where_it_is_said_and_nowhere_else(
    pipelines: dict[str, Language], language: str, name: str, case: Case
) -> None:
    assert sorted(heard_in(pipelines[language](case["says"]), name)) == sorted(case["hears"])


@pytest.mark.parametrize(("language", "name", "case"), cases(lambda name: name == "minutes"))
def test_minutes_are_heard_where_somebody_has_them(
    grammars: dict[str, tuple[MomentListener, MinuteListener]], language: str, name: str, case: Case
) -> None:
    assert grammars[language][1].hear(case["says"]) == case["minutes"]


@pytest.mark.parametrize(("language", "name", "case"), cases(lambda name: name == "mirroring"))
def test_what_somebody_tells_of_themselves_can_be_said_back(
    pipelines: dict[str, Language], rules: dict[tuple[str, str], SignalRule], language: str, name: str, case: Case
) -> None:
    turned = Mirror(rules[language, name]).of(pipelines[language](case["says"]))
    assert next(turned, None) == case["turned"]


@pytest.mark.parametrize(("language", "name", "case"), cases(lambda name: name == "moments"))
def test_a_moment_is_understood_as_a_school_would(
    grammars: dict[str, tuple[MomentListener, MinuteListener]], language: str, name: str, case: Case
) -> None:
    moment = grammars[language][0].hear(case["says"], NOW)
    assert told(moment) == expected(case)


def told(moment: Moment | None) -> Case | None:
    if moment is None:
        return None
    at = moment.at and moment.at.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
    return {"at": at, "grain": moment.grain, "whole": moment.whole, "dated": moment.dated}


def expected(case: Case) -> Case | None:
    if "grain" not in case:
        return None
    return {key: case.get(key, True) for key in ("at", "grain", "whole", "dated")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_signal_file_has_its_test_and_every_test_its_file(language: str) -> None:
    files = {path.stem for path in (SIGNALS / language).glob("*.yml")}
    assert files == {path.stem for path in (HERE / language).glob("*.yml")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_test_file_also_says_what_must_not_be_heard(language: str) -> None:
    for path in (HERE / language).glob("*.yml"):
        tested = yaml.safe_load(path.read_text(encoding="utf-8"))
        told = [[case.get(each) for each in ("hears", "minutes", "grain", "turned")] for case in tested]
        assert any(not any(each) for each in told), path.stem


@pytest.mark.parametrize(("language", "fewest"), [("nl", 120), ("en", 100)])
def test_there_are_many_feeling_words(rules: dict[tuple[str, str], SignalRule], language: str, fewest: int) -> None:
    words = {word for group in rules[language, "feelings"].groups.values() for word in group}
    assert len(words) >= fewest


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_many_tested_moments(language: str) -> None:
    assert len(yaml.safe_load((HERE / language / "moments.yml").read_text(encoding="utf-8"))) >= 150


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(("language", "name", "case"), gaps())
def test_what_is_known_to_be_misheard(pipelines: dict[str, Language], language: str, name: str, case: Case) -> None:
    assert sorted(heard_in(pipelines[language](case["says"]), name)) == sorted(case["hears"])
