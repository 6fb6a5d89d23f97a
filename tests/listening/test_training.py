"""Training gives the same models each time, in plain files, under a hash of all they depend on."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest

from bot.errors import ModelMissing
from bot.knowledge.signals import read_signals
from bot.listening.classifier import load_classifier
from bot.listening.features import VOICES, features, numbers_of, pairs_apart
from bot.listening.fitting import fit
from bot.listening.lessons import Lesson
from bot.listening.training import fingerprint

TEXTS = ["ik was boos", "ik was blij", "hij wil niet", "ze wil niet", "ik voel me moe", "hij doet maar wat"]
LABELS = ["feeling", "feeling", "interpretation", "interpretation", "feeling", "interpretation"]


def test_a_model_is_the_same_after_saving_and_every_time_it_is_fitted(tmp_path: Path) -> None:
    seen = [features(text) for text in TEXTS]
    model = fit(seen, LABELS)
    model.save(tmp_path / "stances.npz")
    again = load_classifier(tmp_path / "stances.npz")
    assert again.labels == ("feeling", "interpretation")
    for other in (again, fit(seen, LABELS)):
        assert np.array_equal(other.table, model.table)
        assert np.array_equal(other.known, model.known)
        assert np.array_equal(other.bias, model.bias)
    said = features("ik was verdrietig")
    assert next(iter(again.shares(said))) == "feeling"
    assert again.shares(said) == model.shares(said)


@pytest.mark.parametrize("file", ["stances.npz", "stances.npy"])
@pytest.mark.parametrize("kept", [0, 100])
def test_a_model_that_is_cut_short_is_named(tmp_path: Path, file: str, kept: int) -> None:
    fit([features(text) for text in TEXTS], LABELS).save(tmp_path / "stances.npz")
    whole = (tmp_path / file).read_bytes()
    (tmp_path / file).write_bytes(whole[:kept])
    with pytest.raises(ModelMissing, match=r"stances .*make train"):
        load_classifier(tmp_path / "stances.npz")


def test_a_table_that_belongs_to_another_model_is_named(tmp_path: Path) -> None:
    fit([features(text) for text in TEXTS], LABELS).save(tmp_path / "stances.npz")
    fit([features(text) for text in TEXTS[:4]], LABELS[:4]).save(tmp_path / "other.npz")
    shutil.copy(tmp_path / "other.npy", tmp_path / "stances.npy")
    with pytest.raises(ModelMissing, match=r"stances .*ValueError.*make train"):
        load_classifier(tmp_path / "stances.npz")


def test_a_text_of_which_nothing_is_known_leans_on_what_is_known_without_it() -> None:
    model = fit([features(text) for text in TEXTS], LABELS)
    nothing = (numbers_of(["never seen"]), *(numbers_of([]) for _ in VOICES[1:]))
    assert model.leads(nothing) == dict(zip(model.labels, model.bias.tolist()))


def test_what_occurs_in_fewer_texts_than_asked_for_is_not_known() -> None:
    seen = [features(text) for text in TEXTS]
    every, often = fit(seen, LABELS), fit(seen, LABELS, fewest=2)
    assert set(often.known) < set(every.known)
    assert often.leads(features("blij moe")) != every.leads(features("blij moe"))
    assert often.leads(features("ik was")) != often.leads(features(""))


def test_lemmas_apart_are_pairs_with_one_to_four_others_between_them() -> None:
    five, near = pairs_apart(list("abcdefg")), pairs_apart(list("axc"))
    assert set(near) == set(numbers_of(["aa c"])) and set(near) <= set(five)
    assert set(numbers_of(["aa f"])) <= set(five)
    assert not set(numbers_of(["aa b", "aa g"])) & set(five)


def test_shares_add_up_to_one_and_the_likeliest_comes_first() -> None:
    shares = fit([features(text) for text in TEXTS], LABELS).shares(features(""))
    assert sum(shares.values()) == pytest.approx(1)
    assert list(shares.values()) == sorted(shares.values(), reverse=True)


def test_labels_that_are_alike_lead_half_by_what_tells_them_together_from_the_others() -> None:
    seen, said = [features(text) for text in TEXTS], features("hij wil het niet doen")
    labels = ["feeling", "feeling", "norm", "norm", "feeling", "solution"]
    apart = fit(seen, labels, counting=0.0).leads(said)
    common = fit(seen, [label if label == "feeling" else "other" for label in labels], counting=0.0).leads(said)
    leads = fit(seen, labels, counting=0.0, alike=("norm", "solution")).leads(said)
    assert leads["feeling"] == pytest.approx(apart["feeling"], abs=0.01)
    for label in ("norm", "solution"):
        assert leads[label] == pytest.approx((apart[label] + common["other"]) / 2, abs=0.01)


def test_one_label_is_nothing_to_learn_from() -> None:
    with pytest.raises(ValueError, match="at least two labels"):
        fit([features("ja")], ["feeling"])


@pytest.mark.parametrize("texts", [TEXTS, ["", "ja"], []], ids=["texts", "an empty one", "none"])
def test_a_lesson_is_the_same_in_another_process(texts: list[str]) -> None:
    lesson = Lesson([features(text, signals=["seen"]) for text in texts], LABELS[: len(texts)])
    moved = pickle.loads(pickle.dumps(lesson))
    assert moved.labels == lesson.labels
    assert [list(map(list, each)) for each in moved.seen] == [list(map(list, each)) for each in lesson.seen]
    assert {group.dtype for each in moved.seen for group in each} <= {np.dtype(np.int32)}


def test_the_fingerprint_follows_the_data(tmp_path: Path) -> None:
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    before = fingerprint(tmp_path)
    (tmp_path / "data" / "nlu" / "stop.yml").write_text("nlu: []", encoding="utf-8")
    changed = fingerprint(tmp_path)
    shutil.rmtree(tmp_path / "data")
    assert before != changed
    assert fingerprint(tmp_path) == before


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("words: [nee, nee]", "stands there twice"),
        ("wrods: [nee]", "key 'wrods' is not known"),
        ("words: [no]", "is no text"),
        ("patterns: [[{POS: VERB}]]", "token key 'POS' is not known"),
        ("patterns: [nee]", "is no token pattern"),
        ("- nee", "holds no mapping"),
        ("alone: true", "hears nothing"),
    ],
)
def test_a_fault_in_a_signal_file_names_its_place(tmp_path: Path, content: str, fault: str) -> None:
    (tmp_path / "nl").mkdir()
    (tmp_path / "nl" / "absolute.yml").write_text(content, encoding="utf-8")
    _, faults = read_signals(tmp_path)
    assert any(fault in each and "nl/absolute.yml" in each and "expected" in each for each in faults)
