"""How far independent stages agree: the evidence of `final_score`. Pure."""

from collections.abc import Mapping
from typing import ClassVar

from elara.evidence.model import Facts
from elara.scoring.model import Stage

SPEAKS_UP = 0.2
"""Share of its cap from which a stage counts as raising the alarm by itself."""

_INDEPENDENT = (
    Stage.URL_ANALYSIS,
    Stage.TI_LOOKUP,
    Stage.DNS_ANALYSIS,
    Stage.CONTENT_SCAN,
    Stage.REPUTATION,
)
"""`ai_consensus` reads the other stages' evidence, so it agrees with them by construction."""


class Agreement(Facts):
    """Points of each stage before agreement is judged, and which stages raised the alarm."""

    kind: ClassVar[str] = "agreement"

    points: dict[Stage, int]
    alarmed: tuple[Stage, ...]


def agreement(points: Mapping[Stage, int]) -> Agreement:
    """Which independent stages gave at least a fifth of their cap."""
    alarmed = tuple(s for s in _INDEPENDENT if points.get(s, 0) >= SPEAKS_UP * s.cap)
    return Agreement(points=dict(points), alarmed=alarmed)
