"""Gives a scan its next verdict: signed, bundled, and written as a revision of its own."""

from dataclasses import dataclass
from datetime import datetime

from elara.bundles.judge import Judgement
from elara.bundles.model import Inputs, RulesetName, Statement
from elara.bundles.seal import root_of, sealed
from elara.bundles.store import Bundles
from elara.errors import NotFound
from elara.evidence.model import Clock, Collected, Recipient, utc_now
from elara.scans import patience
from elara.scans.model import Scan, StageRecord, Status
from elara.scans.stage import recorded
from elara.scans.store import ScanStore
from elara.scoring.model import Stage
from elara.signing.model import Signer


@dataclass(frozen=True, slots=True)
class Reviser:
    """What a new revision needs."""

    store: ScanStore
    bundles: Bundles
    signer: Signer
    clock: Clock = utc_now

    async def revise(
        self,
        scan: Scan,
        judgement: Judgement,
        inputs: Inputs,
        issued_at: datetime,
        recipients: tuple[Recipient, ...],
    ) -> tuple[Scan, StageRecord] | None:
        """Writes `judgement` as the next revision of `scan`, as a scan that has just ended.

        The bundle is kept first, the scan points to it after: a crash between leaves a bundle
        that nothing names. None when somebody else has written that revision. Raises NotFound
        when the scan was deleted, Unavailable when something did not answer.
        """
        ended = _ended(scan, judgement, inputs, recipients, self.clock())
        made = await sealed(
            _statement(ended, judgement, inputs, issued_at), judgement.evidence, self.signer
        )
        ended = ended.model_copy(update={"seal": made.seal})
        record = _last_record(ended, judgement)
        await self.bundles.put(scan.id, made.seal.bundle, made.content)
        try:
            written = await self.store.complete(ended, record)
        except NotFound:
            await self.bundles.drop(scan.id)
            raise
        return (ended, record) if written else None


def _ended(
    scan: Scan,
    judgement: Judgement,
    inputs: Inputs,
    recipients: tuple[Recipient, ...],
    now: datetime,
) -> Scan:
    partial = bool(inputs.outages or inputs.degraded)
    changes = {
        "status": Status.PARTIAL if partial else Status.DONE,
        "verdict": judgement.verdict,
        "revision": scan.revision + 1,
        "recipients": recipients,
        "updated_at": now,
        "due_at": now + patience.ENDING,
        "error": None,
    }
    return scan.model_copy(update=changes)


def _statement(ended: Scan, judgement: Judgement, inputs: Inputs, issued_at: datetime) -> Statement:
    verdict = judgement.verdict
    return Statement(
        scan_id=ended.id,
        org_id=ended.org_id,
        url=ended.url,
        url_id=ended.url_id,
        revision=ended.revision,
        status=ended.status.value,
        issued_at=issued_at,
        verdict=verdict,
        ruleset=RulesetName(version=verdict.ruleset, hash=verdict.ruleset_hash),
        inputs=inputs,
        evidence_root=root_of(judgement.evidence),
    )


def _last_record(ended: Scan, judgement: Judgement) -> StageRecord:
    stage, span = Stage.FINAL_SCORE, (ended.updated_at, ended.updated_at)
    collected = Collected(judgement.evidence[stage])
    return recorded(ended, stage, collected, judgement.findings[stage], span)
