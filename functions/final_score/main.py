"""Stage 7: ledger and verdict, signed and written once, then announced."""

from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from elara.admission.valkey import ValkeyTurnstile
from elara.bundles.storage import StorageBundles
from elara.events.pubsub import PubsubPublisher
from elara.rules.ruleset import current
from elara.runtime.clients import firestore, kms, publisher, storage, valkey
from elara.runtime.door import body, door
from elara.runtime.logs import bind
from elara.runtime.reply import reply
from elara.runtime.settings import settings
from elara.scans.announce import Announcer
from elara.scans.complete import Completion
from elara.scans.firestore import FirestoreScans
from elara.scans.model import ScanSummary, StageCall
from elara.scans.revise import Reviser
from elara.scans.valkey import ValkeyProgress
from elara.scans.view import summary
from elara.signing.setup import signer


@cache
def _completion() -> Completion:
    here = settings()
    store = FirestoreScans(firestore())
    news = PubsubPublisher(publisher(), here.project)
    return Completion(
        reviser=Reviser(store, StorageBundles(storage(), here.project), signer(here, kms)),
        announcer=Announcer(store, ValkeyProgress(valkey()), ValkeyTurnstile(valkey()), news),
        ruleset=current(),
    )


@door
async def final_score(request: Request) -> Response:
    call = await body(request, StageCall)
    bind(scan_id=call.scan_id)
    scan = await _completion().complete(call.scan_id, call.outages)
    ended: ScanSummary = summary(scan)
    bind(status=ended.status, level=ended.level, score=ended.score)
    return reply(ended)
