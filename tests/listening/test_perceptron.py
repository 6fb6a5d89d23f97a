"""A perceptron tells what no straight line can, is kept as numbers, and stays within what it learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from bot.errors import ModelMissing
from bot.listening.classifier import Classifier, load_classifier
from bot.listening.features import Seen, features
from bot.listening.fitting import fit
from bot.listening.perceptron import FURTHEST, Reals, perceptron_of
from bot.listening.stacking import fit_perceptron, hear_half, weigh

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
    edge = network.mean + FURTHEST * network.spread
    assert network.leads(edge * 1000) == pytest.approx(network.leads(edge))


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
    told = model.said(said).reshape(-1, len(model.labels) + 2)
    assert list(model.leads(said).values()) == pytest.approx((model.bias + told[:, :-2].sum(axis=0)).tolist())
    assert told[0, -2] == pytest.approx(np.log1p(len(said[0])))
    assert 0 < told[0, -1] < 1 and told[3].tolist() == [0.0] * 4


def test_a_second_model_that_does_not_fit_together_is_named(tmp_path: Path) -> None:
    model = stacked()
    assert model.second is not None
    replace(model, second=replace(model.second, hidden=model.second.hidden[:-1])).save(tmp_path / "dangers.npz")
    with pytest.raises(ModelMissing, match=r"dangers .*ValueError.*make train"):
        load_classifier(tmp_path / "dangers.npz")


def test_a_classifier_that_has_no_second_model_keeps_none() -> None:
    assert perceptron_of({}) is None


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
        pass

    def said(self, seen: Seen) -> list[float]:
        return [float(seen[0][0])]
