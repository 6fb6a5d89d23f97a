"""A classifier: a weight per label and feature, and what weighs groups of features against each other, if anything."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from bot.errors import ModelMissing
from bot.listening.features import VOICES, Numbers, Seen, Voices
from bot.listening.perceptron import Perceptron, Reals, perceptron_of

STEEPNESS = 2.5
"""How fast a label's share grows with its lead, where no second model gives it."""
TABLE = ".npy"
"""So ends the name of the file that holds the table."""
LEAST = 1e-9
"""Stands for the length, or its square, of a group of which no feature is known."""


@dataclass(frozen=True)
class Classifier:
    """Tells how well each label fits a text, seen as the numbers of its features.

    A feature counts the more, the rarer it was in what was learned from; a group of features is as loud as its voice,
    however many it has. Weights are kept times rarity, and rarity squared beside them, so that one look-up gives both.
    """

    labels: tuple[str, ...]
    table: npt.NDArray[np.float16]
    """A row per feature that was learned from: its rarity times its weight for each label, then its rarity squared.

    The first row, all zeros, is of every other feature.
    """
    bias: npt.NDArray[np.float32]
    known: npt.NDArray[np.int32]
    """The number of the feature of each row of `table` but the first, rising; all others have the first row."""
    voices: Voices = VOICES
    """How much each group of features counts."""

    second: Perceptron | None = None
    """What weighs against each other what the groups say; without it they are added up."""

    def shares(self, seen: Seen) -> Mapping[str, float]:
        """Return how likely each label is, adding up to 1, the likeliest first."""
        leads = sorted(self.leads(seen).items(), key=lambda pair: -pair[1])
        steep, most = 1.0 if self.second else STEEPNESS, leads[0][1]
        fits = {label: exp(steep * (lead - most)) for label, lead in leads}
        whole = sum(fits.values())
        return {label: fit / whole for label, fit in fits.items()}

    def leads(self, seen: Seen) -> Mapping[str, float]:
        """Return by how much each label leads, before it is made a share of all."""
        return dict(zip(self.labels, self._leads(seen).tolist()))

    def said(self, texts: Sequence[Seen]) -> Reals:
        """Return of each text a row per group that counts, with what it says for each label; zeros where it is empty.

        The shape is (texts, groups that count, labels).
        """
        counting = np.flatnonzero(self.voices)
        groups = [seen[at] for seen in texts for at in counting.tolist()]
        said = np.zeros((len(groups), len(self.labels)), dtype=np.float32)
        places = [place for place, group in enumerate(groups) if len(group)]
        if places:
            heard = [groups[place] for place in places]
            begins = np.cumsum([0, *(len(group) for group in heard[:-1])])
            found = self.table.take(self._rows(np.concatenate(heard)), axis=0).astype(np.float32)
            sums = np.add.reduceat(found, begins, axis=0)
            lengths = np.sqrt(np.maximum(sums[:, -1], LEAST))
            voices = np.tile(np.take(self.voices, counting), len(texts))[places]
            said[places] = sums[:, :-1] * (voices / lengths)[:, None]
        return said.reshape(len(texts), len(counting), len(self.labels))

    def _leads(self, seen: Seen) -> Any:
        said = self.said([seen])[0]
        return self.second.leads(said.ravel()) if self.second else self.bias + said.sum(axis=0)

    def lead(self, label: str, number: int) -> float:
        """Return how much a feature speaks for a label, to tell why something was heard."""
        row = self._rows(np.array([number], dtype=np.int32))[0]
        return float(self.table[row, self.labels.index(label)])

    def _rows(self, numbers: Numbers) -> npt.NDArray[np.intp]:
        """Return the row of each feature in `table`, 0 where it was not learned from."""
        places = np.searchsorted(self.known, numbers)
        return np.where(self.known.take(places, mode="clip") == numbers, places + 1, 0)

    def save(self, path: Path) -> None:
        """Write to an `.npz` file, and the table beside it to an `.npy`, which can be read without being loaded."""
        labels, voices = np.array(self.labels), np.array(self.voices)
        second = self.second.arrays() if self.second else {}
        np.savez_compressed(path, labels=labels, bias=self.bias, known=self.known, voices=voices, **second)
        np.save(path.with_suffix(TABLE), self.table, allow_pickle=False)


def load_classifier(path: Path) -> Classifier:
    """Read what `save` wrote; raises `ModelMissing` if it is not there, cannot be read or does not fit together.

    Of the table only what is looked up comes into memory.
    """
    try:
        table = np.asarray(np.load(path.with_suffix(TABLE), mmap_mode="r", allow_pickle=False))
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            labels = tuple(str(label) for label in kept["labels"])
            voices = tuple(float(voice) for voice in kept["voices"])
            bias, known, second = kept["bias"], kept["known"], perceptron_of(kept)
        if table.shape != (len(known) + 1, len(labels) + 1) or bias.shape != (len(labels),):
            raise ValueError(table.shape, bias.shape)
        if second and second.shape != (len(labels) * sum(voice > 0 for voice in voices), len(labels)):
            raise ValueError(second.shape)
        return Classifier(labels, table, bias, known, voices, second)
    except (OSError, EOFError, ValueError, KeyError, BadZipFile, zlib.error) as error:
        place = "/".join(path.with_suffix("").parts[-2:])
        raise ModelMissing(
            f"{place} (.npz and {TABLE}): cannot be read ({type(error).__name__}); expected a trained model; "
            "run: make train"
        ) from error
