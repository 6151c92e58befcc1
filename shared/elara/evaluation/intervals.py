"""How far a measured figure may be from the true one: 95 % intervals."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from elara.evaluation.tally import Floats, Tally

_Z = 1.959963984540054
"""The standard normal's 97.5th percentile."""
_CELLS = 4_000_000
"""Counts held at a time while resampling."""

Measure = Callable[[Tally], Floats]


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both included; NaN where nothing could be measured."""

    low: float
    high: float


def wilson(hits: int, rows: int) -> Interval:
    """Wilson's score interval for the rate `hits` / `rows` (E. B. Wilson, 1927): sound for rates
    near 0 and few rows, but takes the rows as independent."""
    if rows == 0:
        return Interval(float("nan"), float("nan"))
    rate, spread = hits / rows, _Z * _Z / rows
    centre = rate + spread / 2
    reach = _Z * sqrt((rate * (1 - rate) + spread / 4) / rows)
    low, high = ((centre - reach) / (1 + spread), (centre + reach) / (1 + spread))
    return Interval(min(max(0.0, low), rate), max(min(1.0, high), rate))


def bootstrap(
    labels: ArrayLike,
    scores: ArrayLike,
    measures: Mapping[str, Measure],
    *,
    groups: ArrayLike | None = None,
    rounds: int = 1000,
    rng: np.random.Generator,
) -> dict[str, Interval]:
    """Percentile intervals of `measures`, by drawing whole `groups` with replacement (an owner's
    URLs resemble each other), or single rows without groups. Rounds that lack a class are left out
    of the measures that need it.
    """
    found: dict[str, list[Floats]] = {name: [] for name in measures}
    for tally in resamples(labels, scores, groups=groups, rounds=rounds, rng=rng):
        for name, measure in measures.items():
            found[name].append(np.atleast_1d(measure(tally)))
    return {name: _middle(np.concatenate(values)) for name, values in found.items()}


def resamples(
    labels: ArrayLike,
    scores: ArrayLike,
    *,
    groups: ArrayLike | None,
    rounds: int,
    rng: np.random.Generator,
) -> Iterator[Tally]:
    """`rounds` tallies of rows drawn with replacement, many to a tally but bounded in memory."""
    marks = np.asarray(labels, dtype=bool)
    values, places = np.unique(-np.asarray(scores, dtype=float), return_inverse=True)
    cells = places + len(values) * marks
    owners = np.arange(len(marks)) if groups is None else np.unique(groups, return_inverse=True)[1]
    count = int(owners.max()) + 1
    at_once = max(1, _CELLS // (2 * len(values)))
    for start in range(0, rounds, at_once):
        counts = np.empty((min(at_once, rounds - start), 2, len(values)))
        for drawn in counts:
            weights = np.bincount(rng.integers(count, size=count), minlength=count)[owners]
            drawn[:] = np.bincount(cells, weights, minlength=2 * len(values)).reshape(2, -1)
        yield Tally(-values, counts[:, 1], counts[:, 0])


def _middle(values: Floats) -> Interval:
    known = values[~np.isnan(values)]
    if not len(known):
        return Interval(float("nan"), float("nan"))
    low, high = np.quantile(known, (0.025, 0.975))
    return Interval(float(low), float(high))
