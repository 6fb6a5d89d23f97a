"""Fits a classifier to labelled texts. The only place where scikit-learn is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC

from bot.listening.classifier import Classifier, weigh
from bot.listening.features import SIZE, VOICES, Seen, Voices

LINEAR: Any = LinearSVC
BAYES: Any = MultinomialNB
LOGISTIC: Any = LogisticRegression
VECTORS: Any = DictVectorizer
"""Untyped, as all of scikit-learn."""
SPARSE: Any = csr_matrix
STRICTNESS = 0.3
"""The higher, the closer the examples are followed."""
COUNTING = 1.0
"""How much counting weighs beside separating."""
UNSEEN = 0.02
"""As how often seen counts what was never seen under a label."""
STRICTNESS_OF_PAIRS = 0.2


def fit(
    seen: Sequence[Seen],
    labels: Sequence[str],
    voices: Voices = VOICES,
    strictness: float = STRICTNESS,
    counting: float = COUNTING,
) -> Classifier:
    """Fit one linear separation per label, rare labels weighing as much as frequent ones, and count beside it.

    What separates best leans on few features; how often each occurs under a label (naive Bayes) leans on all. Their sum
    is linear too, and hears two to four in a hundred new openers and commands more (measured, each writer left out).
    Takes the features of each text, its label, how much each group of features counts, how closely the examples are
    followed, and how much the counting weighs beside the separation. The same texts in the same order give the same
    classifier. Raises `ValueError` when there is only one label.
    """
    names = tuple(sorted(set(labels)))
    if len(names) < 2:
        raise ValueError(f"labelled sentences: only {names}; expected at least two labels")
    seen = [tuple(group if voice else () for voice, group in zip(voices, each)) for each in seen]
    rarity = _rarity(seen)
    used, columns = np.unique([number for each in seen for group in each for number in group], return_inverse=True)
    matrix = _matrix(seen, rarity, columns, voices)
    separated, bias = _separated(matrix, np.array(labels), names, strictness)
    counted = _counted(matrix, np.array(labels))
    scale = counting * _spread(matrix @ separated + bias) / _spread(matrix @ counted)
    weights = np.zeros((SIZE, len(names)), dtype=np.float32)
    weights[used] = (separated + scale * counted) / (1 + counting)
    return Classifier(names, weights, (bias / (1 + counting)).astype(np.float32), rarity, voices=voices)


def _separated(matrix: Any, labels: Any, names: Sequence[str], strictness: float) -> tuple[Any, Any]:
    """Return a column of weights per label, and what each label leads by without any feature."""
    apart = len(names) == 2  # of two labels one separation says both
    models = [
        LINEAR(C=strictness, class_weight="balanced", random_state=7, max_iter=5_000).fit(matrix, labels == name)
        for name in (names[1:] if apart else names)
    ]
    weights = np.stack([each.coef_[0] for each in models], axis=1)
    bias = np.array([each.intercept_[0] for each in models])
    return (np.hstack([-weights, weights]), np.hstack([-bias, bias])) if apart else (weights, bias)


def _counted(matrix: Any, labels: Any) -> Any:
    """Return a column of weights per label: how much likelier each feature is under it than under the others."""
    likely = BAYES(alpha=UNSEEN, fit_prior=False).fit(matrix, labels).feature_log_prob_.T
    return likely - likely.mean(axis=1, keepdims=True)


def _spread(leads: Any) -> float:
    """Tell how far the labels lie apart, on average over the texts."""
    return float(leads.std(axis=1).mean())


def fit_weights(seen: Sequence[Mapping[str, float]], right: Sequence[bool]) -> dict[str, float]:
    """Fit the weight of each named feature, such that what is right scores high; right weighs as much as wrong."""
    vectors = VECTORS(dtype=np.float32)
    model = LOGISTIC(C=STRICTNESS_OF_PAIRS, class_weight="balanced", max_iter=300, random_state=7)
    model.fit(vectors.fit_transform(seen), np.array(right))
    weights = {str(name): float(weight) for name, weight in zip(vectors.feature_names_, model.coef_[0])}
    weights["always"] += float(model.intercept_[0])
    return weights


def _rarity(seen: Sequence[Seen]) -> npt.NDArray[np.float32]:
    counts = np.bincount([number for each in seen for group in each for number in group], minlength=SIZE)
    rarity: npt.NDArray[np.float32] = (np.log((1 + len(seen)) / (1 + counts)) + 1).astype(np.float32)
    return rarity


def _matrix(
    seen: Sequence[Seen], rarity: npt.NDArray[np.float32], columns: npt.NDArray[np.intp], voices: Voices
) -> Any:
    """Make a row per text; only features that occur have a column, which makes fitting fast."""
    values = [weigh(rarity[list(group)], voice) for each in seen for voice, group in zip(voices, each) if group]
    ends = np.cumsum([0, *(sum(len(group) for group in each) for each in seen)])
    return SPARSE((np.concatenate(values), columns, ends), shape=(len(seen), int(columns.max()) + 1))
