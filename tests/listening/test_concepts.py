"""Every file of concepts has a test of the same name: what is said, and which concepts are heard in it or never."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy.language import Language

from bot.errors import ModelMissing
from bot.knowledge.concepts import read_concepts
from bot.listening.concepts import concepts_in, load_concepts, pairs_of, plain, save_concepts
from bot.listening.pipeline import make_pipeline
from bot.model import LANGUAGES, Concept

HERE = Path(__file__).parent / "concepts"
DATA = Path(__file__).parents[2] / "data" / "listening"


def cases() -> Iterator[Any]:
    for language in LANGUAGES:
        for path in sorted((HERE / language).glob("*.yml")):
            for case in yaml.safe_load(path.read_text(encoding="utf-8")):
                yield pytest.param(language, case, id=f"{language}-{path.stem}-{case['says'][:40]}")


@pytest.fixture(scope="module")
def pipelines() -> dict[str, Language]:
    concepts, _ = read_concepts(DATA)
    return {language: make_pipeline(language, (), concepts) for language in LANGUAGES}


def hears(pipeline: Language, text: str) -> frozenset[str]:
    return concepts_in(pipeline(text)[:])


@pytest.mark.parametrize(("language", "case"), cases())
def test_a_concept_is_heard_in_many_words_and_not_in_others(
    pipelines: dict[str, Language], language: str, case: dict[str, Any]
) -> None:
    heard = hears(pipelines[language], case["says"])
    assert set(case.get("hears", ())) <= heard
    assert not heard & set(case.get("never", ()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_of_concepts_has_its_test_and_says_what_must_not_be_heard(language: str) -> None:
    files = {path.stem for path in (DATA / language / "concepts").glob("*.yml")}
    tested = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in (HERE / language).glob("*.yml")}
    assert files == set(tested)
    assert all(any("never" in case for case in listed) for listed in tested.values())


def test_the_concepts_hold_no_fault() -> None:
    concepts, faults = read_concepts(DATA)
    assert faults == ()
    assert len({concept.name for concept in concepts}) >= 100


def test_a_compound_is_cut_where_both_parts_are_words() -> None:
    pipeline = make_pipeline("nl", (), [Concept("bottle", "nl", ("fles",)), Concept("lesson", "nl", ("les",))])
    assert (hears(pipeline, "proeflessen"), hears(pipeline, "wijnflessen")) == ({"lesson"}, {"bottle"})


@pytest.mark.parametrize(
    ("language", "words", "text", "heard"),
    [
        ("nl", ("gesprek",), "voortgangsgesprekken", True),
        ("nl", ("fles",), "wijnflessen", True),
        ("nl", ("mes",), "tijdens de les zei hij domesticatie", False),
        ("en", ("knife",), "penknife", False),
        ("nl", ("suicid*",), "suïcidale gedachten", True),
        ("nl", ("afscheid nemen",), "zij nam afscheid", False),
        ("nl", ("afscheid nemen",), "het afscheid genomen", True),
        ("nl", ("wéér geprobeerd",), "hij heeft het weer geprobeerd", True),
        ("en", ("who reads",), "who’s there? WHO READS this", True),
    ],
)
def test_a_concept_is_heard_in_inflections_compounds_and_other_spellings(
    language: str, words: tuple[str, ...], text: str, heard: bool
) -> None:
    pipeline = make_pipeline(language, (), [Concept("wanted", language, words)])
    assert ("wanted" in hears(pipeline, text)) is heard


def test_a_concept_of_another_language_is_not_heard() -> None:
    assert hears(make_pipeline("nl", (), [Concept("home", "en", ("home",))]), "home") == frozenset()


def test_concepts_are_paired_once_and_not_endlessly() -> None:
    assert pairs_of({"hit", "carer", "home"}, 2) == ["carer + hit"]


@pytest.mark.parametrize(("word", "told"), [("Wéér", "weer"), ("SUÏCIDE", "suicide"), ("foto’s", "foto's")])
def test_spelling_with_accents_and_capitals_makes_no_difference(word: str, told: str) -> None:
    assert plain(word) == told


def test_concepts_survive_being_kept_beside_the_models(tmp_path: Path) -> None:
    concepts = (Concept("home", "nl", ("thuis", "huis")),)
    save_concepts(concepts, tmp_path)
    assert load_concepts(tmp_path) == concepts


def test_concepts_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="make train"):
        load_concepts(tmp_path)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("home: thuis", "'home' has no words"),
        ("home: []", "'home' has no words"),
        ("home: [no]", "'home': number 1 is no text"),
        ("home: [thuis, thuis]", "'home': 'thuis' stands there twice"),
        ("home: ['thu*is']", "'home': number 1 has '*' elsewhere"),
        ("home: [een huis met een heel grote tuin erbij]", "'home': number 1 is too long"),
        ("- thuis", "holds no mapping"),
    ],
)
def test_a_fault_in_a_file_of_concepts_names_its_place(tmp_path: Path, content: str, fault: str) -> None:
    for language in LANGUAGES:
        (tmp_path / language / "concepts").mkdir(parents=True)
        (tmp_path / language / "concepts" / "home.yml").write_text(content, encoding="utf-8")
    _, faults = read_concepts(tmp_path)
    assert any(fault in each and "nl/concepts/home.yml" in each and "expected" in each for each in faults)


def test_a_concept_that_one_language_lacks_is_named(tmp_path: Path) -> None:
    for language, content in (("nl", "home: [thuis]"), ("en", "house: [home]")):
        (tmp_path / language / "concepts").mkdir(parents=True)
        (tmp_path / language / "concepts" / "home.yml").write_text(content, encoding="utf-8")
    _, faults = read_concepts(tmp_path)
    assert len(faults) == 2
    assert all("is missing" in each and "choices" in each for each in faults)
