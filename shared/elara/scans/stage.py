"""Runs one stage of a scan: collect, assess, record, ring. Safe to run twice."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from elara.errors import NotFound
from elara.evidence.model import (
    Clock,
    Collect,
    Collected,
    Evidence,
    Recipient,
    State,
    Subject,
    utc_now,
)
from elara.rules.pack import assess
from elara.rules.ruleset import current
from elara.scans import patience
from elara.scans.model import Scan, StageRecord, StageState
from elara.scans.progress import Progress
from elara.scans.store import Records, ScanStore, Start
from elara.scoring.ledger import entries, points
from elara.scoring.model import Finding, Stage
from elara.scoring.ruleset import Ruleset

_FIRST = Stage.URL_ANALYSIS
_KEEPS_TO_ITSELF = (Stage.URL_ANALYSIS, Stage.AI_CONSENSUS, Stage.FINAL_SCORE)
MAX_RECORD = 900_000
"""Characters of a stored record; Firestore takes 1 MiB."""
STAGE_DEADLINE = 20.0
"""Seconds a stage may collect; the workflow's own time-out is longer."""


@dataclass(frozen=True, slots=True)
class Stages:
    """What running a stage needs."""

    store: ScanStore
    progress: Progress
    clock: Clock = utc_now
    ruleset: Ruleset = field(default_factory=current)

    async def run(
        self, stage: Stage, scan_id: str, collect: Collect, *, reads: tuple[Stage, ...] = ()
    ) -> StageRecord:
        """Runs `stage`, giving `collect` the evidence of the stages in `reads`.

        A stage that has its record already is not run again. Raises NotFound when the scan was
        deleted, Unavailable when the store does not answer.
        """
        scan, records = await self.store.load(scan_id, (stage, *reads))
        if scan is None:
            raise NotFound("There is no such scan.")
        if stage in records:
            return records[stage]
        started = self.clock()
        subject = Subject(scan.url, tuple(evidence_of(records, reads)), scan.ip_notation)
        collected = await self._collected(stage, collect, subject)
        record = self._assessed(scan, stage, collected, started)
        if len(record.model_dump_json()) > MAX_RECORD:
            silence = Evidence.silence(stage, stage, "evidence_too_large", self.clock())
            spared = Collected((silence,), collected.recipients)
            record = self._assessed(scan, stage, spared, started)
        starts = Start(started, started + patience.RUNNING) if stage is _FIRST else None
        await self.store.record(record, starts=starts)
        await self.progress.ring(scan_id, stage)
        return record

    def _assessed(
        self, scan: Scan, stage: Stage, collected: Collected, started: datetime
    ) -> StageRecord:
        findings = assess(stage, collected.evidence, self.ruleset)
        return recorded(scan, stage, collected, findings, (started, self.clock()))

    async def _collected(self, stage: Stage, collect: Collect, subject: Subject) -> Collected:
        try:
            async with asyncio.timeout(STAGE_DEADLINE):
                return await collect(subject)
        except TimeoutError:
            silence = Evidence.silence(stage, stage, "timeout", self.clock())
            return Collected((silence,), worst_case(stage))


def worst_case(stage: Stage) -> tuple[Recipient, ...]:
    """Who may have learnt of the URL when a stage did not live to say it: assume all of it."""
    return () if stage in _KEEPS_TO_ITSELF else (Recipient(name=stage, sent="full_url"),)


def recorded(
    scan: Scan,
    stage: Stage,
    collected: Collected,
    findings: tuple[Finding, ...],
    span: tuple[datetime, datetime],
) -> StageRecord:
    """The record of a stage that brought home `collected` and found `findings`, from when to
    when. Pure."""
    state, reason = state_of(collected.evidence)
    return StageRecord(
        scan_id=scan.id,
        org_id=scan.org_id,
        stage=stage,
        state=state,
        reason=reason,
        points=points(entries(stage, findings)),
        evidence=collected.evidence,
        findings=findings,
        recipients=collected.recipients,
        started_at=span[0],
        ended_at=span[1],
        expire_at=scan.expire_at,
    )


def state_of(evidence: Iterable[Evidence]) -> tuple[StageState, str | None]:
    """How many of those asked answered, and the first reason why not all did.

    A source that answered that it has no record (`unknown`) did answer; its silence on the URL
    shows in the coverage.
    """
    asked = [piece for piece in evidence if piece.state is not State.NOT_APPLICABLE]
    silent = [piece for piece in asked if piece.state is State.UNAVAILABLE]
    reason = f"{silent[0].source}: {silent[0].reason}" if silent else None
    if len(silent) * 2 < len(asked) or not asked:
        return StageState.ANSWERED, reason
    return (StageState.UNKNOWN if len(silent) == len(asked) else StageState.DEGRADED), reason


def evidence_of(records: Records, stages: Iterable[Stage]) -> Iterable[Evidence]:
    """The evidence of `stages`, in the order of the ledger."""
    wanted = set(stages)
    for stage in Stage:
        if stage in wanted and stage in records:
            yield from records[stage].evidence
