"""Whether probabilities mean what they say."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from elara.evaluation.tally import Floats

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The rows whose probability lies in one tenth: how many, what was said, what was true."""

    low: float
    high: float
    rows: int
    predicted: float
    """Mean probability of the rows."""
    observed: float
    """Share of them that is malicious."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Bins without rows are left out. `ece`: mean distance between said and true, weighted by
    rows (expected calibration error); `brier`: mean squared error of the probabilities."""

    bins: tuple[Bin, ...]
    ece: float
    brier: float


def calibration(labels: ArrayLike, probabilities: ArrayLike, bins: int = BINS) -> Calibration:
    """Reliability over `bins` equal widths of 0 to 1, at the share of malicious rows given."""
    truth, said = np.asarray(labels, dtype=float), np.asarray(probabilities, dtype=float)
    places = np.minimum((said * bins).astype(int), bins - 1)
    rows = np.bincount(places, minlength=bins)
    seen = np.flatnonzero(rows)
    predicted = np.bincount(places, said, minlength=bins)[seen] / rows[seen]
    observed = np.bincount(places, truth, minlength=bins)[seen] / rows[seen]
    table = tuple(
        Bin(int(place) / bins, (int(place) + 1) / bins, int(rows[place]), float(p), float(o))
        for place, p, o in zip(seen, predicted, observed, strict=True)
    )
    ece = float(np.average(np.abs(predicted - observed), weights=rows[seen]))
    return Calibration(table, ece, float(np.mean((said - truth) ** 2)))


def logistic(labels: ArrayLike, scores: ArrayLike, rounds: int = 50) -> Floats:
    """Probabilities from scores by the best line in log-odds (Platt, 1999), fitted by Newton's
    method on these very rows: it tells whether points are additive in log-odds, not how well a
    probability fitted elsewhere would hold. Raises ValueError when a class is missing.
    """
    truth, raw = np.asarray(labels, dtype=float), np.asarray(scores, dtype=float)
    if not 0 < truth.sum() < len(truth):
        raise ValueError("A logistic needs rows of both classes.")
    scale = float(raw.std()) or 1.0
    design = np.stack([np.ones(len(raw)), (raw - raw.mean()) / scale], axis=1)
    # A little weight decay keeps the line finite when the classes are separable.
    penalty = np.diag([0.0, 1e-3])
    weights = np.array([np.log(truth.mean() / (1 - truth.mean())), 0.0])
    for _ in range(rounds):
        said = _sigmoid(design @ weights)
        slope = design.T @ (said - truth) + penalty @ weights
        bend = (design * (said * (1 - said))[:, None]).T @ design + penalty + 1e-9 * np.eye(2)
        step = np.linalg.solve(bend, slope)
        weights = weights - np.clip(step, -4.0, 4.0)
        if np.abs(step).max() < 1e-9:
            break
    return _sigmoid(design @ weights)


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -500, 500))))
