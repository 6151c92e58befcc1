"""Starts scans again: one that failed, when asked; those that are overdue, by the clock."""

import logging
from collections import Counter
from dataclasses import dataclass

from elara.errors import Conflict, ElaraError
from elara.evidence.model import Clock, utc_now
from elara.identity.model import Caller
from elara.scans import patience
from elara.scans.announce import Announcer
from elara.scans.bury import Undertaker
from elara.scans.model import Scan, ScanView, Status
from elara.scans.queue import ScanQueue
from elara.scans.read import owned
from elara.scans.store import ScanStore
from elara.scans.view import view
from elara.scoring.model import Stage

log = logging.getLogger(__name__)

ATTEMPTS = 3
_AT_ONCE = 50


async def rerun(
    store: ScanStore, queue: ScanQueue, caller: Caller, scan_id: str, *, clock: Clock = utc_now
) -> ScanView:
    """Starts a failed scan again; stages that have their record keep it.

    Raises NotFound, also for a scan of another organisation, and Conflict unless it failed.
    """
    scan, records = await owned(store, caller, scan_id, tuple(Stage))
    if scan.status is not Status.FAILED:
        raise Conflict("Only a failed scan can be run again.")
    again = _next_attempt(scan, clock)
    if not await store.advance(again, scan):
        raise Conflict("The scan has just changed; read it again.")
    await queue.enqueue(again)
    return view(again, records)


@dataclass(frozen=True, slots=True)
class Sweeper:
    """Looks after scans that a crash left between two steps."""

    queue: ScanQueue
    undertaker: Undertaker
    announcer: Announcer
    clock: Clock = utc_now

    async def sweep(self) -> dict[str, int]:
        """Starts overdue scans again, buries them after `ATTEMPTS`, and tells of ends that were
        not told. Returns how many of each; one that fails is left for the next sweep and counted
        as `stuck`. Raises Unavailable."""
        done: Counter[str] = Counter()
        for scan in await self.announcer.store.overdue(self.clock(), _AT_ONCE):
            try:
                done[await self._mend(scan)] += 1
            except ElaraError as error:
                done["stuck"] += 1
                details = {"scan_id": scan.id, "metric": "sweep_stuck", "code": error.code}
                log.warning("not mended", extra=details)
        return dict(done)

    async def _mend(self, scan: Scan) -> str:
        if scan.verdict is not None:
            _, records = await self.announcer.store.load(scan.id, tuple(Stage))
            await self.announcer.tell(scan, records)
            return "told"
        if scan.status is Status.FAILED or scan.attempt >= ATTEMPTS:
            reason = scan.error or f"stalled after {ATTEMPTS} attempts"
            await self.undertaker.bury(scan.id, reason)
            return "buried"
        again = _next_attempt(scan, self.clock)
        if not await self.announcer.store.advance(again, scan):
            return "moved"
        await self.queue.enqueue(again)
        return "restarted"


def _next_attempt(scan: Scan, clock: Clock) -> Scan:
    now = clock()
    changes = {
        "status": Status.QUEUED,
        "attempt": scan.attempt + 1,
        "error": None,
        "updated_at": now,
        "due_at": now + patience.QUEUED,
    }
    return scan.model_copy(update=changes)
