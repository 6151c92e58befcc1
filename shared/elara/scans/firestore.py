"""Scans in Firestore: `scans/{id}`, with `stages/{stage}` and `revisions/{n}` below.

Evidence, findings and verdicts are never queried, so they are one JSON field each: cheaper to
encode than nested maps, and free of Firestore's ban on arrays in arrays.
"""

from collections.abc import Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from datetime import datetime
from typing import Any

from google.api_core import exceptions
from google.cloud.firestore import (
    AsyncClient,
    AsyncDocumentReference,
    AsyncWriteBatch,
    Query,
)
from google.cloud.firestore_v1.base_query import FieldFilter

from elara.cloud.calls import calling
from elara.errors import Conflict
from elara.scans.model import Scan, StageRecord, Status
from elara.scans.store import Claim, Position, Records, Start
from elara.scoring.model import Stage, Verdict


class FirestoreScans:
    """Scan store over the regional database."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self._scans = client.collection("scans")

    async def create(self, scan: Scan, claim: Claim | None) -> bool:
        batch = self._client.batch()
        batch.create(self._scans.document(scan.id), _scan_fields(scan))
        if claim is None:
            # Ids are never reused: one that exists was written by an earlier try of this commit.
            await _committed(batch)
            return True
        batch.create(self._key(claim.org_id, claim.key), asdict(claim))
        return await _committed(batch)

    async def claim(self, claim: Claim) -> bool:
        batch = self._client.batch()
        batch.create(self._key(claim.org_id, claim.key), asdict(claim))
        return await _committed(batch)

    async def claimed(self, org_id: str, key: str) -> Claim | None:
        async with _firestore():
            snapshot = await self._key(org_id, key).get()
        return Claim(**(snapshot.to_dict() or {})) if snapshot.exists else None

    async def load(self, scan_id: str, stages: Collection[Stage]) -> tuple[Scan | None, Records]:
        root = self._scans.document(scan_id)
        wanted = [root, *(self._stage(scan_id, stage) for stage in stages)]
        scan: Scan | None = None
        records: Records = {}
        async with _firestore():
            async for snapshot in self._client.get_all(wanted):
                if not snapshot.exists:
                    continue
                if snapshot.reference.path == root.path:
                    scan = _scan(snapshot.to_dict())
                else:
                    record = StageRecord.model_validate_json(snapshot.get("record"))
                    records[record.stage] = record
        return scan, records

    async def record(self, record: StageRecord, *, starts: Start | None = None) -> bool:
        batch = self._client.batch()
        batch.create(self._stage(record.scan_id, record.stage), _record_fields(record))
        if starts is not None:
            running = {"status": Status.RUNNING.value, **asdict(starts)}
            batch.update(self._scans.document(record.scan_id), running)
        return await _committed(batch)

    async def complete(self, scan: Scan, record: StageRecord) -> bool:
        root = self._scans.document(scan.id)
        batch = self._client.batch()
        batch.create(self._revision(scan.id, scan.revision), _scan_fields(scan))
        batch.set(self._stage(scan.id, record.stage), _record_fields(record))
        batch.update(root, _scan_fields(scan))
        return await _committed(batch)

    async def revision(self, scan_id: str, number: int) -> Scan | None:
        async with _firestore():
            snapshot = await self._revision(scan_id, number).get()
        return _scan(snapshot.to_dict()) if snapshot.exists else None

    async def settle(self, scan_id: str) -> None:
        async with _firestore():
            await self._scans.document(scan_id).update({"due_at": None})

    async def advance(self, scan: Scan, known: Scan) -> bool:
        root = self._scans.document(scan.id)
        async with _firestore():
            snapshot = await root.get()
            if not snapshot.exists or _scan(snapshot.to_dict()) != known:
                return False
            unchanged = self._client.write_option(last_update_time=snapshot.update_time)
            try:
                await root.update(_scan_fields(scan), option=unchanged)
            except exceptions.FailedPrecondition:
                return False
        return True

    async def page(self, org_id: str, limit: int, after: Position | None) -> tuple[Scan, ...]:
        query = (
            self._scans.where(filter=FieldFilter("org_id", "==", org_id))
            .order_by("created_at", direction=Query.DESCENDING)
            .order_by("__name__", direction=Query.DESCENDING)
            .limit(limit)
        )
        if after is not None:
            place = {
                "created_at": after.created_at,
                "__name__": self._scans.document(after.scan_id),
            }
            query = query.start_after(place)
        async with _firestore():
            return tuple([_scan(s.to_dict()) async for s in query.stream()])

    async def overdue(self, now: datetime, limit: int) -> tuple[Scan, ...]:
        late = self._scans.where(filter=FieldFilter("due_at", "<", now))
        async with _firestore():
            found = late.order_by("due_at").limit(limit).stream()
            return tuple([_scan(snapshot.to_dict()) async for snapshot in found])

    async def delete(self, scan_id: str) -> None:
        root = self._scans.document(scan_id)
        async with _firestore():
            revisions = root.collection("revisions").select([]).stream()
            batch = self._client.batch()
            async for snapshot in revisions:
                batch.delete(snapshot.reference)
            for stage in Stage:
                batch.delete(self._stage(scan_id, stage))
            batch.delete(root)
            await batch.commit()

    def _stage(self, scan_id: str, stage: Stage) -> AsyncDocumentReference:
        stages = self._scans.document(scan_id).collection("stages")
        record: AsyncDocumentReference = stages.document(stage.value)
        return record

    def _revision(self, scan_id: str, number: int) -> AsyncDocumentReference:
        revisions = self._scans.document(scan_id).collection("revisions")
        revision: AsyncDocumentReference = revisions.document(str(number))
        return revision

    def _key(self, org_id: str, key: str) -> AsyncDocumentReference:
        return self._client.collection("idempotency").document(f"{org_id}_{key}")


def _firestore() -> AbstractAsyncContextManager[None]:
    return calling("Firestore")


async def _committed(batch: AsyncWriteBatch) -> bool:
    """Commits; False when something in the batch exists already."""
    try:
        async with _firestore():
            await batch.commit()
    except Conflict:
        return False
    return True


def _scan_fields(scan: Scan) -> dict[str, Any]:
    fields = scan.model_dump(exclude={"verdict", "seal", "recipients", "status"})
    verdict = scan.verdict
    return {
        **fields,
        "status": scan.status.value,
        "level": verdict.level.value if verdict else None,
        "score": verdict.score if verdict else None,
        "verdict": verdict.model_dump_json() if verdict else None,
        "seal": scan.seal.model_dump() if scan.seal else None,
        "recipients": [recipient.model_dump() for recipient in scan.recipients],
    }


def _scan(fields: Mapping[str, Any] | None) -> Scan:
    fields = fields or {}
    known = {name: fields[name] for name in Scan.model_fields if name in fields}
    verdict = known.get("verdict")
    known["verdict"] = Verdict.model_validate_json(verdict) if verdict else None
    return Scan.model_validate(known)


def _record_fields(record: StageRecord) -> dict[str, Any]:
    return {
        "org_id": record.org_id,
        "stage": record.stage.value,
        "state": record.state.value,
        "points": record.points,
        "ended_at": record.ended_at,
        "expire_at": record.expire_at,
        "record": record.model_dump_json(),
    }
