"""POST /api/v2/scans: accepts a URL to scan."""

from datetime import timedelta
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from elara.admission.valkey import ValkeyTurnstile
from elara.identity.firestore import FirestoreKeys
from elara.identity.keys import Gatekeeper
from elara.runtime.clients import firestore, tasks, valkey
from elara.runtime.door import body, client_ip, door
from elara.runtime.logs import bind
from elara.runtime.reply import reply
from elara.runtime.settings import settings
from elara.scans.firestore import FirestoreScans
from elara.scans.ids import new_scan_id
from elara.scans.model import NewScan
from elara.scans.submit import Submission, Submissions
from elara.scans.tasks import Place, TaskQueue


@cache
def _gatekeeper() -> Gatekeeper:
    return Gatekeeper(FirestoreKeys(firestore()))


@cache
def _submissions() -> Submissions:
    here = settings()
    place = Place(here.project, here.region, here.workflows, here.tasks_account)
    return Submissions(
        store=FirestoreScans(firestore()),
        queue=TaskQueue(tasks(), place),
        turnstile=ValkeyTurnstile(valkey()),
        new_id=new_scan_id,
        retention=timedelta(days=here.retention_days),
    )


@door
async def submit_scan(request: Request) -> Response:
    key = request.headers.get("x-api-key")
    caller = await _gatekeeper().caller(key, request.state.permission)
    submission = Submission(
        new=await body(request, NewScan),
        caller=caller,
        ip=client_ip(request),
        trace_id=request.state.trace_id,
        idempotency_key=request.headers.get("idempotency-key"),
    )
    submitted = await _submissions().submit(submission)
    bind(scan_id=submitted.scan.id, cached=submitted.scan.cached)
    headers = {"Location": f"/api/v2/scans/{submitted.scan.id}", **submitted.admission.headers()}
    if submitted.scan.cached:
        return reply(submitted.scan, 200, headers)
    return reply(submitted.scan, 202, {"Retry-After": "1", **headers})
