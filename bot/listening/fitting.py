"""Fits a classifier to labelled texts. The only place where scikit-learn is used."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.listening.classifier import Classifier
from bot.listening.features import SIZE


def fit(seen: Sequence[Sequence[int]], labels: Sequence[str], strictness: float = 8.0) -> Classifier:
    """Fit one logistic regression per label, rare labels weighing as much as frequent ones.

    Takes the features of each text and its label; the same texts in the same order give the same classifier.
    `strictness`: the higher, the closer it follows the examples. Raises `ValueError` when there is only one label.
    """
    used, columns = np.unique([number for each in seen for number in each], return_inverse=True)
    matrix = _matrix(seen, columns)
    names = tuple(sorted(set(labels)))
    if len(names) < 2:
        raise ValueError(f"labelled sentences: only {names}; expected at least two labels")
    rows, biases = [], []
    for name in names:
        model = LogisticRegression(C=strictness, solver="liblinear", dual=True, class_weight="balanced", random_state=7, max_iter=2_000)
        model.fit(matrix, np.array([label == name for label in labels]))
        rows.append(_spread(model.coef_[0], used))
        biases.append(model.intercept_[0])
    return Classifier(names, np.array(rows, dtype=np.float32), np.array(biases, dtype=np.float32))


def _matrix(seen: Sequence[Sequence[int]], columns: npt.NDArray[np.intp]) -> csr_matrix:
    """Make a row per text; only features that occur have a column, which makes fitting fast."""
    sizes = [len(each) for each in seen]
    values = np.repeat([1 / max(1.0, size**0.5) for size in sizes], sizes)
    return csr_matrix((values, columns, np.cumsum([0, *sizes])), shape=(len(seen), columns.max(initial=0) + 1))


def _spread(weights: npt.NDArray[np.float64], used: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    row = np.zeros(SIZE)
    row[used] = weights
    return row
