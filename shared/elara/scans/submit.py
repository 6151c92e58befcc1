"""Accepts a URL: checks it, answers from a fresh result, or creates a scan and starts it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from elara.admission.entry import check
from elara.admission.model import Admission, Turnstile, fresh_key
from elara.errors import Conflict, FieldError, IdempotencyMismatch, InvalidUrl, Unavailable
from elara.evidence.model import Clock, utc_now
from elara.identity.model import Caller
from elara.scans import patience
from elara.scans.model import NewScan, Scan, ScanView, Status
from elara.scans.queue import ScanQueue
from elara.scans.store import Claim, ScanStore
from elara.scans.view import view
from elara.scoring.model import Stage
from elara.urls.hosts import split
from elara.urls.model import Url
from elara.urls.notation import notation
from elara.urls.parse import scannable, url_id


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission: who, from where, under which trace and idempotency key."""

    new: NewScan
    caller: Caller
    ip: str
    trace_id: str
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """The scan to show; `admission` has the caller's remaining requests."""

    scan: ScanView
    admission: Admission


@dataclass(frozen=True, slots=True)
class Submissions:
    """What submitting needs. `retention` is how long a scan is kept."""

    store: ScanStore
    queue: ScanQueue
    turnstile: Turnstile
    new_id: Callable[[], str]
    retention: timedelta
    clock: Clock = utc_now

    async def submit(self, submission: Submission) -> Submitted:
        """Raises InvalidUrl, Forbidden (blocked address), RateLimited, IdempotencyMismatch,
        Conflict (the scan of that key was deleted), and Unavailable when the scan could not be
        stored or started (sending it again is safe)."""
        url = await self._url(submission)
        key = fresh_key(submission.caller.org_id, url_id(url))
        admission = await self.turnstile.admit(
            submission.caller.id, submission.ip, None if submission.new.force else key
        )
        check(admission)
        scan = self._scan(url, submission)
        claim = _claim(submission, scan)
        if admission.fresh is not None:
            shown = await self._fresh(ScanView.model_validate_json(admission.fresh), claim)
        elif await self.store.create(scan, claim) or claim is None:
            await self.queue.enqueue(scan)
            shown = view(scan, {})
        else:
            shown = await self._repeated(claim)
        return Submitted(shown, admission)

    async def _url(self, submission: Submission) -> Url:
        try:
            return _scannable(submission.new.url)
        except InvalidUrl:
            # What is refused counts too; otherwise garbage would be free.
            check(await self.turnstile.admit(submission.caller.id, submission.ip))
            raise

    async def _fresh(self, fresh: ScanView, claim: Claim | None) -> ScanView:
        if claim is None or await self.store.claim(replace(claim, scan_id=fresh.id)):
            return fresh.model_copy(update={"cached": True})
        return await self._repeated(claim)

    async def _repeated(self, claim: Claim) -> ScanView:
        """The scan of an earlier request with the same idempotency key."""
        earlier = await self.store.claimed(claim.org_id, claim.key)
        if earlier is None:
            raise Unavailable("The Idempotency-Key is being used right now.", retry_after=1)
        if earlier.body_hash != claim.body_hash:
            raise IdempotencyMismatch("The Idempotency-Key belongs to a request of other content.")
        scan, records = await self.store.load(earlier.scan_id, tuple(Stage))
        if scan is None:
            raise Conflict("The scan of this Idempotency-Key was deleted.")
        # The first request may have died between storing the scan and starting it.
        if scan.status is Status.QUEUED:
            await self.queue.enqueue(scan)
        return view(scan, records)

    def _scan(self, url: Url, submission: Submission) -> Scan:
        now = self.clock()
        return Scan(
            id=self.new_id(),
            org_id=submission.caller.org_id,
            owner=submission.caller.id,
            url=url.href,
            url_id=url_id(url),
            ip_notation=notation(submission.new.url) if split(url.host).ip else None,
            status=Status.QUEUED,
            created_at=now,
            updated_at=now,
            expire_at=now + self.retention,
            due_at=now + patience.QUEUED,
            trace_id=submission.trace_id,
            body_hash=hashlib.sha256(submission.new.model_dump_json().encode()).hexdigest(),
        )


def _scannable(text: str) -> Url:
    try:
        return scannable(text)
    except InvalidUrl as error:
        raise InvalidUrl(error.detail, errors=[FieldError("/url", error.detail)]) from error


def _claim(submission: Submission, scan: Scan) -> Claim | None:
    key = submission.idempotency_key
    if not key:
        return None
    hashed = hashlib.sha256(key.encode()).hexdigest()
    return Claim(scan.org_id, hashed, scan.id, scan.body_hash, scan.expire_at)
