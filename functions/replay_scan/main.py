"""POST /api/v2/scans/{scan_id}/replay: judges a stored scan again."""

from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from elara.admission.entry import Entrance
from elara.admission.valkey import ValkeyTurnstile
from elara.bundles.storage import StorageBundles
from elara.events.pubsub import PubsubPublisher
from elara.identity.firestore import FirestoreKeys
from elara.identity.keys import Gatekeeper
from elara.runtime.clients import firestore, kms, publisher, storage, valkey
from elara.runtime.door import api_key, body, client_ip, door
from elara.runtime.logs import bind
from elara.runtime.reply import reply
from elara.runtime.settings import settings
from elara.scans.announce import Announcer
from elara.scans.firestore import FirestoreScans
from elara.scans.replaying import NewReplay, Replays
from elara.scans.revise import Reviser
from elara.scans.valkey import ValkeyProgress
from elara.signing.setup import signer


@cache
def _entrance() -> Entrance:
    return Entrance(Gatekeeper(FirestoreKeys(firestore())), ValkeyTurnstile(valkey()))


@cache
def _replays() -> Replays:
    here = settings()
    store = FirestoreScans(firestore())
    news = PubsubPublisher(publisher(), here.project)
    return Replays(
        reviser=Reviser(store, StorageBundles(storage(), here.project), signer(here, kms)),
        announcer=Announcer(store, ValkeyProgress(valkey()), _entrance().turnstile, news),
    )


@door
async def replay_scan(request: Request, scan_id: str) -> Response:
    caller, admission = await _entrance().enter(
        api_key(request), request.state.permission, client_ip(request)
    )
    bind(scan_id=scan_id)
    new = await body(request, NewReplay)
    shown = await _replays().replay(caller, scan_id, new)
    bind(equal=shown.replay.equal, kept_as=shown.kept_as)
    return reply(shown, headers=admission.headers())
