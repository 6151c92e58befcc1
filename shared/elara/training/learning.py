"""What the URL model learns from labelled rows: sequence weights, suffix odds, trees."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import lightgbm
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier

from elara.lexical.features import COLUMNS, LEARNT, fixed, host_text, learnt, path_text
from elara.lexical.likelihood import learnt as spelling
from elara.lexical.model import Counts, Flags, Floats, Learnt, Vocabulary
from elara.lexical.opinion import NAT
from elara.lexical.sequences import BITS, slots
from elara.lexical.trees import Forest
from elara.rules.pack import readers
from elara.scoring.model import Stage
from elara.training.forest import padded
from elara.training.rows import Row, folds, weights
from elara.urls.hosts import split

FOLDS = 5
_BATCH = 4096
_SHRUNK = 20.0
"""Owners that the overall odds count as, where a suffix has few."""
_RARE = 5
BOOSTING = {
    "objective": "binary",
    "num_leaves": 40,
    "max_depth": 7,
    "learning_rate": 0.08,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "min_data_in_leaf": 80,
    "lambda_l2": 15.0,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "seed": 1,
    "verbose": -1,
}
TREES = 400


@dataclass(frozen=True, slots=True)
class Material:
    """Labelled rows and all that is computed from them once."""

    rows: Sequence[Row]
    labels: Counts
    weights: Floats
    folds: Counts
    fixed: Floats
    """The columns that are not learnt from labels."""
    rules: Floats
    """What the URL rules know already, as log-odds: where boosting starts."""


def vocabulary(names: Iterable[str]) -> Vocabulary:
    """How widely used domains are spelled, and how many each suffix has."""
    suffixes: Counter[str] = Counter()
    labels = []
    for name in names:
        host = split(name)
        suffixes[host.suffix] += 1
        if "." in host.suffix:
            suffixes[host.suffix.rpartition(".")[2]] += 1
        if "xn--" not in name:
            labels.append(host.registrable.partition(".")[0])
    kept = {suffix: count for suffix, count in sorted(suffixes.items()) if count >= _RARE}
    return Vocabulary(spelling(labels), kept)


def material(given: Sequence[Row], known: Vocabulary) -> Material:
    """Everything about the rows that does not depend on which of them are learnt from."""
    facts = [row.facts for row in given]
    batches = [facts[at : at + _BATCH] for at in range(0, len(facts), _BATCH)]
    computed, points = [], []
    for batch in batches:
        points += [sum(_rule_points(each)) for each in batch]
        computed.append(fixed(batch, known))
    return Material(
        given,
        np.array([row.malicious for row in given], np.int64),
        weights(given),
        folds(given, FOLDS),
        np.concatenate(computed),
        (np.array(points) / NAT).astype(np.float32),
    )


def _rule_points(facts: object) -> Iterator[int]:
    for loaded in readers(Stage.URL_ANALYSIS)["url_facts"]:
        hit = loaded.check(facts)
        if hit:
            yield loaded.rule.points if hit.points is None else hit.points


def tables(stuff: Material, chosen: Flags) -> Learnt:
    """What the chosen rows teach about suffixes and sequences."""
    rows = [row for row, wanted in zip(stuff.rows, chosen, strict=True) if wanted]
    labels, counts = stuff.labels[chosen], stuff.weights[chosen]
    return Learnt(
        suffix_odds(rows),
        _weights([host_text(row.facts) for row in rows], labels, counts),
        _weights([path_text(row.facts) for row in rows], labels, counts),
    )


def suffix_odds(given: Iterable[Row]) -> dict[str, float]:
    """Log-odds of each suffix over those of all, one vote for each owner."""
    voters = {(row.facts.suffix, row.group, row.malicious) for row in given}
    votes = Counter((suffix, malicious) for suffix, _, malicious in voters)
    whole = [sum(n for (_, bad), n in votes.items() if bad is kind) for kind in (False, True)]
    prior = math.log(whole[1] / whole[0])
    usual = [_SHRUNK * each / sum(whole) for each in whole]
    return {
        suffix: math.log((votes[suffix, True] + usual[1]) / (votes[suffix, False] + usual[0]))
        - prior
        for suffix in sorted({suffix for suffix, _ in votes})
    }


def _weights(texts: Sequence[str], labels: Counts, counts: Floats) -> Floats:
    rows, found = slots(texts)
    shape = (len(texts), 1 << BITS)
    seen = csr_matrix((np.ones(len(rows), np.float32), (rows, found)), shape=shape)
    size = np.maximum(np.bincount(rows, minlength=len(texts)), 1)
    seen.data /= np.repeat(np.sqrt(size), np.diff(seen.indptr)).astype(np.float32)
    model = SGDClassifier(
        loss="log_loss", alpha=3e-6, max_iter=8, tol=None, average=True, random_state=0
    )
    model.fit(seen, labels, sample_weight=counts / counts.mean())
    # Half precision is what the file keeps; learning must see what scoring will.
    kept: Floats = model.coef_[0].astype(np.float16).astype(np.float32)
    return kept


def fold_tables(stuff: Material) -> list[Learnt]:
    """For each fold, what all the others teach."""
    return [tables(stuff, stuff.folds != fold) for fold in range(FOLDS)]


def out_of_fold(stuff: Material, taught: Sequence[Learnt]) -> Floats:
    """The columns `LEARNT` of each row as taught by the other folds: by sources it never saw."""
    found = np.zeros((len(stuff.rows), len(LEARNT)), np.float32)
    for fold, known in enumerate(taught):
        places = np.flatnonzero(stuff.folds == fold).tolist()
        if places:
            found[places] = learnt([stuff.rows[place].facts for place in places], known)
    return found


def boosted(stuff: Material, learnt_columns: Floats, chosen: Flags, trees: int = TREES) -> Forest:
    """Trees over all columns, grown from what the rules know."""
    cells = np.column_stack([stuff.fixed, learnt_columns])[chosen]
    data = lightgbm.Dataset(
        cells,
        stuff.labels[chosen],
        weight=stuff.weights[chosen],
        init_score=stuff.rules[chosen],
        feature_name=list(COLUMNS),
        free_raw_data=True,
    )
    return padded(lightgbm.train(BOOSTING, data, trees))
