"""Learns how the groups of features of a text are to be weighed against each other: a second model above the first.

The first model adds up what each group says, always in the same measure. The second hears what each says by itself:
words for danger, their pieces against it. It must not learn from what the first says of texts that the first knows by
heart; so these are heard by models of the same kind that learned from the other half. Known as stacked generalisation
(Wolpert 1992).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from bot.listening.classifier import Classifier
from bot.listening.features import Seen
from bot.listening.perceptron import Perceptron, Reals, scaled

NETWORK: Any = MLPClassifier
THREADS: Any = threadpool_limits
"""Untyped, as all of scikit-learn."""
UNITS = 32
"""Hidden units of each network."""
SEEDS = (0, 1, 2)
"""So many networks, each begun elsewhere, are put side by side as one: together they hear a bit more than the best."""
DECAY = 1.0
"""How strongly weights are held small."""
PACE = 0.003
"""How far weights go at first in one step: three times the library's own, which takes half as long for commands."""
ROUNDS = 200
"""So many rounds at most; it stops when it hears no more of the tenth that it does not learn from."""

BATCH = 500
"""After so many texts it takes a step: more than the library's own, which takes four times as long for dangers."""

HALVES = (0, 1)
AT_ONCE = 200
"""So many texts are heard at once, which takes half as long as one by one."""
Fit = Callable[[Sequence[Seen], Sequence[str]], Classifier]


def hear_half(fit: Fit, seen: Sequence[Seen], labels: Sequence[str], half: int) -> Reals:
    """Return what is said of each second text, from text `half` on, by a model that `fit` makes of the other texts.

    A row per text, a column per group that counts and label. Raises `ValueError` when a label is in one half only.
    """
    only = set(labels[half::2]) ^ set(labels[1 - half :: 2])
    if only:
        raise ValueError(f"labelled sentences: {sorted(only)} in every second only; expected each label in both halves")
    other = fit(seen[1 - half :: 2], labels[1 - half :: 2])
    heard = seen[half::2]
    several = [other.said(heard[at : at + AT_ONCE]) for at in range(0, len(heard), AT_ONCE)]
    return np.concatenate(several).reshape(len(heard), -1)


def weigh(halves: Sequence[Reals], labels: Sequence[str]) -> Perceptron:
    """Fit what weighs the groups against each other to what `hear_half` returned for both of `HALVES`.

    `labels` are those of all texts, in their order: a text for each row, the first half having each second from 0 on.
    """
    inputs = np.empty((len(labels), halves[0].shape[1]), dtype=np.float32)
    for half, heard in zip(HALVES, halves):
        inputs[half::2] = heard
    return fit_perceptron(inputs, np.array(labels))


def fit_perceptron(inputs: Reals, labels: Any) -> Perceptron:
    """Fit a network to a row of inputs per text and its label; its labels are in the order of the alphabet."""
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0) + np.float32(1e-6)
    heard = scaled(inputs, mean, spread)
    with THREADS(limits=1):  # so that sums are made in the same order however many cores there are
        networks = [_network(seed, len(labels)).fit(heard, labels) for seed in SEEDS]
    hidden = np.hstack([_with_bias(network, 0) for network in networks])
    outs = [_of_each_label(_with_bias(network, 1)) / len(SEEDS) for network in networks]
    out = np.vstack([*(each[:-1] for each in outs), np.sum([each[-1] for each in outs], axis=0)])
    return Perceptron(mean, spread, hidden.astype(np.float32), out.astype(np.float32))


def _network(seed: int, texts: int) -> Any:
    return NETWORK(
        (UNITS,),
        alpha=DECAY,
        learning_rate_init=PACE,
        batch_size=max(1, min(BATCH, texts // 2)),
        early_stopping=True,
        max_iter=ROUNDS,
        random_state=seed,
    )


def _with_bias(network: Any, layer: int) -> Any:
    return np.vstack([network.coefs_[layer], network.intercepts_[layer]])


def _of_each_label(out: Any) -> Any:
    """Return a column per label, also where one column says how much likelier the second of two labels is."""
    return np.hstack([-out / 2, out / 2]) if out.shape[1] == 1 else out
