"""Tells everybody that a scan has ended. Safe to run twice."""

from collections.abc import Iterable
from dataclasses import dataclass

from elara.admission.model import Turnstile, fresh_key
from elara.events.model import Publisher, ScanCompleted
from elara.evidence.model import Recipient
from elara.scans.model import Scan, Status
from elara.scans.progress import Progress
from elara.scans.stage import worst_case
from elara.scans.store import Records, ScanStore
from elara.scans.view import view
from elara.scoring.model import Stage


@dataclass(frozen=True, slots=True)
class Announcer:
    """What telling of an end needs."""

    store: ScanStore
    progress: Progress
    turnstile: Turnstile
    publisher: Publisher

    async def tell(self, scan: Scan, records: Records) -> None:
        """Makes the end of `scan` known; nothing more is owed to it then.

        Raises Unavailable; telling it again repeats the news under the same event id.
        """
        if scan.status is Status.DONE:
            shown = view(scan, records).model_dump_json()
            await self.turnstile.remember(fresh_key(scan.org_id, scan.url_id), shown)
        failed = scan.status is Status.FAILED
        await self.progress.ring(scan.id, "failed" if failed else Stage.FINAL_SCORE)
        await self.publisher.completed(news(scan))
        await self.store.settle(scan.id)


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
