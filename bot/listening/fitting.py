"""Fits a classifier to labelled texts. The only place where scikit-learn is used."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.listening.classifier import Classifier
from bot.listening.features import SIZE


def fit(seen: Sequence[Sequence[int]], labels: Sequence[str], strictness: float = 8.0) -> Classifier:
    """Fit one logistic regression per label, rare labels weighing as much as frequent ones.

    Takes the features of each text and its label; the same texts in the same order give the same classifier.
    `strictness`: the higher, the closer it follows the examples. Raises `ValueError` when there is only one label.
    """
    matrix = _matrix(seen)
    names = tuple(sorted(set(labels)))
    if len(names) < 2:
        raise ValueError(f"labelled sentences: only {names}; expected at least two labels")
    rows, biases = [], []
    for name in names:
        model = LogisticRegression(C=strictness, solver="liblinear", class_weight="balanced", random_state=7)
        model.fit(matrix, np.array([label == name for label in labels]))
        rows.append(model.coef_[0])
        biases.append(model.intercept_[0])
    return Classifier(names, np.array(rows, dtype=np.float32), np.array(biases, dtype=np.float32))


def _matrix(seen: Sequence[Sequence[int]]) -> csr_matrix:
    ends = np.cumsum([0, *(len(each) for each in seen)])
    columns = np.array([number for each in seen for number in each], dtype=np.int32)
    values = np.repeat([1 / max(1.0, len(each) ** 0.5) for each in seen], [len(each) for each in seen])
    return csr_matrix((values, columns, ends), shape=(len(seen), SIZE))
