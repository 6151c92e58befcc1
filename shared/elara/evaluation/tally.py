"""Labelled rows counted by score: all that a measure of ranking needs to know.

A tally of many resamples is one array with a row for each, so every measure takes one tally or a
thousand in the same call and gives one figure for each.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows at each distinct score, highest score first: equal scores are one place in the rank.

    `malicious` and `benign` have the score as their last axis; axes before it are resamples.
    """

    scores: Floats
    malicious: Floats
    benign: Floats

    @classmethod
    def of(cls, labels: ArrayLike, scores: ArrayLike) -> Self:
        """Counts `scores` (any finite numbers, -inf for the very last place) by `labels` (1 or
        true = malicious). Raises ValueError when their lengths differ."""
        marks = np.asarray(labels, dtype=bool)
        values, places = np.unique(-np.asarray(scores, dtype=float), return_inverse=True)
        if marks.shape != places.shape:
            raise ValueError("There must be one label for each score.")
        counts = np.bincount(places + len(values) * marks, minlength=2 * len(values))
        benign, malicious = counts.astype(float).reshape(2, -1)
        return cls(-values, malicious, benign)

    @property
    def positives(self) -> Floats:
        """Malicious rows, in each resample."""
        return np.asarray(self.malicious.sum(axis=-1))

    @property
    def negatives(self) -> Floats:
        """Benign rows, in each resample."""
        return np.asarray(self.benign.sum(axis=-1))

    def caught(self) -> Floats:
        """Malicious rows at or above each score."""
        return np.asarray(self.malicious.cumsum(axis=-1))

    def alarms(self) -> Floats:
        """Benign rows at or above each score: false alarms."""
        return np.asarray(self.benign.cumsum(axis=-1))

    def above(self, threshold: float) -> tuple[Floats, Floats]:
        """Malicious and benign rows at or above `threshold`."""
        seen = self.scores >= threshold
        return self.malicious[..., seen].sum(axis=-1), self.benign[..., seen].sum(axis=-1)


def share(part: ArrayLike, whole: ArrayLike) -> Floats:
    """`part` / `whole`, NaN where there is nothing to divide by."""
    top, bottom = np.broadcast_arrays(np.asarray(part, float), np.asarray(whole, float))
    empty: Floats = np.full(top.shape, np.nan)
    return np.asarray(np.divide(top, bottom, out=empty, where=bottom != 0))
