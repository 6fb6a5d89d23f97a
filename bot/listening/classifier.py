"""A linear classifier: a weight per label and feature, kept as plain numbers that any program can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.errors import ModelMissing


@dataclass(frozen=True)
class Classifier:
    """Tells how well each label fits a text, seen as the numbers of its features."""

    labels: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    """A row per label, a column per feature."""
    bias: npt.NDArray[np.float32]

    def shares(self, features: Sequence[int]) -> Mapping[str, float]:
        """Return how likely each label is, adding up to 1, the likeliest first."""
        scale = 1 / max(1.0, len(features) ** 0.5)
        sums = self.weights[:, features].sum(axis=1) * scale + self.bias
        fits = 1 / (1 + np.exp(-np.clip(sums, -30, 30)))
        shares = fits / fits.sum()
        return {self.labels[at]: float(shares[at]) for at in np.argsort(-shares)}

    def save(self, path: Path) -> None:
        """Write to an `.npz` file."""
        np.savez_compressed(path, labels=np.array(self.labels), weights=self.weights, bias=self.bias)


def load_classifier(path: Path) -> Classifier:
    """Read what `save` wrote; raises `ModelMissing` if it is not there or cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            return Classifier(tuple(str(label) for label in kept["labels"]), kept["weights"], kept["bias"])
    except (OSError, ValueError, KeyError) as error:
        place = "/".join(path.parts[-2:])
        raise ModelMissing(f"{place}: cannot be read ({type(error).__name__}); expected a trained model; run: make train") from error
