"""Hands out the bundles of a scan's revisions."""

import hashlib
from dataclasses import dataclass

from elara.bundles.store import Bundles
from elara.errors import ElaraError, NotFound
from elara.identity.model import Caller
from elara.scans.model import Scan
from elara.scans.read import owned
from elara.scans.store import ScanStore


@dataclass(frozen=True, slots=True)
class Stored:
    """A bundle as it is kept; `name` is the SHA-256 (hex) of its bytes."""

    name: str
    content: bytes


async def stored(
    store: ScanStore, bundles: Bundles, caller: Caller, scan_id: str, number: int | None = None
) -> Stored:
    """The bundle of a revision of the caller's scan, the latest without a `number`.

    Raises NotFound, also for a scan of another organisation, and Unavailable.
    """
    scan, _ = await owned(store, caller, scan_id)
    if number is None or number == scan.revision:
        return await kept(bundles, scan)
    earlier = await store.revision(scan_id, number)
    if earlier is None:
        raise NotFound("The scan has no such revision.")
    return await kept(bundles, earlier)


async def kept(bundles: Bundles, scan: Scan) -> Stored:
    """The bundle of `scan` as it stands. Raises NotFound, and ElaraError for what has changed."""
    if scan.seal is None:
        raise NotFound("The scan has no bundle of this revision.")
    content = await bundles.get(scan.id, scan.seal.bundle)
    if hashlib.sha256(content).hexdigest() != scan.seal.bundle:
        raise ElaraError("The bundle is not what was kept.")
    return Stored(scan.seal.bundle, content)
