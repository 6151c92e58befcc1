"""Intervals: known values, and that they widen and narrow for the right reasons."""

from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elara.evaluation import ranking
from elara.evaluation.intervals import bootstrap, resamples, wilson
from elara.evaluation.tally import Tally


def test_wilson_of_a_known_case() -> None:
    interval = wilson(5, 100)
    assert interval.low == pytest.approx(0.0215437, abs=1e-6)
    assert interval.high == pytest.approx(0.1117505, abs=1e-6)


def test_no_alarm_is_no_proof() -> None:
    assert wilson(0, 100).low == 0.0
    assert wilson(0, 100).high == pytest.approx(0.0370, abs=1e-4)
    assert isnan(wilson(0, 0).low)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_rate(case: tuple[int, int]) -> None:
    hits, rows = case
    interval = wilson(hits, rows)
    assert 0 <= interval.low <= hits / rows <= interval.high <= 1
    assert wilson(hits * 4, rows * 4).high - wilson(hits * 4, rows * 4).low < (
        interval.high - interval.low
    )


def drawn(owners: int, each: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """`owners` whose `each` URLs all have one label and one score."""
    rng = np.random.default_rng(5)
    labels = rng.random(owners) < 0.5
    scores = np.round(rng.normal(labels * 1.5, 1), 2)
    return np.repeat(labels, each), np.repeat(scores, each), np.repeat(np.arange(owners), each)


def test_bootstrap_holds_the_figure_and_repeats_itself() -> None:
    labels, scores, _ = drawn(400, 1)
    measures = {"auc": ranking.auc}
    first = bootstrap(labels, scores, measures, rng=np.random.default_rng(1))["auc"]
    again = bootstrap(labels, scores, measures, rng=np.random.default_rng(1))["auc"]
    assert first == again
    assert first.low < ranking.auc(Tally.of(labels, scores)) < first.high
    assert 0.02 < first.high - first.low < 0.12


def test_copies_of_an_owner_are_no_evidence() -> None:
    measures = {"auc": ranking.auc}
    once = bootstrap(*drawn(100, 1)[:2], measures, rng=np.random.default_rng(1))["auc"]
    labels, scores, owners = drawn(100, 25)
    grouped = bootstrap(labels, scores, measures, groups=owners, rng=np.random.default_rng(1))
    naive = bootstrap(labels, scores, measures, rng=np.random.default_rng(1))
    width = grouped["auc"].high - grouped["auc"].low
    assert width == pytest.approx(once.high - once.low, rel=0.05)
    assert naive["auc"].high - naive["auc"].low < width / 3


def test_every_resample_has_as_many_owners_as_there_are() -> None:
    labels, scores, _ = drawn(50, 1)
    rounds = list(resamples(labels, scores, groups=None, rounds=7, rng=np.random.default_rng(0)))
    assert sum(tally.benign.shape[0] for tally in rounds) == 7
    for tally in rounds:
        assert set((tally.positives + tally.negatives).tolist()) == {50.0}
