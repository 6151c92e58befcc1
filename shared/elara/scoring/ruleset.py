"""The ruleset: what turns evidence into a verdict, named by version and hash."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from elara.scoring.model import Level

Score = Annotated[int, Field(ge=1, le=1000)]


class Thresholds(BaseModel):
    """The score from which each level holds; below `low` a URL is clean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: Score
    suspicious: Score
    malicious: Score

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if not self.low < self.suspicious < self.malicious:
            raise ValueError("thresholds must rise from low to malicious")
        return self

    def level(self, score: int) -> Level:
        """The level of a score (0 to 1000)."""
        if score >= self.malicious:
            return Level.MALICIOUS
        if score >= self.suspicious:
            return Level.SUSPICIOUS
        return Level.LOW if score >= self.low else Level.CLEAN

    def margin(self, score: int) -> float:
        """Distance to the nearest threshold as a share of it: 0 (on the line) to 1."""
        edges = (self.malicious, self.suspicious, self.low)
        nearest = min(edges, key=lambda edge: abs(score - edge))
        return min(1.0, abs(score - nearest) / nearest)


class Ruleset(BaseModel):
    """Rules, points, thresholds and models under one name.

    `points` replaces the points of the rules it names; 0 switches a rule off. `hash` is `sha256:`
    and the hash of all of it, the code and the data of the rules included: two rulesets of one
    hash give the same verdict on the same evidence.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$")]
    thresholds: Thresholds
    points: Mapping[str, int] = {}
    hash: Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
