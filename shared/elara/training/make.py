"""Trains the URL model from labelled rows and measures it on rows of other owners."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from elara.evaluation.intervals import Measure, bootstrap
from elara.evaluation.model import Figure
from elara.evaluation.ranking import auc, tpr_at_fpr
from elara.evaluation.tally import Tally
from elara.lexical.features import learnt
from elara.lexical.model import Flags, Floats, Vocabulary
from elara.lexical.store import UrlModel, packed, unpacked
from elara.training.across import LeftOut, left_out, threshold, unseen
from elara.training.learning import Material, boosted, fold_tables, material, out_of_fold, tables
from elara.training.rows import Row

_BATCH = 4096
MEASURES: dict[str, Measure] = {
    "ROC-AUC": auc,
    "TPR at 1 % FPR": partial(tpr_at_fpr, fpr=0.01),
    "TPR at 0.1 % FPR": partial(tpr_at_fpr, fpr=0.001),
}


@dataclass(frozen=True, slots=True)
class Made:
    """A model file and how it does on `judges`, rules included."""

    file: bytes
    figures: dict[str, Figure]
    by_rules_alone: dict[str, float]
    thresholds: dict[str, int]
    """Points that no more than the named share of benign URLs reach, of sources never seen."""
    left_out: tuple[LeftOut, ...]


def made(given: Sequence[Row], judges: Sequence[Row], known: Vocabulary, *, across: bool) -> Made:
    """Trains on `given`; `across` also leaves out each source in turn (hours to minutes of work).

    Deterministic: the same rows, rules and libraries give the same bytes.
    """
    stuff, held = material(given, known), material(judges, known)
    taught = fold_tables(stuff)
    everything = np.ones(len(given), bool)
    full = tables(stuff, everything)
    columns = out_of_fold(stuff, taught)
    file = packed(UrlModel(known, full, boosted(stuff, columns, everything)))
    model = unpacked(file)
    own = learnt([row.facts for row in judges], model.learnt)
    cells = np.column_stack([held.fixed, own])
    parts = [model.forest.log_odds(cells[at : at + _BATCH]) for at in range(0, len(cells), _BATCH)]
    said, labels = np.concatenate(parts) + held.rules, held.labels.astype(bool)
    rules = Tally.of(labels, held.rules)
    return Made(
        file,
        _figures(labels, said, judges),
        {name: float(measure(rules)) for name, measure in MEASURES.items()},
        _thresholds(stuff, columns),
        tuple(left_out(stuff, columns, held, taught)) if across else (),
    )


def _thresholds(stuff: Material, columns: Floats) -> dict[str, int]:
    benign = stuff.labels == 0
    points, weights = unseen(stuff, columns)[benign], stuff.weights[benign]
    return {f"{share:.1%}": threshold(points, weights, share) for share in (0.01, 0.001)}


def _figures(labels: Flags, said: Floats, judges: Sequence[Row]) -> dict[str, Figure]:
    owners: dict[str, int] = {}
    groups = np.array([owners.setdefault(row.group, len(owners)) for row in judges])
    draws = np.random.default_rng(0)
    found = bootstrap(labels, said, MEASURES, groups=groups, rounds=1000, rng=draws)
    tally = Tally.of(labels, said)
    return {n: Figure.of(float(measure(tally)), found[n]) for n, measure in MEASURES.items()}
