"""Reads scans for a caller: one, when it has moved, a page of them; and deletes."""

import asyncio
import base64
import json
from datetime import UTC, datetime

from elara.admission.model import Turnstile, fresh_key
from elara.bundles.store import Bundles
from elara.errors import FieldError, Malformed, NotFound
from elara.identity.model import Caller
from elara.scans.model import SCAN_ID, Scan, ScanPage, ScanView
from elara.scans.progress import Bell, Progress
from elara.scans.store import Position, Records, ScanStore
from elara.scans.view import etag, summary, view
from elara.scoring.model import Stage

_LONGEST_CURSOR = 200
_LAST = (Stage.FINAL_SCORE, "failed")
LOOK_AGAIN = 1.0
"""Seconds after which a waiting reader looks for itself, rung or not."""


async def get(store: ScanStore, caller: Caller, scan_id: str) -> ScanView:
    """The scan as it stands. Raises NotFound, also for a scan of another organisation."""
    return view(*await owned(store, caller, scan_id, tuple(Stage)))


async def wait(
    store: ScanStore,
    progress: Progress,
    caller: Caller,
    scan_id: str,
    seconds: float,
    known: str | None = None,
) -> ScanView:
    """The scan once it has ended, or as it stands after `seconds`.

    With `known` (an entity tag) it returns as soon as the scan differs from that.
    """
    deadline = asyncio.get_running_loop().time() + seconds
    async with progress.listen(scan_id) as bell:
        while True:
            # Who waits for the end reads one document a look; who watches the stages, all.
            scan, records = await owned(store, caller, scan_id, tuple(Stage) if known else ())
            left = deadline - asyncio.get_running_loop().time()
            if known and etag(view(scan, records)) != known:
                return view(scan, records)
            if scan.status.ended or left <= 0:
                return await get(store, caller, scan_id)
            await _rung(bell, min(left, LOOK_AGAIN), any_stage=known is not None)


async def _rung(bell: Bell, seconds: float, *, any_stage: bool) -> None:
    """Returns when looking is worth its reads: the scan has ended (or moved), or time is up."""
    until = asyncio.get_running_loop().time() + seconds
    while (left := until - asyncio.get_running_loop().time()) > 0:
        stage = await bell.heard(left)
        if stage is not None and (any_stage or stage in _LAST):
            return


async def page(store: ScanStore, caller: Caller, limit: int, cursor: str | None) -> ScanPage:
    """Scans of the caller's organisation, newest first. Raises Malformed for a bad cursor."""
    after = _position(cursor) if cursor else None
    found = await store.page(caller.org_id, limit + 1, after)
    shown = found[:limit]
    last = _cursor(shown[-1]) if len(found) > limit else None
    return ScanPage(scans=tuple(summary(scan) for scan in shown), next=last)


async def delete(
    store: ScanStore, bundles: Bundles, turnstile: Turnstile, caller: Caller, scan_id: str
) -> None:
    """Removes the scan, its evidence, its bundles and its fresh result. Raises NotFound as `get`.

    A scan that is still running loses its documents too; its next stage finds nothing and ends.
    """
    scan, _ = await owned(store, caller, scan_id)
    # Bundles first: as long as the scan is there, deleting it can be tried again.
    await bundles.drop(scan_id)
    await store.delete(scan_id)
    # And what a last stage put there meanwhile; one that comes later finds no scan and tidies up.
    await bundles.drop(scan_id)
    # After the documents: a scan that ends right now keeps its result before it finds them gone.
    await turnstile.forget(fresh_key(scan.org_id, scan.url_id))


async def owned(
    store: ScanStore, caller: Caller, scan_id: str, stages: tuple[Stage, ...] = ()
) -> tuple[Scan, Records]:
    """The caller's scan and its records of `stages`, in one round trip.

    Raises NotFound for what is no id, no scan, or a scan of another organisation, all alike.
    """
    scan, records = await store.load(scan_id, stages) if SCAN_ID.fullmatch(scan_id) else (None, {})
    if scan is None or scan.org_id != caller.org_id:
        raise NotFound("There is no such scan.")
    return scan, records


def _cursor(scan: Scan) -> str:
    text = json.dumps([scan.created_at.isoformat(), scan.id])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _position(cursor: str) -> Position:
    try:
        return _decoded(cursor)
    except (ValueError, TypeError, OverflowError) as error:
        bad = FieldError("/query/cursor", "not a cursor of this list")
        raise Malformed("The cursor is not valid.", errors=[bad]) from error


def _decoded(cursor: str) -> Position:
    """Raises ValueError, TypeError or OverflowError for what we did not make."""
    if len(cursor) > _LONGEST_CURSOR:
        raise ValueError("too long")
    padded = cursor + "=" * (-len(cursor) % 4)
    created, scan_id = json.loads(base64.urlsafe_b64decode(padded))
    at = datetime.fromisoformat(created)
    if at.utcoffset() is None or not SCAN_ID.fullmatch(scan_id):
        raise ValueError("not of our making")
    return Position(at.astimezone(UTC), scan_id)
