"""Calibration, and the logistic that stands in for a probability."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elara.evaluation.calibration import calibration, logistic


def test_honest_probabilities_have_no_error() -> None:
    found = calibration([1, 0, 0, 0] * 50, [0.25] * 200)
    assert found.ece == pytest.approx(0.0)
    assert found.brier == pytest.approx(0.1875)
    (only,) = found.bins
    assert (only.low, only.high, only.rows) == (0.2, 0.3, 200)
    assert only.observed == only.predicted == 0.25


def test_overconfidence_shows() -> None:
    found = calibration([1, 0] * 50, [1.0, 1.0] * 50)
    assert found.ece == pytest.approx(0.5)
    assert found.bins[0].high == 1.0


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=50))
def test_bins_hold_every_row_and_errors_stay_in_range(rows: list[tuple[bool, float]]) -> None:
    labels, said = zip(*rows, strict=True)
    found = calibration(labels, said)
    assert sum(bin_.rows for bin_ in found.bins) == len(rows)
    assert 0 <= found.ece <= 1
    assert found.brier == pytest.approx(np.mean([(s - t) ** 2 for t, s in rows]))
    for bin_ in found.bins:
        assert bin_.low <= bin_.predicted + 1e-12
        assert bin_.predicted <= bin_.high + 1e-12


def test_the_logistic_finds_the_line_it_was_drawn_from() -> None:
    rng = np.random.default_rng(3)
    points = rng.integers(-100, 400, 20_000).astype(float)
    truth = 1 / (1 + np.exp(-(points - 120) / 45))
    said = logistic(rng.random(len(points)) < truth, points)
    assert np.abs(said - truth).max() < 0.03


@given(st.lists(st.tuples(st.booleans(), st.integers(-3, 3)), min_size=2, max_size=30))
def test_the_logistic_keeps_rank_and_the_mean(rows: list[tuple[bool, int]]) -> None:
    labels, points = (np.array(column) for column in zip(*rows, strict=True))
    if labels.all() or not labels.any():
        with pytest.raises(ValueError, match="both classes"):
            logistic(labels, points)
        return
    said = logistic(labels, points)
    assert np.isfinite(said).all()
    assert said.mean() == pytest.approx(labels.mean(), abs=1e-3)


def test_separable_classes_end_all_the_same() -> None:
    said = logistic([0, 0, 1, 1], [0, 10, 500, 515])
    assert said[1] < 0.05
    assert said[2] > 0.95
