"""Published thresholds: the score from which each level holds.

They are starting values: they let the demo world's pages fall where a person would put them and
are to be replaced by values measured on benign URLs.
"""

from elara.scoring.model import Level

RULESET = "2026.11.1"

THRESHOLDS: tuple[tuple[int, Level], ...] = (
    (300, Level.MALICIOUS),
    (150, Level.SUSPICIOUS),
    (40, Level.LOW),
    (0, Level.CLEAN),
)


def level_of(score: int) -> Level:
    """The level of a score (0 to 1000)."""
    return next(level for minimum, level in THRESHOLDS if score >= minimum)


def margin(score: int) -> float:
    """Distance to the nearest threshold as a share of its band, 0 (on the line) to 1."""
    edges = [minimum for minimum, _ in THRESHOLDS if minimum > 0]
    nearest = min(edges, key=lambda edge: abs(score - edge))
    return min(1.0, abs(score - nearest) / nearest)
