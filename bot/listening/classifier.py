"""A linear classifier: a weight per label and feature, kept as plain numbers that any program can read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.errors import ModelMissing
from bot.listening.features import VOICES, Seen, Voices

STEEPNESS = 2.5
"""How fast a label's share grows with its lead."""


@dataclass(frozen=True)
class Classifier:
    """Tells how well each label fits a text, seen as the numbers of its features."""

    labels: tuple[str, ...]
    weights: npt.NDArray[Any]
    """A column per label; a row per feature, or only per feature that weighs anything, where `rows` says which."""
    bias: npt.NDArray[np.float32]
    rarity: npt.NDArray[Any]
    """How much each feature counts: the rarer in what was learned from, the more."""
    rows: npt.NDArray[np.int32] | None = None
    """The row of each feature in `weights`; 0, a row of zeros, of all that weigh nothing."""
    voices: Voices = VOICES
    """How much each group of features counts."""

    def shares(self, seen: Seen) -> Mapping[str, float]:
        """Return how likely each label is, adding up to 1, the likeliest first."""
        leads = self.bias.astype(np.float64)
        for voice, group in zip(self.voices, seen):
            if group and voice:
                at = np.array(group)
                rows = at if self.rows is None else self.rows.take(at)
                weights = self.weights.take(rows, axis=0).astype(np.float32)
                leads = leads + weigh(self.rarity.take(at).astype(np.float32), voice) @ weights
        fits = np.exp(STEEPNESS * (leads - leads.max()))
        shares = fits / fits.sum()
        return {self.labels[at]: float(shares[at]) for at in np.argsort(-shares)}

    def lead(self, label: str, number: int) -> float:
        """Return how much a feature speaks for a label, to tell why something was heard."""
        row = number if self.rows is None else int(self.rows[number])
        return float(self.rarity[number] * self.weights[row, self.labels.index(label)])

    def save(self, path: Path) -> None:
        """Write to an `.npz` file, in half precision, without the features that weigh nothing: most never occurred."""
        whole = self.weights if self.rows is None else self.weights[self.rows]
        used = np.flatnonzero(whole.any(axis=1))
        rows = np.zeros(len(whole), dtype=np.int32)
        rows[used] = np.arange(1, len(used) + 1)
        weights = np.concatenate([np.zeros_like(whole[:1]), whole[used]])
        labels, voices = np.array(self.labels), np.array(self.voices)
        halves = {"weights": weights.astype(np.float16), "rarity": self.rarity.astype(np.float16)}
        np.savez_compressed(path, labels=labels, bias=self.bias, rows=rows, voices=voices, **halves)


def weigh(rarity: npt.NDArray[np.float32], voice: float) -> npt.NDArray[np.float32]:
    """Return the values of a group of features, together as long as its voice is loud."""
    values: npt.NDArray[np.float32] = rarity * np.float32(voice / max(float(rarity @ rarity) ** 0.5, 1e-9))
    return values


def load_classifier(path: Path) -> Classifier:
    """Read what `save` wrote; raises `ModelMissing` if it is not there or cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            labels = tuple(str(label) for label in kept["labels"])
            voices = tuple(float(voice) for voice in kept["voices"])
            return Classifier(labels, kept["weights"], kept["bias"], kept["rarity"], kept["rows"], voices)
    except (OSError, ValueError, KeyError) as error:
        place = "/".join(path.parts[-2:])
        raise ModelMissing(
            f"{place}: cannot be read ({type(error).__name__}); expected a trained model; run: make train"
        ) from error
