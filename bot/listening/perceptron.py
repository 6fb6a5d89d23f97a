"""A neural network with one hidden layer, kept as plain numbers that any program can read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

FURTHEST = 4.0
"""An input that lies further from what is usual, in standard deviations, counts as lying so far: so a message unlike
all that was learned from is heard within what was learned."""

NAMED = "perceptron_"
"""So the names of its arrays begin where they are kept."""

Reals = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Perceptron:
    """Tells from some numbers about a text by how much each label leads."""

    mean: Reals
    """What each input is on average."""
    spread: Reals
    """The standard deviation of each input, above zero."""
    hidden: Reals
    """A row per input and one for none, a column per hidden unit."""
    out: Reals
    """A row per hidden unit and one for none, a column per label."""

    def leads(self, inputs: npt.ArrayLike) -> Any:
        """Return by how much each label leads, for the inputs of one text or a row per text."""
        heard = scaled(inputs, self.mean, self.spread)
        active = np.maximum(heard @ self.hidden[:-1] + self.hidden[-1], 0.0)
        return active @ self.out[:-1] + self.out[-1]

    @property
    def shape(self) -> tuple[int, int]:
        """How many inputs it takes, and how many labels it tells apart."""
        return len(self.mean), self.out.shape[1]

    def arrays(self) -> Mapping[str, Reals]:
        """Return all its numbers by name, to be kept; `perceptron_of` takes them."""
        return {NAMED + name: array for name, array in asdict(self).items()}


def perceptron_of(kept: Mapping[str, Any]) -> Perceptron | None:
    """Return what `arrays` gave, `None` when it is not among what was kept; raises `ValueError` if it does not fit."""
    if NAMED + "mean" not in kept:
        return None
    one = Perceptron(*(kept[NAMED + field.name] for field in fields(Perceptron)))
    shapes = [array.shape for array in one.arrays().values()]
    inputs, units = (one.hidden.shape[0] - 1, one.hidden.shape[1]) if one.hidden.ndim == 2 else (0, 0)
    if shapes != [(inputs,), (inputs,), (inputs + 1, units), (units + 1, *one.out.shape[1:])] or one.out.ndim != 2:
        raise ValueError(shapes)
    return one


def scaled(inputs: npt.ArrayLike, mean: Reals, spread: Reals) -> Any:
    """Return inputs in standard deviations from what is usual, none further than `FURTHEST`."""
    away = (np.asarray(inputs, dtype=np.float32) - mean) / spread
    return np.minimum(np.maximum(away, -FURTHEST), FURTHEST)
