"""Where scans and their stage records live, and the in-memory double of it."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Protocol

from elara.errors import NotFound
from elara.scans.model import Scan, StageRecord, Status
from elara.scoring.model import Stage

Records = dict[Stage, StageRecord]


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the list of an organisation's scans, newest first."""

    created_at: datetime
    scan_id: str


@dataclass(frozen=True, slots=True)
class Start:
    """A scan starts to run: when, and by when it should have ended."""

    updated_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """An idempotency key in use: what was asked under it, and the scan that answered."""

    org_id: str
    key: str
    """SHA-256 (hex) of the key."""
    scan_id: str
    body_hash: str
    expire_at: datetime


class ScanStore(Protocol):
    """Scans, their stage records and revisions. Every call is one round trip unless it says so.

    Raises Unavailable when the store does not answer.
    """

    async def create(self, scan: Scan, claim: Claim | None) -> bool:
        """Stores `scan`, and `claim` with it; nothing and False when that key is claimed."""
        ...

    async def claim(self, claim: Claim) -> bool:
        """Claims a key for a scan that exists; False when it is claimed already."""
        ...

    async def claimed(self, org_id: str, key: str) -> Claim | None: ...

    async def load(self, scan_id: str, stages: Collection[Stage]) -> tuple[Scan | None, Records]:
        """The scan and those of its records that exist among `stages`."""
        ...

    async def record(self, record: StageRecord, *, starts: Start | None = None) -> bool:
        """Stores a stage record once; False when there was one already.

        With `starts` the scan is marked running in the same commit; NotFound if it was deleted.
        """
        ...

    async def complete(self, scan: Scan, record: StageRecord) -> bool:
        """Stores the last record, the revision and the ended scan in one commit; False when that
        revision exists already. Raises NotFound when the scan was deleted meanwhile."""
        ...

    async def revision(self, scan_id: str, number: int) -> Scan | None:
        """The scan as it was when it got its verdict of that number."""
        ...

    async def settle(self, scan_id: str) -> None:
        """Notes that nothing more is owed to the scan. Raises NotFound when it was deleted."""
        ...

    async def advance(self, scan: Scan, known: Scan) -> bool:
        """Replaces the scan if it is still as `known`; False when it has changed."""
        ...

    async def page(self, org_id: str, limit: int, after: Position | None) -> tuple[Scan, ...]: ...

    async def overdue(self, now: datetime, limit: int) -> tuple[Scan, ...]:
        """Scans that were due before `now`, the longest overdue first."""
        ...

    async def delete(self, scan_id: str) -> None:
        """Removes the scan and all below it. Deleting what is not there is no error."""
        ...


class MemoryScans:
    """The in-memory double."""

    def __init__(self) -> None:
        self.scans: dict[str, Scan] = {}
        self.records: dict[tuple[str, Stage], StageRecord] = {}
        self.revisions: dict[tuple[str, int], Scan] = {}
        self._claims: dict[tuple[str, str], Claim] = {}

    async def create(self, scan: Scan, claim: Claim | None) -> bool:
        if claim is not None and not await self.claim(claim):
            return False
        self.scans.setdefault(scan.id, scan)
        return True

    async def claim(self, claim: Claim) -> bool:
        return self._claims.setdefault((claim.org_id, claim.key), claim) is claim

    async def claimed(self, org_id: str, key: str) -> Claim | None:
        return self._claims.get((org_id, key))

    async def load(self, scan_id: str, stages: Collection[Stage]) -> tuple[Scan | None, Records]:
        found = {s: self.records[scan_id, s] for s in stages if (scan_id, s) in self.records}
        return self.scans.get(scan_id), found

    async def record(self, record: StageRecord, *, starts: Start | None = None) -> bool:
        key = (record.scan_id, record.stage)
        if key in self.records:
            return False
        if starts is not None:
            scan = self._existing(record.scan_id)
            changes = {"status": Status.RUNNING, **asdict(starts)}
            self.scans[scan.id] = scan.model_copy(update=changes)
        self.records[key] = record
        return True

    async def complete(self, scan: Scan, record: StageRecord) -> bool:
        self._existing(scan.id)
        if (scan.id, scan.revision) in self.revisions:
            return False
        self.revisions[scan.id, scan.revision] = scan
        self.records[scan.id, record.stage] = record
        self.scans[scan.id] = scan
        return True

    async def revision(self, scan_id: str, number: int) -> Scan | None:
        return self.revisions.get((scan_id, number))

    async def settle(self, scan_id: str) -> None:
        self.scans[scan_id] = self._existing(scan_id).model_copy(update={"due_at": None})

    async def advance(self, scan: Scan, known: Scan) -> bool:
        if self._existing(scan.id) != known:
            return False
        self.scans[scan.id] = scan
        return True

    async def page(self, org_id: str, limit: int, after: Position | None) -> tuple[Scan, ...]:
        own = [scan for scan in self.scans.values() if scan.org_id == org_id]
        own.sort(key=lambda scan: (scan.created_at, scan.id), reverse=True)
        if after is not None:
            own = [s for s in own if (s.created_at, s.id) < (after.created_at, after.scan_id)]
        return tuple(own[:limit])

    async def overdue(self, now: datetime, limit: int) -> tuple[Scan, ...]:
        late = [(s.due_at, s.id) for s in self.scans.values() if s.due_at and s.due_at < now]
        return tuple(self.scans[scan_id] for _, scan_id in sorted(late)[:limit])

    async def delete(self, scan_id: str) -> None:
        self.scans.pop(scan_id, None)
        for stage in Stage:
            self.records.pop((scan_id, stage), None)
        for key in [key for key in self.revisions if key[0] == scan_id]:
            del self.revisions[key]

    def _existing(self, scan_id: str) -> Scan:
        if scan_id not in self.scans:
            raise NotFound("the document does not exist")
        return self.scans[scan_id]
