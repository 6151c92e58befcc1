"""GET /api/v2/scans/{scan_id}/bundle: hands out what replays and proves a verdict."""

from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from elara.admission.entry import Entrance
from elara.admission.valkey import ValkeyTurnstile
from elara.bundles.storage import StorageBundles
from elara.identity.firestore import FirestoreKeys
from elara.identity.keys import Gatekeeper
from elara.runtime.clients import firestore, storage, valkey
from elara.runtime.door import api_key, client_ip, door, integer
from elara.runtime.logs import bind
from elara.runtime.settings import settings
from elara.scans.bundles import stored
from elara.scans.firestore import FirestoreScans

LATEST = 0


@cache
def _entrance() -> Entrance:
    return Entrance(Gatekeeper(FirestoreKeys(firestore())), ValkeyTurnstile(valkey()))


@door
async def get_bundle(request: Request, scan_id: str) -> Response:
    caller, admission = await _entrance().enter(
        api_key(request), request.state.permission, client_ip(request)
    )
    bind(scan_id=scan_id)
    number = integer(request, "revision", LATEST, 1, 1_000_000)
    bundles = StorageBundles(storage(), settings().project)
    found = await stored(FirestoreScans(firestore()), bundles, caller, scan_id, number or None)
    headers = {"Cache-Control": "no-store", "ETag": f'"{found.name}"', **admission.headers()}
    return Response(found.content, media_type="application/json", headers=headers)
