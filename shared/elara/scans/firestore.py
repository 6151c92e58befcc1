"""Scans in Firestore: `scans/{id}`, with `stages/{stage}` and `revisions/{n}` below.

Evidence, findings and verdicts are never queried, so they are one JSON field each: cheaper to
encode than nested maps, and free of Firestore's ban on arrays in arrays.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from google.cloud.firestore import AsyncClient, AsyncDocumentReference, Query
from google.cloud.firestore_v1.base_query import FieldFilter

from elara.documents.firestore import DEADLINE, answering
from elara.errors import Conflict
from elara.scans.model import Scan, StageRecord, Status
from elara.scans.store import Claim, Position, Records
from elara.scoring.model import Stage, Verdict


class FirestoreScans:
    """Scan store over the regional database."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self._scans = client.collection("scans")

    async def create(self, scan: Scan, claim: Claim | None) -> bool:
        batch = self._client.batch()
        batch.create(self._scans.document(scan.id), _scan_fields(scan))
        if claim is not None:
            batch.create(self._key(claim.org_id, claim.key), asdict(claim))
        try:
            with answering():
                await batch.commit(timeout=DEADLINE)
        except Conflict:
            if claim is None:
                raise
            return False
        return True

    async def claim(self, claim: Claim) -> bool:
        try:
            with answering():
                key = self._key(claim.org_id, claim.key)
                await key.create(asdict(claim), timeout=DEADLINE)
        except Conflict:
            return False
        return True

    async def claimed(self, org_id: str, key: str) -> Claim | None:
        with answering():
            snapshot = await self._key(org_id, key).get(timeout=DEADLINE)
        return Claim(**(snapshot.to_dict() or {})) if snapshot.exists else None

    async def get(self, scan_id: str) -> Scan | None:
        with answering():
            snapshot = await self._scans.document(scan_id).get(timeout=DEADLINE)
        return _scan(snapshot.to_dict()) if snapshot.exists else None

    async def load(self, scan_id: str, stages: Collection[Stage]) -> tuple[Scan | None, Records]:
        root = self._scans.document(scan_id)
        wanted = [root, *(self._stage(scan_id, stage) for stage in stages)]
        scan: Scan | None = None
        records: Records = {}
        with answering():
            async for snapshot in self._client.get_all(wanted, timeout=DEADLINE):
                if not snapshot.exists:
                    continue
                if snapshot.reference.path == root.path:
                    scan = _scan(snapshot.to_dict())
                else:
                    record = StageRecord.model_validate_json(snapshot.get("record"))
                    records[record.stage] = record
        return scan, records

    async def record(self, record: StageRecord, *, starts: datetime | None = None) -> bool:
        batch = self._client.batch()
        batch.create(self._stage(record.scan_id, record.stage), _record_fields(record))
        if starts is not None:
            running = {"status": Status.RUNNING.value, "updated_at": starts}
            batch.update(self._scans.document(record.scan_id), running)
        try:
            with answering():
                await batch.commit(timeout=DEADLINE)
        except Conflict:
            return False
        return True

    async def complete(self, scan: Scan, record: StageRecord) -> bool:
        root = self._scans.document(scan.id)
        batch = self._client.batch()
        batch.create(root.collection("revisions").document(str(scan.revision)), _scan_fields(scan))
        batch.set(self._stage(scan.id, record.stage), _record_fields(record))
        batch.update(root, _scan_fields(scan))
        try:
            with answering():
                await batch.commit(timeout=DEADLINE)
        except Conflict:
            return False
        return True

    async def advance(self, scan: Scan, known: Scan) -> bool:
        root = self._scans.document(scan.id)
        try:
            with answering():
                snapshot = await root.get(timeout=DEADLINE)
                if not snapshot.exists or _scan(snapshot.to_dict()) != known:
                    return False
                unchanged = self._client.write_option(last_update_time=snapshot.update_time)
                await root.update(_scan_fields(scan), option=unchanged, timeout=DEADLINE)
        except Conflict:
            return False
        return True

    async def page(self, org_id: str, limit: int, after: Position | None) -> tuple[Scan, ...]:
        query = (
            self._scans.where(filter=FieldFilter("org_id", "==", org_id))
            .order_by("created_at", direction=Query.DESCENDING)
            .order_by("id", direction=Query.DESCENDING)
            .limit(limit)
        )
        if after is not None:
            query = query.start_after({"created_at": after.created_at, "id": after.scan_id})
        with answering():
            return tuple([_scan(s.to_dict()) async for s in query.stream(timeout=DEADLINE)])

    async def stalled(self, before: datetime, limit: int) -> tuple[Scan, ...]:
        waiting = [Status.QUEUED.value, Status.RUNNING.value]
        query = (
            self._scans.where(filter=FieldFilter("status", "in", waiting))
            .where(filter=FieldFilter("updated_at", "<", before))
            .order_by("updated_at")
            .limit(limit)
        )
        with answering():
            return tuple([_scan(s.to_dict()) async for s in query.stream(timeout=DEADLINE)])

    async def delete(self, scan_id: str) -> None:
        with answering():
            await self._client.recursive_delete(self._scans.document(scan_id))

    def _stage(self, scan_id: str, stage: Stage) -> AsyncDocumentReference:
        stages = self._scans.document(scan_id).collection("stages")
        record: AsyncDocumentReference = stages.document(stage.value)
        return record

    def _key(self, org_id: str, key: str) -> AsyncDocumentReference:
        return self._client.collection("idempotency").document(f"{org_id}_{key}")


def _scan_fields(scan: Scan) -> dict[str, Any]:
    fields = scan.model_dump(exclude={"verdict", "recipients", "status"})
    verdict = scan.verdict
    return {
        **fields,
        "status": scan.status.value,
        "level": verdict.level.value if verdict else None,
        "score": verdict.score if verdict else None,
        "verdict": verdict.model_dump_json() if verdict else None,
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
