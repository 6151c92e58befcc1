"""Thresholds: where each level begins, and what is no ruleset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from elara.scoring.model import Level
from elara.scoring.ruleset import Ruleset, Thresholds
from tests.unit.scoring.cases import rulesets


def test_a_level_begins_at_its_threshold() -> None:
    thresholds = Thresholds(low=40, suspicious=150, malicious=300)
    levels = [thresholds.level(score) for score in (0, 39, 40, 149, 150, 299, 300, 1000)]
    assert levels == [
        *(Level.CLEAN, Level.CLEAN, Level.LOW, Level.LOW),
        *(Level.SUSPICIOUS, Level.SUSPICIOUS, Level.MALICIOUS, Level.MALICIOUS),
    ]


@given(rulesets, st.integers(0, 999))
def test_more_points_never_lower_the_level(ruleset: Ruleset, score: int) -> None:
    level = ruleset.thresholds.level
    assert level(score).rank <= level(score + 1).rank
    assert 0 <= ruleset.thresholds.margin(score) <= 1


@given(rulesets)
def test_on_a_threshold_there_is_no_margin(ruleset: Ruleset) -> None:
    edges = ruleset.thresholds
    assert {edges.margin(e) for e in (edges.low, edges.suspicious, edges.malicious)} == {0.0}


@pytest.mark.parametrize(
    ("low", "suspicious", "malicious"),
    [(40, 40, 300), (150, 40, 300), (0, 150, 300), (40, 150, 1001)],
)
def test_thresholds_rise_within_the_scale(low: int, suspicious: int, malicious: int) -> None:
    with pytest.raises(ValidationError):
        Thresholds(low=low, suspicious=suspicious, malicious=malicious)
