"""Starts scans again: one that failed, when asked; those that stopped moving, by the clock."""

from datetime import timedelta

from elara.errors import Conflict, NotFound
from elara.evidence.model import Clock, utc_now
from elara.identity.model import Caller
from elara.scans.bury import Undertaker
from elara.scans.model import SCAN_ID, Scan, ScanView, Status
from elara.scans.queue import ScanQueue
from elara.scans.store import ScanStore
from elara.scans.view import view

ATTEMPTS = 3
STALLED_AFTER = timedelta(seconds=150)
"""Longer than the workflow's own deadline: an execution still running is left alone."""
_AT_ONCE = 50


async def rerun(
    store: ScanStore, queue: ScanQueue, caller: Caller, scan_id: str, *, clock: Clock = utc_now
) -> ScanView:
    """Starts a failed scan again; stages that have their record keep it.

    Raises NotFound, also for a scan of another organisation, and Conflict unless it failed.
    """
    scan = await store.get(scan_id) if SCAN_ID.fullmatch(scan_id) else None
    if scan is None or scan.org_id != caller.org_id:
        raise NotFound("There is no such scan.")
    if scan.status is not Status.FAILED:
        raise Conflict("Only a failed scan can be run again.")
    again = _next_attempt(scan, clock)
    if not await store.advance(again, scan):
        raise Conflict("The scan has just changed; read it again.")
    await queue.enqueue(again)
    return view(again, {})


async def sweep(
    store: ScanStore, queue: ScanQueue, undertaker: Undertaker, *, clock: Clock = utc_now
) -> dict[str, int]:
    """Looks after scans that a crash left between two steps: starts them again, or buries them
    after `ATTEMPTS`. Returns how many of each. Raises Unavailable."""
    stalled = await store.stalled(clock() - STALLED_AFTER, _AT_ONCE)
    restarted = buried = 0
    for scan in stalled:
        if scan.attempt >= ATTEMPTS:
            await undertaker.bury(scan.id, f"stalled after {ATTEMPTS} attempts")
            buried += 1
            continue
        again = _next_attempt(scan, clock)
        if await store.advance(again, scan):
            await queue.enqueue(again)
            restarted += 1
    return {"restarted": restarted, "buried": buried}


def _next_attempt(scan: Scan, clock: Clock) -> Scan:
    changes = {
        "status": Status.QUEUED,
        "attempt": scan.attempt + 1,
        "error": None,
        "updated_at": clock(),
    }
    return scan.model_copy(update=changes)
