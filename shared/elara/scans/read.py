"""Reads scans for a caller: one, when it has moved, a page of them; and deletes."""

import asyncio
import base64
import binascii
import json
from datetime import datetime

from elara.admission.model import Turnstile, fresh_key
from elara.errors import FieldError, Malformed, NotFound
from elara.identity.model import Caller
from elara.scans.model import SCAN_ID, Scan, ScanPage, ScanView
from elara.scans.progress import Bell, Progress
from elara.scans.store import Position, ScanStore
from elara.scans.view import etag, summary, view
from elara.scoring.model import Stage

_LAST = (Stage.FINAL_SCORE, "failed")
LOOK_AGAIN = 1.0
"""Seconds after which a waiting reader looks for itself, rung or not."""


async def get(store: ScanStore, caller: Caller, scan_id: str) -> ScanView:
    """The scan as it stands. Raises NotFound, also for a scan of another organisation."""
    if not SCAN_ID.fullmatch(scan_id):
        raise NotFound("There is no such scan.")
    scan, records = await store.load(scan_id, tuple(Stage))
    return view(_owned(scan, caller), records)


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
            shown = await get(store, caller, scan_id)
            left = deadline - asyncio.get_running_loop().time()
            moved = known is not None and etag(shown) != known
            if shown.status.ended or moved or left <= 0:
                return shown
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


async def delete(store: ScanStore, turnstile: Turnstile, caller: Caller, scan_id: str) -> None:
    """Removes the scan, its evidence and its fresh result. Raises NotFound as `get` does.

    A scan that is still running loses its documents too; its next stage finds nothing and ends.
    """
    if not SCAN_ID.fullmatch(scan_id):
        raise NotFound("There is no such scan.")
    scan = _owned(await store.get(scan_id), caller)
    await turnstile.forget(fresh_key(scan.org_id, scan.url_id))
    await store.delete(scan_id)


def _owned(scan: Scan | None, caller: Caller) -> Scan:
    if scan is None or scan.org_id != caller.org_id:
        raise NotFound("There is no such scan.")
    return scan


def _cursor(scan: Scan) -> str:
    text = json.dumps([scan.created_at.isoformat(), scan.id])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _position(cursor: str) -> Position:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        created, scan_id = json.loads(base64.urlsafe_b64decode(padded))
        position = Position(datetime.fromisoformat(created), str(scan_id))
    except (ValueError, TypeError, binascii.Error) as error:
        bad = FieldError("/query/cursor", "not a cursor of this list")
        raise Malformed("The cursor is not valid.", errors=[bad]) from error
    if position.created_at.tzinfo is None or not SCAN_ID.fullmatch(position.scan_id):
        bad = FieldError("/query/cursor", "not a cursor of this list")
        raise Malformed("The cursor is not valid.", errors=[bad])
    return position
