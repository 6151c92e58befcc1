"""GET /api/v2/scans/{scan_id}: reads one scan, now or when it has moved."""

from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from elara.admission.entry import Entrance
from elara.admission.valkey import ValkeyTurnstile
from elara.identity.firestore import FirestoreKeys
from elara.identity.keys import Gatekeeper
from elara.runtime.clients import firestore, valkey
from elara.runtime.door import api_key, client_ip, door, integer
from elara.runtime.logs import bind
from elara.runtime.reply import reply
from elara.scans.firestore import FirestoreScans
from elara.scans.read import get, wait
from elara.scans.valkey import ValkeyProgress
from elara.scans.view import etag


@cache
def _entrance() -> Entrance:
    return Entrance(Gatekeeper(FirestoreKeys(firestore())), ValkeyTurnstile(valkey()))


@door
async def get_scan(request: Request, scan_id: str) -> Response:
    caller, admission = await _entrance().enter(
        api_key(request), request.state.permission, client_ip(request)
    )
    bind(scan_id=scan_id)
    seconds = integer(request, "wait", 0, 0, 30)
    known = request.headers.get("if-none-match")
    store = FirestoreScans(firestore())
    if seconds:
        progress = ValkeyProgress(valkey())
        shown = await wait(store, progress, caller, scan_id, seconds, known)
    else:
        shown = await get(store, caller, scan_id)
    headers = {"ETag": etag(shown), **admission.headers()}
    if headers["ETag"] == known:
        return Response(status_code=304, headers=headers)
    if not shown.status.ended:
        headers["Retry-After"] = "1"
    return reply(shown, 200, headers)
