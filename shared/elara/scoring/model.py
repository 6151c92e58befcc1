"""The words of a score: stages and their caps, findings, ledger entries, verdicts."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

SCALE = "0 = no evidence of risk, 1000 = every stage at its cap"


class Stage(StrEnum):
    """The seven stages, in the order a ledger lists them."""

    URL_ANALYSIS = "url_analysis"
    TI_LOOKUP = "ti_lookup"
    DNS_ANALYSIS = "dns_analysis"
    AI_CONSENSUS = "ai_consensus"
    CONTENT_SCAN = "content_scan"
    REPUTATION = "reputation"
    FINAL_SCORE = "final_score"

    @property
    def cap(self) -> int:
        """The most points the stage can give; the caps sum to 1000."""
        return _CAPS[self]


_CAPS = {
    Stage.URL_ANALYSIS: 515,
    Stage.TI_LOOKUP: 90,
    Stage.DNS_ANALYSIS: 70,
    Stage.AI_CONSENSUS: 130,
    Stage.CONTENT_SCAN: 85,
    Stage.REPUTATION: 60,
    Stage.FINAL_SCORE: 50,
}


class Level(StrEnum):
    """How dangerous the URL is, from least to most."""

    CLEAN = "clean"
    LOW = "low"
    SUSPICIOUS = "suspicious"
    MALICIOUS = "malicious"

    @property
    def rank(self) -> int:
        return list(Level).index(self)


class Finding(BaseModel):
    """What one rule says about the evidence. Negative points are mitigations."""

    model_config = ConfigDict(frozen=True)

    rule: str
    stage: Stage
    points: int
    evidence: tuple[str, ...]
    text: str
    decides: Level | None = None
    """The level it raises the verdict to by itself."""


class Entry(BaseModel):
    """One line of the ledger. `decides` is set where the line raises the level by itself."""

    model_config = ConfigDict(frozen=True)

    rule: str
    stage: Stage
    points: int
    evidence: tuple[str, ...] = ()
    text: str
    decides: Level | None = None


class Coverage(BaseModel):
    """Which of those asked have answered. `share` is answered / asked, 0 to 1."""

    model_config = ConfigDict(frozen=True)

    asked: int
    answered: int
    share: float
    missing: tuple[str, ...] = ()
    """One `stage/source: reason` line for each that did not answer."""


class Verdict(BaseModel):
    """The answer to "is this URL dangerous?", with everything that led to it."""

    model_config = ConfigDict(frozen=True)

    level: Level
    score: int
    scale: str = SCALE
    confidence: float
    """0 to 1: how far the score is from the nearest threshold, lowered by missing coverage."""
    coverage: Coverage
    stages: dict[Stage, int]
    """Points per stage; they sum to `score`."""
    ledger: tuple[Entry, ...]
    """Every point, in order; the points sum to `score`."""
    ruleset: str
    """Version of the ruleset that judged."""
    ruleset_hash: str = ""
    """`sha256:` and the hash of that ruleset; empty in verdicts older than the hash."""
