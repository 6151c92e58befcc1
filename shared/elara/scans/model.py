"""A scan and its stage records, as stored and as shown."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints

from elara.bundles.model import Seal
from elara.evidence.model import Evidence, Recipient
from elara.scoring.model import Finding, Stage, Verdict
from elara.urls.model import MAX_LENGTH

SCAN_ID = re.compile(r"scn_[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class Status(StrEnum):
    """Where a scan is in its life."""

    QUEUED = "queued"
    RUNNING = "running"
    PARTIAL = "partial"
    """Ended, but at least one stage could not answer."""
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        return self not in (Status.QUEUED, Status.RUNNING)


class StageState(StrEnum):
    """How much of what a stage asked was answered."""

    ANSWERED = "answered"
    """More than half of the sources it asked."""
    DEGRADED = "degraded"
    """Some, but not more than half."""
    UNKNOWN = "unknown"
    """None."""


class StageRecord(BaseModel):
    """All that one stage found. Written once; a second delivery finds it and changes nothing."""

    model_config = ConfigDict(frozen=True)

    scan_id: str
    org_id: str
    stage: Stage
    state: StageState
    reason: str | None = None
    points: int
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    started_at: datetime
    ended_at: datetime
    expire_at: datetime


class Scan(BaseModel):
    """One URL submitted by one organisation."""

    model_config = ConfigDict(frozen=True)

    id: str
    org_id: str
    owner: str
    """Who submitted it: the id of a key or a user."""
    url: str
    """WHATWG serialisation of the submitted URL, fragment dropped: what is fetched."""
    url_id: str
    """SHA-256 (hex) of `url`."""
    ip_notation: str | None = None
    """How an address was typed, which `url` has lost; see `UrlFacts.ip_notation`."""
    status: Status
    attempt: int = 1
    created_at: datetime
    updated_at: datetime
    expire_at: datetime
    due_at: datetime | None = None
    """When the sweeper looks at it; None once nothing more is owed."""
    trace_id: str
    body_hash: str
    verdict: Verdict | None = None
    seal: Seal | None = None
    """What vouches for `verdict`."""
    revision: int = 0
    """Counts the verdicts; each is kept as it was given."""
    recipients: tuple[Recipient, ...] = ()
    error: str | None = None


class NewScan(BaseModel):
    """What a caller sends to have a URL scanned."""

    model_config = ConfigDict(extra="forbid")

    url: Annotated[str, StringConstraints(min_length=1, max_length=MAX_LENGTH)]
    """The URL, as is or defanged (`hxxps://evil[.]example`)."""
    force: bool = False
    """Scan again even when a fresh result exists."""


class StageView(BaseModel):
    """Progress of one stage, as a caller sees it."""

    state: StageState
    points: int
    reason: str | None = None


class SourceView(BaseModel):
    """What one source said, as a caller sees it."""

    stage: Stage
    source: str
    state: str
    reason: str | None = None


class ScanView(BaseModel):
    """A scan, as a caller sees it."""

    id: str
    url: str
    url_defanged: str
    url_id: str
    status: Status
    cached: bool = False
    created_at: datetime
    updated_at: datetime
    revision: int = 0
    verdict: Verdict | None = None
    seal: Seal | None = None
    """Signatures of the verdict, and the names of the evidence and the bundle they cover."""
    stages: dict[Stage, StageView] = {}
    sources: tuple[SourceView, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    error: str | None = None


class ScanSummary(BaseModel):
    """A scan in a list: without its ledger."""

    id: str
    url_defanged: str
    url_id: str
    status: Status
    created_at: datetime
    level: str | None = None
    score: int | None = None


class ScanPage(BaseModel):
    """One page of scans, newest first. `next` is an opaque cursor; null on the last page."""

    scans: tuple[ScanSummary, ...]
    next: str | None = None


class StageCall(BaseModel):
    """What the workflow sends to a stage."""

    model_config = ConfigDict(extra="forbid")

    scan_id: str
    outages: dict[Stage, str] = {}
    """For the last stage: stages that failed for good, and why."""


class StageSummary(BaseModel):
    """What a stage answers to the workflow: small, so that the workflow carries no evidence."""

    stage: Stage
    state: StageState
    points: int

    @classmethod
    def of(cls, record: StageRecord) -> Self:
        return cls(stage=record.stage, state=record.state, points=record.points)
