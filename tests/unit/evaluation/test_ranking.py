"""The measures against their definitions, counted out the slow way."""

from itertools import pairwise, product
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elara.evaluation import ranking
from elara.evaluation.tally import Tally

Row = tuple[bool, int]

ROWS = st.lists(st.tuples(st.booleans(), st.integers(-4, 4)), min_size=2, max_size=40).filter(
    lambda rows: len({label for label, _ in rows}) == 2
)


def tally(rows: list[Row]) -> Tally:
    return Tally.of([label for label, _ in rows], [score for _, score in rows])


def curve(rows: list[Row]) -> list[tuple[float, float]]:
    """The ROC curve: false and true positive rate at each threshold, from none to all."""
    bad = [score for label, score in rows if label]
    good = [score for label, score in rows if not label]
    points = [(0.0, 0.0)]
    for threshold in sorted({score for _, score in rows}, reverse=True):
        fpr = sum(score >= threshold for score in good) / len(good)
        points.append((fpr, sum(score >= threshold for score in bad) / len(bad)))
    return points


@given(ROWS)
def test_auc_is_how_often_a_malicious_row_outranks_a_benign_one(rows: list[Row]) -> None:
    bad = [score for label, score in rows if label]
    good = [score for label, score in rows if not label]
    wins = [(b > g) + (b == g) / 2 for b, g in product(bad, good)]
    assert ranking.auc(tally(rows)) == pytest.approx(sum(wins) / len(wins))


@given(ROWS)
def test_auc_is_the_area_under_the_curve(rows: list[Row]) -> None:
    points = curve(rows)
    area = sum((right - left) * (low + high) / 2 for (left, low), (right, high) in pairwise(points))
    assert ranking.auc(tally(rows)) == pytest.approx(area)


@given(ROWS)
def test_average_precision_weighs_precision_by_the_recall_it_adds(rows: list[Row]) -> None:
    expected, before = 0.0, 0.0
    for threshold in sorted({score for _, score in rows}, reverse=True):
        called = [label for label, score in rows if score >= threshold]
        recall = sum(called) / sum(label for label, _ in rows)
        expected += (recall - before) * sum(called) / len(called)
        before = recall
    assert ranking.average_precision(tally(rows)) == pytest.approx(expected)


@given(ROWS, st.sampled_from([0.0, 0.01, 0.1, 0.25, 0.5, 2 / 3, 0.9, 1.0]))
def test_tpr_at_fpr_is_read_off_the_curve(rows: list[Row], fpr: float) -> None:
    points = curve(rows)
    left = max(point for point in points if point[0] <= fpr + 1e-12)
    after = [point for point in points if point[0] > fpr + 1e-12]
    expected = left[1]
    if after:
        right = min(after)
        expected += (fpr - left[0]) / (right[0] - left[0]) * (right[1] - left[1])
    assert ranking.tpr_at_fpr(tally(rows), fpr) == pytest.approx(expected)


@given(ROWS, st.sampled_from([0.0, 0.1, 0.5]))
def test_the_threshold_is_the_lowest_with_few_enough_alarms(rows: list[Row], fpr: float) -> None:
    good = [score for label, score in rows if not label]
    allowed = [
        score for _, score in rows if sum(each >= score for each in good) <= fpr * len(good) + 1e-12
    ]
    assert ranking.threshold_at_fpr(tally(rows), fpr) == (min(allowed) if allowed else None)


@given(ROWS)
def test_best_f1_is_the_best_of_all_thresholds(rows: list[Row]) -> None:
    counted = tally(rows)

    def f1(threshold: float) -> float:
        called = [label for label, score in rows if score >= threshold]
        return 2 * sum(called) / (len(called) + sum(label for label, _ in rows))

    for threshold in (-10, -1, 0, 3, 10):
        assert ranking.f1_at(counted, threshold) == pytest.approx(f1(threshold))
    best = max(f1(score) for _, score in rows)
    assert ranking.best_f1(counted) == pytest.approx(best)
    assert f1(ranking.best_f1_threshold(counted)) == pytest.approx(best)


def test_figures_worked_out_by_hand() -> None:
    # Ranked: 0.8 malicious, 0.4 benign, 0.35 malicious, 0.1 benign.
    counted = Tally.of([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    assert ranking.auc(counted) == 0.75
    assert ranking.average_precision(counted) == pytest.approx(5 / 6)
    assert ranking.best_f1(counted) == pytest.approx(0.8)


def test_what_is_refused_ranks_last_and_can_be_told() -> None:
    lost = Tally.of([1, 0, 0], [float("-inf"), 0.0, 10.0])
    assert ranking.auc(lost) == 0.0
    assert [float(rows) for rows in lost.above(0.0)] == [0.0, 2.0]


def test_what_is_refused_is_no_threshold() -> None:
    mostly_refused = Tally.of([1, 1, 1, 0], [float("-inf")] * 2 + [1.0, 0.0])
    assert ranking.best_f1(mostly_refused) == pytest.approx(0.5)
    assert ranking.best_f1_threshold(mostly_refused) == 1.0


def test_many_resamples_are_measured_at_once() -> None:
    scores = np.array([3.0, 2.0, 1.0])
    many = Tally(scores, np.array([[1, 0, 1], [2, 0, 0]], float), np.array([[0, 1, 0]] * 2, float))
    assert ranking.auc(many).tolist() == [0.5, 1.0]
    assert ranking.tpr_at_fpr(many, 0.0).tolist() == [0.5, 1.0]
    assert ranking.best_f1(many).tolist() == [pytest.approx(0.8), 1.0]


def test_without_a_class_there_is_no_figure() -> None:
    alone = Tally.of([1, 1], [0.0, 1.0])
    assert isnan(ranking.auc(alone))
    assert isnan(ranking.tpr_at_fpr(alone, 0.01))
    assert isnan(ranking.average_precision(Tally.of([0, 0], [0.0, 1.0])))


def test_a_label_for_each_score() -> None:
    with pytest.raises(ValueError, match="one label for each score"):
        Tally.of([1, 0], [1.0, 2.0, 3.0])


def test_precision_falls_with_the_base_rate() -> None:
    assert ranking.precision(0.9, 0.01, 0.5) == pytest.approx(0.9 / 0.91)
    assert ranking.precision(0.9, 0.01, 0.001) == pytest.approx(0.0009 / (0.0009 + 0.00999))
    assert ranking.precision(0.5, 0.0, 0.01) == 1.0
    assert isnan(ranking.precision(0.0, 0.0, 0.01))
