"""The measuring measures rightly, and the sentences are no copies of each other."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.listening.gate import plain
from bot.listening.labelled import read_yaml
from bot.model import LANGUAGES
from evaluation.examples import (
    EVERY,
    KINDS,
    RETOLD,
    Example,
    among_others,
    fourgrams,
    read_examples,
    set_apart,
    share_of_twins,
)
from evaluation.figures import WANTED
from evaluation.hearing import Answer
from evaluation.running import figures_of
from evaluation.scoring import (
    commands_recognised,
    danger_heard,
    false_alarms,
    figure,
    macro_f1,
    precision,
    recall,
    spoken_precision,
    stories_kept,
    within_three,
)

ROOT = Path(__file__).resolve().parents[2]
TRAIN, TEST = ROOT / "data" / "listening", ROOT / "tests" / "listening" / "sentences"
EACH = [(language, kind) for language in LANGUAGES for kind in KINDS]


def answer(label: str, heard: str, voice: str = "somebody", **more: object) -> Answer:
    return Answer(Example("any", voice, label, ("text",)), heard, **more)  # type: ignore[arg-type]


def test_macro_f1_counts_a_rare_label_as_much_as_a_frequent_one() -> None:
    answers = [answer("fact", "fact")] * 9 + [answer("norm", "fact")]
    assert macro_f1(answers) == pytest.approx((18 / 19 + 0) / 2)


def test_precision_and_recall_of_what_was_found() -> None:
    answers = [answer("yes", "yes"), answer("yes", "no"), answer("no", "yes"), answer("no", "no")]
    assert (precision(answers), recall(answers)) == (0.5, 0.5)


def test_what_is_found_in_doubt_is_not_spoken_of() -> None:
    answers = [answer("yes", "yes"), answer("no", "yes", doubt=True)]
    assert (precision(answers), spoken_precision(answers)) == (0.5, 1.0)


def test_a_story_asked_back_is_kept_and_a_command_asked_back_is_recognised() -> None:
    answers = [answer("story", "stop", doubt=True), answer("story", "stop"), answer("stop", "skip", doubt=True)]
    assert (stories_kept(answers), commands_recognised(answers)) == (0.5, 1.0)


def test_danger_of_another_kind_is_danger_too() -> None:
    answers = [answer("suicide", "violence"), answer("suicide", "none"), answer("none", "suicide")]
    assert (danger_heard(answers), false_alarms(answers)) == (0.5, 1.0)


def test_a_fitting_opener_in_the_third_place_counts() -> None:
    assert within_three([answer("weigh", "rest", ranked=("rest", "other", "weigh"))]) == 1.0


def test_an_interval_holds_the_figure_and_is_the_same_each_time() -> None:
    answers = [answer("yes", "yes")] * 30 + [answer("yes", "no")] * 10
    measured = figure(recall, answers)
    assert measured.low < measured.value == 0.75 < measured.high
    assert measured == figure(recall, answers)


def test_everyday_wordings_are_measured_in_all_and_by_themselves() -> None:
    answers = [answer("stop", "stop", "everyday_desk"), answer("stop", "story", "attic")]
    figures = figures_of({("en", "command"): answers})
    assert figures["en", "commands_recognised"].value == 0.5
    assert figures["en", "commands_recognised_everyday"].value == 1.0


def test_every_figure_has_a_name_for_people() -> None:
    names = yaml.safe_load((ROOT / "evaluation" / "words.yml").read_text(encoding="utf-8"))["names"]
    assert set(names) == {wanted.name for wanted in WANTED}


def test_some_writers_are_set_apart_and_the_rest_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "listening" / "nl" / "stance"
    folder.mkdir(parents=True)
    for voice in "abcde":
        (folder / f"{voice}.yml").write_text(yaml.safe_dump({"fact": [f"regel van {voice}"]}), encoding="utf-8")
    for fold, writers in ((0, "ad"), (1, "be"), (2, "c")):
        kept, apart = tmp_path / f"kept{fold}", tmp_path / f"apart{fold}"
        set_apart(tmp_path / "data", kept, apart, fold, 3)
        assert [each.voice for each in read_examples(apart / "nl", "stance")] == list(writers)
        heard = [each.voice for each in read_examples(kept / "listening" / "nl", "stance")]
        assert heard == [voice for voice in "abcde" if voice not in writers]


def test_what_was_retold_from_a_writer_set_apart_is_neither_learned_from_nor_measured(tmp_path: Path) -> None:
    for language, voice in (("nl", "a"), ("nl", "b"), ("en", "a_retold"), ("en", "b_retold"), ("en", "c")):
        folder = tmp_path / "data" / "listening" / language / "stance"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{voice}.yml").write_text(yaml.safe_dump({"fact": [f"line of {voice}"]}), encoding="utf-8")
    kept, apart = tmp_path / "kept", tmp_path / "apart"
    set_apart(tmp_path / "data", kept, apart, fold=1, folds=2)
    assert [each.voice for each in read_examples(apart / "nl", "stance")] == ["b"]
    assert [each.voice for each in read_examples(apart / "en", "stance")] == []
    assert [each.voice for each in read_examples(kept / "listening" / "en", "stance")] == ["a_retold", "c"]


@pytest.mark.parametrize(("language", "kind"), EACH)
def test_what_was_retold_has_its_original_and_is_never_measured(language: str, kind: str) -> None:
    other = next(each for each in LANGUAGES if each != language)
    retold = {path.stem for path in (TRAIN / language / kind).glob(f"*{RETOLD}.yml")}
    originals = {path.stem + RETOLD for path in (TRAIN / other / kind).glob("*.yml")}
    assert retold <= originals
    assert not list((TEST / language / kind).glob(f"*{RETOLD}.yml"))


@pytest.mark.parametrize("beside", [1, 2])
def test_one_in_five_is_told_in_the_middle_of_others_in_the_same_way_each_time(beside: int) -> None:
    dangers = [Example("safety", "somebody", "violence", (f"Hij sloeg er {at}",)) for at in range(EVERY + 1)]
    others = ["Het regende.", "We aten soep", "Mooie dag!", "Ik ging naar huis"]
    first, second = among_others(dangers, others, beside)
    sentences = first.messages[0].replace("!", ".").removesuffix(".").split(". ")
    assert (len(sentences), len(set(sentences)), sentences[beside]) == (
        2 * beside + 1,
        2 * beside + 1,
        "Hij sloeg er 0",
    )
    assert {*sentences} - {"Hij sloeg er 0"} <= {text.rstrip(".!") for text in others}
    assert (first.label, f"Hij sloeg er {EVERY}." in second.messages[0]) == ("violence", True)
    assert among_others(dangers, others, beside) == [first, second]


def test_four_words_in_a_row_make_twins() -> None:
    assert share_of_twins(["Ik zei niks tegen hem", "Toen: ik zei niks tegen haar", "Iets anders dan dat"]) == 2 / 3


@pytest.mark.parametrize(("language", "kind"), EACH)
def test_at_most_one_in_twenty_sentences_of_a_label_has_a_twin_in_it(language: str, kind: str) -> None:
    by_label: dict[str, list[str]] = {}
    for folder in (TRAIN, TEST):
        for each in read_examples(folder / language, kind):
            by_label.setdefault(each.label, []).append(" ".join(each.messages))
    assert {label: share_of_twins(texts) for label, texts in by_label.items() if share_of_twins(texts) > 0.05} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_test_sentence_is_one_of_the_forms_that_surely_steer_or_are_stories(language: str) -> None:
    listed = [each for path in (ROOT / "data" / "nlu" / language).glob("*.yml") for each in read_yaml(path)["nlu"]]
    forms = {plain(line.strip().removeprefix("- ")) for each in listed for line in each["examples"].splitlines()}
    held = [each.messages[0] for each in read_examples(TEST / language, "command")]
    assert len(forms) > 200 and [text for text in held if plain(text) in forms] == []


@pytest.mark.parametrize(("language", "kind"), EACH)
def test_no_test_sentence_has_a_twin_among_the_training_sentences(language: str, kind: str) -> None:
    learned = {run for each in read_examples(TRAIN / language, kind) for run in fourgrams(" ".join(each.messages))}
    held = [each for each in read_examples(TEST / language, kind) if fourgrams(" ".join(each.messages)) & learned]
    assert [each.voice for each in held] == []
