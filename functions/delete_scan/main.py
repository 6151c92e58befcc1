"""DELETE /api/v2/scans/{scan_id}: removes a scan and all its evidence."""

from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from elara.admission.entry import Entrance
from elara.admission.valkey import ValkeyTurnstile
from elara.bundles.storage import StorageBundles
from elara.identity.firestore import FirestoreKeys
from elara.identity.keys import Gatekeeper
from elara.runtime.clients import firestore, storage, valkey
from elara.runtime.door import api_key, client_ip, door
from elara.runtime.logs import bind
from elara.runtime.settings import settings
from elara.scans.firestore import FirestoreScans
from elara.scans.read import delete


@cache
def _entrance() -> Entrance:
    return Entrance(Gatekeeper(FirestoreKeys(firestore())), ValkeyTurnstile(valkey()))


@door
async def delete_scan(request: Request, scan_id: str) -> Response:
    caller, admission = await _entrance().enter(
        api_key(request), request.state.permission, client_ip(request)
    )
    bind(scan_id=scan_id)
    bundles = StorageBundles(storage(), settings().project)
    await delete(FirestoreScans(firestore()), bundles, _entrance().turnstile, caller, scan_id)
    return Response(status_code=204, headers=admission.headers())
