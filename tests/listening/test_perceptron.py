"""A perceptron tells what no straight line can, is kept as numbers, and stays within what it learned from."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from bot.errors import ModelMissing
from bot.listening.classifier import Classifier, load_classifier
from bot.listening.ears import SHARED
from bot.listening.features import Seen, features, numbers_of
from bot.listening.fitting import fit
from bot.listening.lessons import STACKED, Lesson
from bot.listening.perceptron import FURTHEST, Reals
from bot.listening.stacking import HALVES, fit_perceptron, hear_half, weigh
from bot.listening.training import _learn_shared

TEXTS = ["ik was boos", "ik was blij", "hij wil niet", "ze wil niet", "ik voel me moe", "hij doet maar wat"]
LABELS = ["feeling", "feeling", "interpretation", "interpretation", "feeling", "interpretation"]


def ring() -> tuple[Reals, list[str]]:
    """Return points around zero, and which lie near it and which far: no straight line divides them."""
    points = np.random.default_rng(7).uniform(-1, 1, (6000, 2)).astype(np.float32)
    return points, ["near" if np.hypot(x, y) < 0.6 else "far" for x, y in points.tolist()]


def test_it_tells_apart_what_no_straight_line_divides() -> None:
    points, labels = ring()
    leads = fit_perceptron(points, np.array(labels)).leads(points)
    heard = np.where(leads[:, 0] > leads[:, 1], "far", "near")
    assert np.mean(heard == np.array(labels)) > 0.9


def test_the_same_examples_give_the_same_numbers() -> None:
    points, labels = ring()
    one, two = (fit_perceptron(points, np.array(labels)) for _ in range(2))
    assert all(np.array_equal(array, asdict(two)[name]) for name, array in asdict(one).items())


def test_what_lies_further_than_anything_learned_counts_as_lying_at_the_edge() -> None:
    points, labels = ring()
    network = fit_perceptron(points, np.array(labels))
    for side in (-FURTHEST, FURTHEST):
        edge = network.mean + side * network.spread
        assert network.leads(network.mean + 1000 * side * network.spread) == pytest.approx(network.leads(edge))


def stacked() -> Classifier:
    seen = [features(text) for text in TEXTS] * 10
    halves = [hear_half(fit, seen, LABELS * 10, half) for half in (0, 1)]
    return replace(fit(seen, LABELS * 10), second=weigh(halves, LABELS * 10))


def test_a_classifier_with_a_second_model_is_the_same_after_saving(tmp_path: Path) -> None:
    model = stacked()
    model.save(tmp_path / "dangers.npz")
    again, said = load_classifier(tmp_path / "dangers.npz"), features("ik was verdrietig")
    assert again.second is not None
    assert again.shares(said) == model.shares(said) != replace(model, second=None).shares(said)
    assert sum(model.shares(said).values()) == pytest.approx(1)


def test_without_a_second_model_what_the_groups_say_is_added_up() -> None:
    model, said = fit([features(text) for text in TEXTS], LABELS), features("ik was verdrietig")
    told = model.said([said])[0]
    assert list(model.leads(said).values()) == pytest.approx((model.bias + told.sum(axis=0)).tolist())
    assert told.shape == (5, 2) and told[0].any() and told[3].tolist() == [0.0, 0.0]


def test_several_texts_are_heard_at_once_as_each_is_alone() -> None:
    model = fit([features(text) for text in TEXTS], LABELS)
    texts = [features(text) for text in ["ik was verdrietig", "", "…", "zzz", *TEXTS]]
    assert model.said(texts) == pytest.approx(np.array([model.said([each])[0] for each in texts]))
    assert model.said([]).shape == (0, 5, 2)


@pytest.mark.parametrize("cut", ["mean", "spread", "hidden", "out"])
def test_a_second_model_that_does_not_fit_together_is_named(tmp_path: Path, cut: str) -> None:
    model = stacked()
    assert model.second is not None
    for part in (getattr(model.second, cut)[:-1], getattr(model.second, cut)[..., 0]):
        replace(model, second=replace(model.second, **{cut: part})).save(tmp_path / "dangers.npz")
        with pytest.raises(ModelMissing, match=r"dangers .*Error.*make train"):
            load_classifier(tmp_path / "dangers.npz")


def test_a_second_model_of_other_labels_is_named(tmp_path: Path) -> None:
    points, _ = ring()
    other = fit_perceptron(np.hstack([points] * 5), np.array(["one", "two", "three"] * 2000))
    replace(stacked(), second=other).save(tmp_path / "dangers.npz")
    with pytest.raises(ModelMissing, match=r"dangers .*ValueError.*make train"):
        load_classifier(tmp_path / "dangers.npz")


def test_a_classifier_that_has_no_second_model_keeps_none(tmp_path: Path) -> None:
    replace(stacked(), second=None).save(tmp_path / "shelf.npz")
    assert load_classifier(tmp_path / "shelf.npz").second is None


def test_a_classifier_with_too_short_a_bias_is_named(tmp_path: Path) -> None:
    model = stacked()
    replace(model, bias=model.bias[:-1]).save(tmp_path / "stances.npz")
    with pytest.raises(ModelMissing, match=r"stances .*ValueError.*make train"):
        load_classifier(tmp_path / "stances.npz")


def test_no_text_is_heard_by_a_model_that_learned_from_it() -> None:
    learned: list[list[int]] = []

    def remembers(seen: Sequence[Seen], labels: Sequence[str]) -> Classifier:
        learned.append([int(each[0][0]) for each in seen])
        return Numbered(seen)

    texts = [(np.array([number], dtype=np.int32),) for number in range(7)]
    heard = [hear_half(remembers, texts, ["any"] * 7, half)[:, 0].tolist() for half in (0, 1)]
    assert heard == [[0, 2, 4, 6], [1, 3, 5]]
    assert learned == [[1, 3, 5], [0, 2, 4, 6]]


class Numbered(Classifier):
    """Says of each text nothing but its number."""

    def __init__(self, seen: Sequence[Seen]) -> None:
        object.__setattr__(self, "labels", ("any",))

    def said(self, texts: Sequence[Seen]) -> Reals:
        return np.array([[[float(seen[0][0])]] for seen in texts], dtype=np.float32)


def test_a_label_that_stands_in_one_half_only_is_named() -> None:
    seen = [features(text) for text in [*TEXTS, "wij horen op tijd te zijn"]]
    for half in HALVES:
        with pytest.raises(ValueError, match=r"\['norm'\].*both halves"):
            hear_half(fit, seen, [*LABELS, "norm"], half)


def test_what_was_said_of_a_text_stands_beside_its_label() -> None:
    points, labels = ring()
    leads = weigh([points[half::2] for half in HALVES], labels).leads(points)
    assert np.mean(np.where(leads[:, 0] > leads[:, 1], "far", "near") == np.array(labels)) > 0.9


def test_what_is_said_to_have_a_second_model_has_one_and_the_others_have_none() -> None:
    seen = [(*features(text), numbers_of(()), numbers_of(())) for text in TEXTS]
    lessons = {name: [Lesson(seen * 10, LABELS * 10)] for name in SHARED}
    said: list[str] = []
    with ThreadPoolExecutor() as threads:
        learned = dict(_learn_shared(threads, lessons, said.append))
    assert {name for name, model in learned.items() if model.second} == set(STACKED)
    assert set(learned) == set(SHARED)
    assert said == [f"{name} 1/2" for name in STACKED]
