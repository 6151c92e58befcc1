"""How a scan is shown. Pure."""

import hashlib

from elara.evidence.model import Recipient
from elara.scans.model import Scan, ScanSummary, ScanView, SourceView, StageRecord, StageView
from elara.scans.store import Records
from elara.urls.defang import defang


def view(scan: Scan, records: Records) -> ScanView:
    """The scan with what its stages have said so far."""
    stages = {
        stage: StageView(state=each.state, points=_points(scan, each), reason=each.reason)
        for stage, each in records.items()
    }
    sources = tuple(
        SourceView(stage=stage, source=piece.source, state=piece.state, reason=piece.reason)
        for stage, record in records.items()
        for piece in record.evidence
    )
    return ScanView(
        id=scan.id,
        url=scan.url,
        url_defanged=defang(scan.url),
        url_id=scan.url_id,
        status=scan.status,
        created_at=scan.created_at,
        updated_at=scan.updated_at,
        revision=scan.revision,
        verdict=scan.verdict,
        seal=scan.seal,
        stages=stages,
        sources=sources,
        recipients=_told(scan, records),
        error=scan.error,
    )


def _points(scan: Scan, record: StageRecord) -> int:
    """As the verdict has them: it may be of a later ruleset than the record."""
    return scan.verdict.stages.get(record.stage, 0) if scan.verdict else record.points


def _told(scan: Scan, records: Records) -> tuple[Recipient, ...]:
    """Also those of stages that were recorded after the verdict."""
    told = [*scan.recipients, *(r for record in records.values() for r in record.recipients)]
    everyone = {(recipient.name, recipient.sent): recipient for recipient in told}
    return tuple(everyone[key] for key in sorted(everyone))


def summary(scan: Scan) -> ScanSummary:
    """The line of a scan in a list."""
    return ScanSummary(
        id=scan.id,
        url_defanged=defang(scan.url),
        url_id=scan.url_id,
        status=scan.status,
        created_at=scan.created_at,
        level=scan.verdict.level if scan.verdict else None,
        score=scan.verdict.score if scan.verdict else None,
    )


def etag(shown: ScanView) -> str:
    """A strong entity tag: changes with anything a caller can see."""
    return f'"{hashlib.sha256(shown.model_dump_json().encode()).hexdigest()[:24]}"'
