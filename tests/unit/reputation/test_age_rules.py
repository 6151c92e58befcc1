"""How the points of `reputation` go with age and rank."""

from datetime import UTC, datetime

import pytest

from elara.evidence.model import Evidence
from elara.reputation.model import DomainAge, DomainRank
from elara.rules.pack import assess
from elara.rules.ruleset import current
from elara.scoring.model import Stage

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def points(facts: DomainAge | DomainRank) -> int:
    findings = assess(Stage.REPUTATION, [Evidence.of("a", facts, AT)], current())
    assert len(findings) <= 1
    return sum(finding.points for finding in findings)


def age(days: int | None, *, platform: bool = False) -> DomainAge:
    return DomainAge(domain="shop.example", registered_at=AT, platform=platform, days=days)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, 45),
        (6, 45),
        (7, 35),
        (29, 35),
        (30, 15),
        (179, 15),
        (180, 0),
        (1094, 0),
        (1095, -10),
        (3649, -10),
        (3650, -15),
    ],
)
def test_points_by_age(days: int, expected: int) -> None:
    assert points(age(days)) == expected


def test_the_age_of_a_platform_gives_nothing() -> None:
    assert points(age(None, platform=True)) == 0


@pytest.mark.parametrize(
    ("rank", "expected"),
    [(1, -20), (10_000, -20), (10_001, -10), (100_000, -10), (100_001, 0), (None, 5)],
)
def test_points_by_rank(rank: int | None, expected: int) -> None:
    facts = DomainRank(domain="shop.example", rank=rank, list_size=1_000_000, platform=False)
    assert points(facts) == expected


def test_rule_texts_are_defanged() -> None:
    finding = assess(Stage.REPUTATION, [Evidence.of("a", age(3), AT)], current())[0]
    assert "shop[.]example" in finding.text
