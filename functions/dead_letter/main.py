"""Receives scans whose workflow failed for good: archives them and marks them failed."""

from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from elara.admission.valkey import ValkeyTurnstile
from elara.archive.storage import StorageArchive
from elara.events.pubsub import PubsubPublisher
from elara.events.push import DeadScan, PushEnvelope
from elara.runtime.clients import firestore, publisher, storage, valkey
from elara.runtime.door import body, door
from elara.runtime.logs import bind
from elara.runtime.settings import settings
from elara.scans.announce import Announcer
from elara.scans.bury import Undertaker
from elara.scans.firestore import FirestoreScans
from elara.scans.valkey import ValkeyProgress


@cache
def _undertaker() -> Undertaker:
    project = settings().project
    announcer = Announcer(
        store=FirestoreScans(firestore()),
        progress=ValkeyProgress(valkey()),
        turnstile=ValkeyTurnstile(valkey()),
        publisher=PubsubPublisher(publisher(), project),
    )
    return Undertaker(StorageArchive(storage(), project), announcer)


@door
async def dead_letter(request: Request) -> Response:
    dead = (await body(request, PushEnvelope)).read(DeadScan)
    bind(scan_id=dead.scan_id)
    await _undertaker().bury(dead.scan_id, dead.reason)
    return Response(status_code=204)
