"""POST /api/v2/scans/{scan_id}/rerun: starts a failed scan again."""

from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from elara.admission.entry import Entrance
from elara.admission.valkey import ValkeyTurnstile
from elara.identity.firestore import FirestoreKeys
from elara.identity.keys import Gatekeeper
from elara.runtime.clients import firestore, tasks, valkey
from elara.runtime.door import api_key, client_ip, door
from elara.runtime.logs import bind
from elara.runtime.reply import reply
from elara.runtime.settings import settings
from elara.scans.firestore import FirestoreScans
from elara.scans.rerun import rerun
from elara.scans.tasks import Place, TaskQueue


@cache
def _entrance() -> Entrance:
    return Entrance(Gatekeeper(FirestoreKeys(firestore())), ValkeyTurnstile(valkey()))


@door
async def rerun_scan(request: Request, scan_id: str) -> Response:
    caller, admission = await _entrance().enter(
        api_key(request), request.state.permission, client_ip(request)
    )
    bind(scan_id=scan_id)
    store = FirestoreScans(firestore())
    shown = await rerun(store, TaskQueue(tasks(), Place.of(settings())), caller, scan_id)
    headers = {"Location": f"/api/v2/scans/{scan_id}", "Retry-After": "1", **admission.headers()}
    return reply(shown, 202, headers)
