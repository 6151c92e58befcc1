"""Leaves one source out at a time: how the model does on lists it has never seen."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from elara.evaluation.ranking import auc, tpr_at_fpr
from elara.evaluation.tally import Tally
from elara.lexical.features import learnt
from elara.lexical.model import Flags, Floats, Learnt
from elara.lexical.opinion import NAT
from elara.training.learning import FOLDS, Material, boosted

SMALLEST = 100
"""Rows a source needs to be left out by itself."""
_TREES = 130


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One source as seen by a model trained without it: its rows against the other class of
    held-out URLs from other sources."""

    source: str
    rows: int
    dates: str
    auc: float
    tpr_at_1: float


def left_out(
    stuff: Material, columns: Floats, judges: Material, taught: list[Learnt]
) -> Iterator[LeftOut]:
    """Every source with enough rows, by name. `judges` are rows of other owners.

    `taught` are the tables of each fold: the `columns` of a source are `out_of_fold`, from tables
    that saw neither it nor its fold, and so are those of the rows it is held against.
    """
    judged = [learnt([row.facts for row in judges.rows], each) for each in taught]
    sources = np.array([row.source for row in stuff.rows])
    for source, size in sorted(Counter(sources.tolist()).items()):
        if size >= SMALLEST:
            inside = sources == source
            yield _one(stuff, judges, columns, judged[int(stuff.folds[inside][0])], inside)


def _one(
    stuff: Material,
    judges: Material,
    columns: Floats,
    judged: Floats,
    inside: Flags,
) -> LeftOut:
    forest = boosted(stuff, columns, ~inside, _TREES)
    source = next(row.source for row, own in zip(stuff.rows, inside, strict=True) if own)
    malicious = stuff.labels[inside][0]
    against = (judges.labels != malicious) & np.array([r.source != source for r in judges.rows])
    cells = np.concatenate(
        [
            np.column_stack([stuff.fixed, columns])[inside],
            np.column_stack([judges.fixed, judged])[against],
        ]
    )
    start = np.concatenate([stuff.rules[inside], judges.rules[against]])
    labels = np.concatenate([stuff.labels[inside], judges.labels[against]])
    tally = Tally.of(labels.astype(bool), forest.log_odds(cells) + start)
    dates = sorted(row.date[:7] for row, own in zip(stuff.rows, inside, strict=True) if own)
    return LeftOut(
        source,
        int(inside.sum()),
        dates[0] if dates[0] == dates[-1] else f"{dates[0]} to {dates[-1]}",
        float(auc(tally)),
        float(tpr_at_fpr(tally, 0.01)),
    )


def unseen(stuff: Material, columns: Floats) -> Floats:
    """The points of every row before the clamp, by models that saw none of its fold's sources;
    `columns` are `out_of_fold`.
    """
    cells = np.column_stack([stuff.fixed, columns])
    points = np.zeros(len(cells), np.float32)
    for fold in range(FOLDS):
        inside = stuff.folds == fold
        if inside.any():
            forest = boosted(stuff, columns, ~inside, _TREES)
            points[inside] = np.round((forest.log_odds(cells[inside]) + stuff.rules[inside]) * NAT)
    return points


def threshold(points: Floats, weights: Floats, share: float) -> int:
    """The fewest points that at most `share` of the given rows, by weight, reach."""
    order = np.argsort(-points, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    first = int(np.searchsorted(reached, share, side="right"))
    return int(points[order][min(first, len(points) - 1)]) + 1
