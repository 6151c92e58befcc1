"""The same figures for parts of a sample: by source, by kind, by any column of the file."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from elara.evaluation.model import Figure, Slice
from elara.evaluation.ranking import auc
from elara.evaluation.sample import Sample
from elara.evaluation.tally import Tally
from elara.scoring.ruleset import Thresholds

MOST_SLICES = 200
"""Values of a column that are shown, those with the most rows first."""

KINDS = "kind of address"
"""Overlapping slices: what `evaluation.kinds` sees in each URL."""

Flags = NDArray[np.bool_]


def slices(sample: Sample, thresholds: Thresholds) -> Mapping[str, tuple[Slice, ...]]:
    """A table for each column the sample is sliced by, largest slice first, and one by kind."""
    columns = {n: _column(sample, values, thresholds) for n, values in sample.slices.items()}
    kinds = tuple(_slice(sample, n, inside, thresholds) for n, inside in sample.kinds.items())
    return {**columns, KINDS: kinds} if kinds else columns


def _column(sample: Sample, values: NDArray[np.str_], thresholds: Thresholds) -> tuple[Slice, ...]:
    names, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    largest = np.argsort(-counts, kind="stable")[:MOST_SLICES]
    return tuple(_slice(sample, str(names[n]), places == n, thresholds) for n in largest)


def _slice(sample: Sample, value: str, inside: Flags, thresholds: Thresholds) -> Slice:
    malicious, benign = inside & sample.malicious, inside & ~sample.malicious
    against = "itself" if malicious.any() and benign.any() else ""
    against = against or ("all benign" if malicious.any() else "all malicious")
    ranked_bad = malicious if malicious.any() else sample.malicious
    ranked_good = benign if benign.any() else ~sample.malicious
    ranked = ranked_bad | ranked_good
    suspicious, certain = thresholds.suspicious, thresholds.malicious
    return Slice(
        value=value,
        malicious=int(malicious.sum()),
        benign=int(benign.sum()),
        auc=float(auc(Tally.of(sample.malicious[ranked], sample.points[ranked]))),
        against=against,
        tpr_suspicious=_reaching(sample, malicious, suspicious),
        tpr_malicious=_reaching(sample, malicious, certain),
        fpr_suspicious=_reaching(sample, benign, suspicious),
        fpr_malicious=_reaching(sample, benign, certain),
        mean_score=sample.mean_score(inside),
    )


def _reaching(sample: Sample, among: Flags, threshold: float) -> Figure:
    return Figure.rate(int((sample.points[among] >= threshold).sum()), int(among.sum()))
