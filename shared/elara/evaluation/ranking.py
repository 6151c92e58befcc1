"""Measures of a ranking. Each takes a `Tally` and gives a figure for each of its resamples.

Definitions are those scikit-learn publishes (`roc_auc_score`, `average_precision_score`,
`roc_curve`, `f1_score`): equal scores share a place, the ROC curve is a straight line across a tie,
and precision is not interpolated. NaN where a class is missing.
"""

from math import nan

import numpy as np

from elara.evaluation.tally import Floats, Tally, share

_ROUNDING = 1e-9
"""Rows by which a product of a rate and a count may miss a whole number."""


def auc(tally: Tally) -> Floats:
    """Area under the ROC curve: how often a malicious row outranks a benign one; ties count half
    (the Mann-Whitney U over midranks)."""
    outranking = tally.caught() - tally.malicious / 2
    return share((tally.benign * outranking).sum(axis=-1), tally.positives * tally.negatives)


def average_precision(tally: Tally) -> Floats:
    """Area under the precision-recall curve, as a step function."""
    caught = tally.caught()
    precision = np.nan_to_num(share(caught, caught + tally.alarms()))
    return share((tally.malicious * precision).sum(axis=-1), tally.positives)


def tpr_at_fpr(tally: Tally, fpr: float) -> Floats:
    """Share of the malicious rows caught where the ROC curve reaches `fpr`, between two points of
    the curve by interpolation, at a vertical step its upper end."""
    caught, alarms = _from_zero(tally.caught()), _from_zero(tally.alarms())
    allowed = fpr * tally.negatives[..., None]
    last = (alarms <= allowed + _ROUNDING).sum(axis=-1, keepdims=True) - 1
    following = np.minimum(last + 1, alarms.shape[-1] - 1)
    tp, fp = (np.take_along_axis(curve, last, -1) for curve in (caught, alarms))
    rise, run = (np.take_along_axis(c, following, -1) - s for c, s in ((caught, tp), (alarms, fp)))
    reached = tp + np.nan_to_num(share(allowed - fp, run)) * rise
    return share(reached[..., 0], np.where(tally.negatives > 0, tally.positives, 0))


def threshold_at_fpr(tally: Tally, fpr: float) -> float | None:
    """The lowest score from which at most `fpr` of the benign rows are alarms, or None when even
    the highest score has more. For one tally, not for resamples."""
    within = tally.alarms() <= fpr * tally.negatives + _ROUNDING
    kept = int(within.sum())
    return float(tally.scores[kept - 1]) if kept else None


def f1_at(tally: Tally, threshold: float) -> Floats:
    """F1 of calling everything from `threshold` malicious; 0 where nothing is caught."""
    caught, alarms = tally.above(threshold)
    return share(2 * caught, caught + alarms + tally.positives)


def best_f1(tally: Tally) -> Floats:
    """The highest F1 any finite threshold gives."""
    return np.asarray(_f1s(tally).max(axis=-1))


def best_f1_threshold(tally: Tally) -> float:
    """The score from which F1 is highest. For one tally, not for resamples."""
    return float(tally.scores[int(np.argmax(_f1s(tally)))])


def precision(tpr: float, fpr: float, base_rate: float) -> float:
    """Share of alarms that would be right if `base_rate` of all URLs were malicious (Bayes); NaN
    without alarms."""
    right, wrong = base_rate * tpr, (1 - base_rate) * fpr
    return right / (right + wrong) if right + wrong else nan


def _from_zero(curve: Floats) -> Floats:
    return np.concatenate([np.zeros((*curve.shape[:-1], 1)), curve], axis=-1)


def _f1s(tally: Tally) -> Floats:
    caught = tally.caught()
    f1 = share(2 * caught, caught + tally.alarms() + tally.positives[..., None])
    return np.where(np.isfinite(tally.scores), f1, 0.0)
