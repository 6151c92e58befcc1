"""Ends a scan that cannot go on: archived, marked failed, announced. Safe to run twice."""

from dataclasses import dataclass

from elara.archive.model import Archive, DeadLetter
from elara.errors import Unavailable
from elara.evidence.model import Clock, utc_now
from elara.scans import patience
from elara.scans.announce import Announcer, recipients_of
from elara.scans.model import Scan, Status
from elara.scans.store import Records
from elara.scoring.model import Stage


@dataclass(frozen=True, slots=True)
class Undertaker:
    """What burying needs."""

    archive: Archive
    announcer: Announcer
    clock: Clock = utc_now

    async def bury(self, scan_id: str, reason: str) -> None:
        """Archives the scan with all its records and marks it failed.

        Does nothing to a scan that was deleted or has its verdict. Raises Unavailable, also when
        the scan moved meanwhile; trying again is safe.
        """
        store = self.announcer.store
        scan, records = await store.load(scan_id, tuple(Stage))
        if scan is None or scan.verdict is not None:
            return
        await self.archive.keep(letter(scan, records, reason))
        now = self.clock()
        changes = {"status": Status.FAILED, "error": reason, "updated_at": now}
        told = recipients_of(records)
        due = now + patience.ENDING
        failed = scan.model_copy(update={**changes, "recipients": told, "due_at": due})
        if scan.status is not Status.FAILED and not await store.advance(failed, scan):
            raise Unavailable("The scan moved while it was being buried.", retry_after=1)
        await self.announcer.tell(failed, records)


def letter(scan: Scan, records: Records, reason: str) -> DeadLetter:
    """The dead letter of one attempt of `scan`."""
    return DeadLetter(
        name=f"scans/{scan.created_at:%Y-%m-%d}/{scan.id}-{scan.attempt}",
        reason=reason,
        content={
            "scan": scan.model_dump(mode="json"),
            "stages": [record.model_dump(mode="json") for record in records.values()],
        },
    )
