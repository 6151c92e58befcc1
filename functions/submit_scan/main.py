"""POST /api/v2/scans: accepts a URL to scan."""

from datetime import timedelta
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from elara.admission.entry import Entrance
from elara.admission.valkey import ValkeyTurnstile
from elara.identity.firestore import FirestoreKeys
from elara.identity.keys import Gatekeeper
from elara.runtime.clients import firestore, tasks, valkey
from elara.runtime.door import api_key, body, client_ip, door, header
from elara.runtime.logs import bind
from elara.runtime.reply import reply
from elara.runtime.settings import settings
from elara.scans.firestore import FirestoreScans
from elara.scans.ids import new_scan_id
from elara.scans.model import NewScan
from elara.scans.submit import Submission, Submissions
from elara.scans.tasks import Place, TaskQueue


@cache
def _entrance() -> Entrance:
    return Entrance(Gatekeeper(FirestoreKeys(firestore())), ValkeyTurnstile(valkey()))


@cache
def _submissions() -> Submissions:
    return Submissions(
        store=FirestoreScans(firestore()),
        queue=TaskQueue(tasks(), Place.of(settings())),
        turnstile=_entrance().turnstile,
        new_id=new_scan_id,
        retention=timedelta(days=settings().retention_days),
    )


@door
async def submit_scan(request: Request) -> Response:
    ip = client_ip(request)
    caller = await _entrance().identify(api_key(request), request.state.permission, ip)
    submission = Submission(
        new=await body(request, NewScan),
        caller=caller,
        ip=ip,
        trace_id=request.state.trace_id,
        idempotency_key=header(request, "Idempotency-Key", 255),
    )
    submitted = await _submissions().submit(submission)
    bind(scan_id=submitted.scan.id, cached=submitted.scan.cached)
    headers = {"Location": f"/api/v2/scans/{submitted.scan.id}", **submitted.admission.headers()}
    if submitted.scan.cached:
        return reply(submitted.scan, 200, headers)
    return reply(submitted.scan, 202, {"Retry-After": "1", **headers})
