"""Ends a scan: ledger, verdict, one commit, then the news. Safe to run twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from elara.admission.model import Turnstile, fresh_key
from elara.errors import NotFound, Unavailable
from elara.events.model import Publisher, ScanCompleted
from elara.evidence.model import Clock, Collected, Evidence, Recipient, utc_now
from elara.scans import patience
from elara.scans.model import Scan, StageRecord, StageState, Status
from elara.scans.progress import Progress
from elara.scans.stage import assessed, worst_case
from elara.scans.store import Records, ScanStore
from elara.scans.view import view
from elara.scoring.agreement import agreement
from elara.scoring.model import Stage
from elara.scoring.verdict import Case, decide

COLLECTING = tuple(stage for stage in Stage if stage is not Stage.FINAL_SCORE)


@dataclass(frozen=True, slots=True)
class Completion:
    """What ending a scan needs."""

    store: ScanStore
    progress: Progress
    turnstile: Turnstile
    publisher: Publisher
    clock: Clock = utc_now

    async def complete(self, scan_id: str, outages: Mapping[Stage, str]) -> Scan:
        """Writes the verdict as the next revision and tells everybody.

        `outages` has the workflow's reasons for stages that failed for good. A scan that has its
        verdict is not judged again; its news is sent again, under the same event id. Raises
        NotFound when the scan was deleted (what is left of it is removed), Unavailable when
        something did not answer.
        """
        scan, records = await self.store.load(scan_id, tuple(Stage))
        if scan is None:
            await self.store.delete(scan_id)
            raise NotFound("There is no such scan.")
        if scan.verdict is None:
            ended, record = concluded(scan, records, outages, self.clock)
            if not await self.store.complete(ended, record):
                raise Unavailable("Another delivery of this step was faster.", retry_after=1)
            scan, records = ended, {**records, Stage.FINAL_SCORE: record}
        await self.tell(scan, records)
        return scan

    async def tell(self, scan: Scan, records: Records) -> None:
        """Makes the end of `scan` known; nothing more is owed to it then. Raises Unavailable."""
        if scan.status is Status.DONE:
            shown = view(scan, records).model_dump_json()
            await self.turnstile.remember(fresh_key(scan.org_id, scan.url_id), shown)
        await self.progress.ring(scan.id, Stage.FINAL_SCORE)
        await self.publisher.completed(news(scan))
        await self.store.settle(scan.id)


def concluded(
    scan: Scan, records: Records, outages: Mapping[Stage, str], clock: Clock
) -> tuple[Scan, StageRecord]:
    """The ended scan and the record of its last stage. Pure but for the clock."""
    started = clock()
    seen = agreement({stage: record.points for stage, record in records.items()})
    proof = Evidence.of(Stage.FINAL_SCORE, seen, started)
    record = assessed(scan, Stage.FINAL_SCORE, Collected((proof,)), started, clock())
    everything = {**records, Stage.FINAL_SCORE: record}
    missing: dict[Stage, str] = {
        s: outages.get(s, "no_record") for s in COLLECTING if s not in records
    }
    case = Case(
        findings={stage: each.findings for stage, each in everything.items()},
        evidence={stage: each.evidence for stage, each in everything.items()},
        outages=missing,
        degraded=frozenset(
            s for s, each in records.items() if each.state is not StageState.ANSWERED
        ),
    )
    partial = bool(missing or case.degraded)
    ended = scan.model_copy(
        update={
            "status": Status.PARTIAL if partial else Status.DONE,
            "verdict": decide(case),
            "revision": scan.revision + 1,
            "recipients": recipients_of(everything, missing),
            "updated_at": clock(),
            "due_at": clock() + patience.ENDING,
            "error": None,
        }
    )
    return ended, record


def news(scan: Scan) -> ScanCompleted:
    """What the world is told about an ended scan."""
    return ScanCompleted(
        event_id=f"{scan.id}.{scan.revision}.{scan.attempt}",
        scan_id=scan.id,
        org_id=scan.org_id,
        url_id=scan.url_id,
        status=scan.status,
        revision=scan.revision,
        level=scan.verdict.level if scan.verdict else None,
        score=scan.verdict.score if scan.verdict else None,
        trace_id=scan.trace_id,
    )


def recipients_of(records: Records, missing: Iterable[Stage] = ()) -> tuple[Recipient, ...]:
    """Everybody who learnt of the URL; for stages without a record, the worst case."""
    told = [recipient for record in records.values() for recipient in record.recipients]
    told += [recipient for stage in missing for recipient in worst_case(stage)]
    everyone = {(recipient.name, recipient.sent): recipient for recipient in told}
    return tuple(everyone[key] for key in sorted(everyone))
