"""The statement a verdict is signed in, and the bundle that lets anybody check and replay it.

Both are JSON; the bytes that are hashed and signed are canonical (RFC 8785).
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from elara.evidence.model import Evidence
from elara.scoring.model import Stage, Verdict
from elara.signing.model import Signature


class RulesetName(BaseModel):
    """Which ruleset judged."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    hash: str


class Inputs(BaseModel):
    """What a verdict takes into account besides the evidence."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outages: dict[Stage, str] = {}
    """Stages that left no record at all, and why."""
    degraded: tuple[Stage, ...] = ()
    """Stages in which no more than half of those asked answered, in the order of the ledger."""


class Statement(BaseModel):
    """What Elara says about a URL: the whole of what is signed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["elara.verdict/1"] = "elara.verdict/1"
    scan_id: str
    org_id: str
    url: str
    url_id: str
    revision: int
    status: str
    issued_at: datetime
    """Of a first revision, the moment its last evidence was in: who signs it again, after a
    crash, signs the same bytes. Of a later one, the moment it was judged anew."""
    verdict: Verdict
    ruleset: RulesetName
    inputs: Inputs
    evidence_root: str


class Bundle(BaseModel):
    """All that replaying and verifying need."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["elara.bundle/1"] = "elara.bundle/1"
    statement: Statement
    signatures: tuple[Signature, ...]
    evidence: dict[Stage, tuple[Evidence, ...]]


class Seal(BaseModel):
    """What vouches for a verdict: its signatures, and the names of what they cover."""

    model_config = ConfigDict(frozen=True)

    signatures: tuple[Signature, ...]
    evidence_root: str
    bundle: str
    """SHA-256 (hex) of the bundle's bytes, and its name in the store."""
