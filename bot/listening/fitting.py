"""Fits a classifier to labelled texts. The only place where scikit-learn is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC

from bot.listening.classifier import Classifier
from bot.listening.features import SIZE, VOICES, Numbers, Seen, Voices

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
) -> Classifier:
    """Fit one linear separation per label, rare labels weighing as much as frequent ones, and count beside it.

    What separates best leans on few features; how often each occurs under a label (naive Bayes) leans on all. Their sum
    is linear too, and hears two to four in a hundred new openers and commands more (measured, each writer left out).
    Takes the features of each text, its label, how much each group of features counts, how closely the examples are
    followed, how much the counting weighs beside the separation, and which labels are `alike`: these are also separated
    from all others together, which counts as much for each as being separated alone. The same texts in the same order
    give the same classifier. Raises `ValueError` when there is only one label.
    """
    names = tuple(sorted(set(labels)))
    if len(names) < 2:
        raise ValueError(f"labelled sentences: only {names}; expected at least two labels")
    groups = _groups(seen, voices)
    used, columns, rarity = _columns(groups, len(seen))
    matrix = _matrix(groups, columns, rarity, len(seen))
    separated, bias = _separated(matrix, np.array(labels), names, strictness, alike)
    counted = _counted(matrix, np.array(labels))
    scale = counting * _spread(matrix @ separated + bias) / _spread(matrix @ counted)
    weights = (separated + scale * counted) / (1 + counting)
    table, rows = _table(used, weights, rarity, len(seen))
    return Classifier(names, table, (bias / (1 + counting)).astype(np.float32), rows, voices)


def _separated(matrix: Any, labels: Any, names: Sequence[str], strictness: float, alike: tuple[str, ...]) -> Any:
    """Return a column of weights per label, and what each label leads by without any feature."""

    def separation(chosen: Any) -> Any:
        model = LINEAR(C=strictness, class_weight="balanced", random_state=7, tol=NEAR).fit(matrix, chosen)
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


def _groups(seen: Sequence[Seen], voices: Voices) -> list[tuple[int, float, Numbers]]:
    """Return each group of features that counts, with the row of its text and its voice."""
    return [
        (row, voice, group)
        for row, each in enumerate(seen)
        for voice, group in zip(voices, each)
        if voice and len(group)
    ]


def _columns(groups: Sequence[tuple[int, float, Numbers]], texts: int) -> tuple[Any, Any, Any]:
    """Return the numbers of the features that occur, the column of each occurrence, and the rarity of each column.

    Only features that occur have a column, which makes fitting fast.
    """
    numbers = np.concatenate([group for _, _, group in groups])
    counts = np.bincount(numbers, minlength=SIZE)
    used = np.flatnonzero(counts)
    column = np.cumsum(counts > 0) - 1
    return used, column[numbers], _rarity(counts[used], texts)


def _rarity(counts: Any, texts: int) -> Any:
    """Return how rare a feature is that occurs so often, or an array of them."""
    return (np.log((1 + texts) / (1 + counts)) + 1).astype(np.float32)


def _matrix(groups: Sequence[tuple[int, float, Numbers]], columns: Any, rarity: Any, texts: int) -> Any:
    """Make a row per text, each group of features in it as long as its voice is loud."""
    rows, voices, sizes = (np.array(each) for each in zip(*((row, voice, len(group)) for row, voice, group in groups)))
    values = rarity[columns]
    lengths = np.sqrt(np.add.reduceat(values * values, np.cumsum(sizes) - sizes))
    values *= np.repeat((voices / lengths).astype(np.float32), sizes)
    return SPARSE((values, (np.repeat(rows, sizes), columns)), shape=(texts, len(rarity)))


def _table(used: Any, weights: Any, rarity: Any, texts: int) -> tuple[Any, Any]:
    """Return what a `Classifier` looks up: row 0 is of what was never seen, which weighs nothing and is rare."""
    unseen = [*(0.0 for _ in weights[0]), float(_rarity(0, texts)) ** 2]
    known = np.column_stack([rarity[:, None] * weights, rarity * rarity])
    rows = np.zeros(SIZE, dtype=np.int32)
    rows[used] = np.arange(1, len(used) + 1)
    return np.vstack([unseen, known]).astype(np.float16, order="C"), rows
