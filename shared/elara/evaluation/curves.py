"""The curves of a report as points in a box of 1 by 1, origin at the bottom left."""

from dataclasses import dataclass
from math import log10

import numpy as np

from elara.evaluation.calibration import Calibration
from elara.evaluation.sample import Sample
from elara.evaluation.tally import Floats, Tally

LOWEST_FPR = 1e-4
"""Where the logarithmic axis begins."""
_MOST = 400
"""Points of a drawn curve."""
_BARS = 40

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tick:
    """A label at `at` (0 to 1) along an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a histogram: all of it in the box of 1 by 1."""

    left: float
    width: float
    height: float
    malicious: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """One curve, or bars, with its axes; `guide` is what chance, or perfection, would draw."""

    title: str
    across: str
    upward: str
    line: tuple[Point, ...] = ()
    guide: tuple[Point, ...] = ()
    dots: tuple[Point, ...] = ()
    bars: tuple[Bar, ...] = ()
    x: tuple[Tick, ...] = ()
    y: tuple[Tick, ...] = ()


_SHARES = tuple(Tick(share / 4, f"{share / 4:.0%}") for share in range(5))


def charts(sample: Sample, calibrated: Calibration) -> tuple[Chart, ...]:
    """ROC, precision and recall, calibration, and how the points are spread."""
    tally = sample.tally()
    return (_roc(tally), _precision_recall(tally), _reliability(calibrated), _spread(sample))


def _roc(tally: Tally) -> Chart:
    tpr, fpr = tally.caught() / tally.positives, tally.alarms() / tally.negatives
    decades = -round(log10(LOWEST_FPR))
    across = np.linspace(0, 1, _MOST)
    rates = LOWEST_FPR ** (1 - across)
    shown = np.interp(rates, np.append(0.0, fpr), np.append(0.0, tpr))
    names = ("0.01%", "0.1%", "1%", "10%", "100%")
    return Chart(
        "ROC, false alarms on a logarithmic axis",
        "false positive rate",
        "true positive rate",
        line=_thinned(across, shown),
        guide=_thinned(across, rates),
        x=tuple(Tick(place / decades, name) for place, name in enumerate(names)),
        y=_SHARES,
    )


def _precision_recall(tally: Tally) -> Chart:
    caught = tally.caught()
    share = float(tally.positives / (tally.positives + tally.negatives))
    return Chart(
        "Precision and recall, at the file's share of malicious rows",
        "recall",
        "precision",
        line=_thinned(caught / tally.positives, caught / (caught + tally.alarms())),
        guide=((0, share), (1, share)),
        x=_SHARES,
        y=_SHARES,
    )


def _reliability(calibrated: Calibration) -> Chart:
    dots = tuple((bin_.predicted, bin_.observed) for bin_ in calibrated.bins)
    return Chart(
        "Calibration",
        "probability said",
        "truly malicious",
        line=dots,
        guide=((0, 0), (1, 1)),
        dots=dots,
        x=_SHARES,
        y=_SHARES,
    )


def _spread(sample: Sample) -> Chart:
    """Both classes beside each other, each as a share of its own rows."""
    seen = sample.points[sample.scored]
    edges = np.linspace(seen.min(), max(seen.max(), seen.min() + 1), _BARS + 1)
    counts = {
        malicious: np.histogram(seen[sample.malicious[sample.scored] == malicious], edges)[0]
        for malicious in (False, True)
    }
    shares = {malicious: count / max(1, count.sum()) for malicious, count in counts.items()}
    top = float(max(share.max() for share in shares.values())) or 1.0
    bars = tuple(
        Bar((place + malicious / 2) / _BARS, 0.5 / _BARS, float(height) / top, malicious)
        for malicious, share in shares.items()
        for place, height in enumerate(share)
        if height
    )
    across = tuple(
        Tick(part / 4, f"{edges[0] + (edges[-1] - edges[0]) * part / 4:.0f}") for part in range(5)
    )
    upward = tuple(Tick(part / 4, f"{top * part / 4:.0%}") for part in range(5))
    title = "Points before the clamp: malicious red, benign blue"
    return Chart(title, "points", "share of the class", bars=bars, x=across, y=upward)


def _thinned(across: Floats, upward: Floats) -> tuple[Point, ...]:
    """No more points than anybody can see."""
    kept = np.unique(np.linspace(0, len(across) - 1, _MOST).astype(int))
    return tuple(zip(across[kept].tolist(), upward[kept].tolist(), strict=True))
