"""Fits a classifier to labelled texts. Only here and in `stacking` is scikit-learn used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC

from bot.listening.classifier import LEAST, Classifier
from bot.listening.features import VOICES, Numbers, Seen, Voices

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
NEAR = 0.4
"""How near the best separation is near enough: some seven times as fast as the library's own, and it hears the same."""
FEWEST = 1
"""A feature that occurs in fewer texts is not learned from."""
UNSEEN = 0.02
"""As how often seen counts what was never seen under a label."""
STRICTNESS_OF_PAIRS = 0.3


def fit(
    seen: Sequence[Seen],
    labels: Sequence[str],
    voices: Voices = VOICES,
    strictness: float = STRICTNESS,
    counting: float = COUNTING,
    alike: tuple[str, ...] = (),
    fewest: int = FEWEST,
    near: float = NEAR,
) -> Classifier:
    """Fit one linear separation per label, rare labels weighing as much as frequent ones, and count beside it.

    What separates best leans on few features; how often each occurs under a label (naive Bayes) leans on all. Their sum
    is linear too, and hears two to four in a hundred new openers and commands more (measured, each writer left out).
    Takes the features of each text, its label, how much each group of features counts, how closely the examples are
    followed, how much the counting weighs beside the separation, which labels are `alike`: these are also separated
    from all others together, which counts as much for each as being separated alone; in how many texts a feature
    must occur; and how near the best separation is near enough. The same texts in the same order give the same
    classifier. Raises `ValueError` when there is only one label, or when no feature occurs in so many texts.
    """
    names = tuple(sorted(set(labels)))
    if len(names) < 2:
        raise ValueError(f"labelled sentences: only {names}; expected at least two labels")
    matrix, known, rarity = _matrix(seen, voices, fewest)
    separated, bias = _separated(matrix, np.array(labels), names, strictness, near, alike)
    counted = _counted(matrix, np.array(labels))
    scale = counting * _spread(matrix @ separated + bias) / _spread(matrix @ counted)
    weights = (separated + scale * counted) / (1 + counting)
    return Classifier(names, _table(weights, rarity), (bias / (1 + counting)).astype(np.float32), known, voices)


def _separated(
    matrix: Any, labels: Any, names: Sequence[str], strictness: float, near: float, alike: tuple[str, ...]
) -> Any:
    """Return a column of weights per label, and what each label leads by without any feature."""

    def separation(chosen: Any) -> Any:
        model = LINEAR(C=strictness, class_weight="balanced", random_state=7, tol=near).fit(matrix, chosen)
        return np.append(model.coef_[0], model.intercept_[0])

    if len(names) == 2:  # one separation says both
        second = separation(labels == names[1])
        columns = [-second, second]
    else:
        together = separation(np.isin(labels, alike)) if alike else None
        columns = [separation(labels == name) for name in names]
        columns = [(each + together) / 2 if name in alike else each for name, each in zip(names, columns)]
    weights = np.stack(columns, axis=1)
    return weights[:-1], weights[-1]


def _counted(matrix: Any, labels: Any) -> Any:
    """Return a column of weights per label: how much likelier each feature is under it than under the others."""
    likely = BAYES(alpha=UNSEEN, fit_prior=False).fit(matrix, labels).feature_log_prob_.T
    return likely - likely.mean(axis=1, keepdims=True)


def _spread(leads: Any) -> float:
    """Tell how far the labels lie apart, on average over the texts."""
    return float(leads.std(axis=1).mean())


def fit_weights(
    seen: Sequence[Mapping[str, float]], right: Sequence[bool], counts: Sequence[float]
) -> dict[str, float]:
    """Fit the weight of each named feature, such that what is right scores high; right weighs as much as wrong.

    `counts` tells how much each example counts beside the others.
    """
    vectors = VECTORS(dtype=np.float32)
    model = LOGISTIC(C=STRICTNESS_OF_PAIRS, class_weight="balanced", max_iter=300, random_state=7)
    model.fit(vectors.fit_transform(seen), np.array(right), sample_weight=np.array(counts))
    weights = {str(name): float(weight) for name, weight in zip(vectors.feature_names_, model.coef_[0])}
    weights["always"] += float(model.intercept_[0])
    return weights


def _matrix(seen: Sequence[Seen], voices: Voices, fewest: int) -> tuple[Any, Numbers, Any]:
    """Make a row per text, each group of features in it as long as its voice is loud, and a column per known feature.

    Return also the numbers of the known features, rising, and how rare each is.
    """
    counting = [at for at, voice in enumerate(voices) if voice]
    groups = [each[at] for each in seen for at in counting]
    numbers = np.concatenate(groups)
    counts = np.bincount(numbers)
    known = np.flatnonzero(counts >= fewest)
    column = np.full(len(counts), -1, dtype=np.int32)
    column[known] = np.arange(len(known))
    heard = column[numbers] >= 0
    columns = column[numbers[heard]]
    begins = _summed(heard, np.int32)[_summed([len(group) for group in groups], np.int64)]
    rarity = _rarity(counts[known], len(seen))
    values = rarity[columns]
    lengths = np.sqrt(np.diff(_summed(values * values, np.float64)[begins]))
    loud = np.tile(np.take(voices, counting), len(seen)) / np.maximum(lengths, LEAST)
    values *= np.repeat(loud.astype(np.float32), np.diff(begins))
    matrix = SPARSE((values, columns, begins[:: len(counting)]), shape=(len(seen), len(known)))
    matrix.sum_duplicates()  # two features that share their number, in two groups of one text
    return matrix, known.astype(np.int32), rarity


def _summed(numbers: Any, kind: Any) -> Any:
    """Return the sum of all numbers before each place, then the sum of all."""
    return np.concatenate([np.zeros(1, dtype=kind), np.cumsum(numbers, dtype=kind)])


def _rarity(counts: Any, texts: int) -> Any:
    """Return how rare each feature is that occurs so often."""
    return (np.log((1 + texts) / (1 + counts)) + 1).astype(np.float32)


def _table(weights: Any, rarity: Any) -> Any:
    """Return what a `Classifier` looks up; its first row is of what is not known, which counts for nothing."""
    known = np.column_stack([rarity[:, None] * weights, rarity * rarity])
    return np.vstack([np.zeros(known.shape[1]), known]).astype(np.float16, order="C")
