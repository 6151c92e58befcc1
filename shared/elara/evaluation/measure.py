"""Measures a sample: everything a report says, from rows and marks. Pure but for the draws."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from elara.evaluation import ranking
from elara.evaluation.calibration import calibration, logistic
from elara.evaluation.intervals import Measure, bootstrap
from elara.evaluation.model import Case, Counts, Figure, Reach, Report, RuleUse, Working
from elara.evaluation.sample import Sample
from elara.evaluation.slicing import slices
from elara.evaluation.tally import Tally
from elara.scoring.model import Level
from elara.scoring.ruleset import Ruleset
from elara.urls.defang import defang, refang

BASE_RATE = 0.01
REACHES = (0.01, 0.001)
_WORST = 20

Figures = Mapping[str, Figure]
Flags = NDArray[np.bool_]


def report(
    sample: Sample, ruleset: Ruleset, source: str, *, rounds: int = 1000, seed: int = 0
) -> Report:
    """The report on `sample`, scored with `ruleset` and read from `source`."""
    tally = sample.tally()
    thresholds = _thresholds(tally, ruleset)
    figures = _figures(sample, tally, _measures(thresholds), rounds, seed)
    kind, said = _probabilities(sample)
    return Report(
        source=source,
        ruleset=ruleset.version,
        rows=_counts("rows", sample, np.ones(len(sample.urls), dtype=bool)),
        refused=_counts("refused", sample, ~sample.scored),
        bad_rows=sample.bad,
        auc=figures["auc"],
        average_precision=figures["ap"],
        best_f1=figures["best_f1"],
        best_f1_threshold=ranking.best_f1_threshold(tally),
        reach=tuple(
            Reach(fpr, figures[f"tpr {fpr}"], ranking.threshold_at_fpr(tally, fpr))
            for fpr in REACHES
        ),
        base_rate=BASE_RATE,
        working=tuple(
            _working(name, threshold, tally, figures) for name, threshold in thresholds.items()
        ),
        confusion=tuple(_confusion(sample)),
        calibrated=kind,
        calibration=calibration(sample.malicious[sample.scored], said),
        mean_score_malicious=sample.mean_score(sample.malicious),
        mean_score_benign=sample.mean_score(~sample.malicious),
        drawn="rows" if sample.groups is None else "owners",
        slices=slices(sample, ruleset.thresholds),
        rules=_rules(sample),
        false_alarms=_worst(sample, ~sample.malicious, -sample.points, seed),
        misses=_worst(sample, sample.malicious, sample.points, seed),
    )


def _thresholds(tally: Tally, ruleset: Ruleset) -> dict[str, float]:
    named: dict[str, float] = {
        "suspicious": ruleset.thresholds.suspicious,
        "malicious": ruleset.thresholds.malicious,
    }
    for fpr in REACHES:
        lowest = ranking.threshold_at_fpr(tally, fpr)
        if lowest is not None:
            named[f"FPR ≤ {fpr:.1%}"] = lowest
    return named


def _measures(thresholds: Mapping[str, float]) -> dict[str, Measure]:
    measures: dict[str, Measure] = {
        "auc": ranking.auc,
        "ap": ranking.average_precision,
        "best_f1": ranking.best_f1,
    }
    for fpr in REACHES:
        measures[f"tpr {fpr}"] = partial(ranking.tpr_at_fpr, fpr=fpr)
    for name, at in thresholds.items():
        measures[f"f1 {name}"] = partial(ranking.f1_at, threshold=at)
    return measures


def _figures(
    sample: Sample, tally: Tally, measures: dict[str, Measure], rounds: int, seed: int
) -> Figures:
    intervals = bootstrap(
        sample.malicious,
        sample.points,
        measures,
        groups=sample.groups,
        rounds=rounds,
        rng=np.random.default_rng(seed),
    )
    return {n: Figure.of(float(m(tally)), intervals[n]) for n, m in measures.items()}


def _working(name: str, threshold: float, tally: Tally, figures: Figures) -> Working:
    caught, alarms = (int(rows) for rows in tally.above(threshold))
    tpr = Figure.rate(caught, int(tally.positives))
    fpr = Figure.rate(alarms, int(tally.negatives))
    return Working(name, threshold, tpr, fpr, figures[f"f1 {name}"], _precision(tpr, fpr))


def _precision(tpr: Figure, fpr: Figure) -> Figure:
    """Its interval is from the worst to the best that both rates allow: where no alarm was false,
    a bootstrap would promise that none ever is."""
    return Figure(
        ranking.precision(tpr.value, fpr.value, BASE_RATE),
        ranking.precision(tpr.low, fpr.high, BASE_RATE),
        ranking.precision(tpr.high, fpr.low, BASE_RATE),
    )


def _confusion(sample: Sample) -> Iterator[Counts]:
    for level in reversed(Level):
        yield _counts(level.value, sample, np.array([m.level is level for m in sample.marks]))
    yield _counts("refused", sample, ~sample.scored)


def _counts(name: str, sample: Sample, among: Flags) -> Counts:
    malicious = int((sample.malicious & among).sum())
    return Counts(name, malicious, int(among.sum()) - malicious)


def _probabilities(sample: Sample) -> tuple[str, NDArray[np.float64]]:
    marks = [mark for mark in sample.marks if mark.level is not None]
    said = [mark.probability for mark in marks if mark.probability is not None]
    if said and len(said) == len(marks):
        return "probability of the answer", np.array(said)
    scored = sample.scored
    return "logistic of the points, fitted on these rows", logistic(
        sample.malicious[scored], sample.points[scored]
    )


def _rules(sample: Sample) -> tuple[RuleUse, ...]:
    used: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for mark, malicious in zip(sample.marks, sample.malicious, strict=True):
        used[bool(malicious)].update(rule for rule, _ in mark.rules)
    benign, bad = used
    found = (RuleUse(rule, bad[rule], benign[rule]) for rule in benign | bad)
    return tuple(sorted(found, key=lambda use: (-use.malicious - use.benign, use.rule)))


def _worst(sample: Sample, among: Flags, rank: NDArray[np.float64], seed: int) -> tuple[Case, ...]:
    # Ties are many: without the shuffle the first rows of the file would stand for all.
    rows = np.random.default_rng(seed).permutation(np.flatnonzero(among & sample.scored))
    chosen = rows[np.argsort(rank[rows], kind="stable")][:_WORST]
    return tuple(_case(sample, int(row)) for row in chosen)


def _case(sample: Sample, row: int) -> Case:
    mark = sample.marks[row]
    level = mark.level.value if mark.level else "refused"
    rules = tuple(f"{rule} {points:+d}" for rule, points in mark.rules)
    return Case(defang(refang(sample.urls[row])), mark.points, level, rules)
