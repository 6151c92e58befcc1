"""GET /api/v2/scans: the organisation's scans, newest first."""

from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from elara.admission.entry import Entrance
from elara.admission.valkey import ValkeyTurnstile
from elara.identity.firestore import FirestoreKeys
from elara.identity.keys import Gatekeeper
from elara.runtime.clients import firestore, valkey
from elara.runtime.door import api_key, client_ip, door, integer
from elara.runtime.reply import reply
from elara.scans.firestore import FirestoreScans
from elara.scans.read import page


@cache
def _entrance() -> Entrance:
    return Entrance(Gatekeeper(FirestoreKeys(firestore())), ValkeyTurnstile(valkey()))


@door
async def list_scans(request: Request) -> Response:
    caller, admission = await _entrance().enter(
        api_key(request), request.state.permission, client_ip(request)
    )
    limit = integer(request, "limit", 20, 1, 100)
    cursor = request.query_params.get("cursor")
    found = await page(FirestoreScans(firestore()), caller, limit, cursor)
    return reply(found, 200, admission.headers())
