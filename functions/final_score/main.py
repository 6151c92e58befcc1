"""Stage 7: ledger and verdict, written once, then announced."""

from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from elara.admission.valkey import ValkeyTurnstile
from elara.events.pubsub import PubsubPublisher
from elara.runtime.clients import firestore, publisher, valkey
from elara.runtime.door import body, door
from elara.runtime.logs import bind
from elara.runtime.reply import reply
from elara.runtime.settings import settings
from elara.scans.complete import Completion
from elara.scans.firestore import FirestoreScans
from elara.scans.model import ScanSummary, StageCall
from elara.scans.valkey import ValkeyProgress
from elara.scans.view import summary


@cache
def _completion() -> Completion:
    return Completion(
        store=FirestoreScans(firestore()),
        progress=ValkeyProgress(valkey()),
        turnstile=ValkeyTurnstile(valkey()),
        publisher=PubsubPublisher(publisher(), settings().project),
    )


@door
async def final_score(request: Request) -> Response:
    call = await body(request, StageCall)
    bind(scan_id=call.scan_id)
    scan = await _completion().complete(call.scan_id, call.outages)
    ended: ScanSummary = summary(scan)
    bind(status=ended.status, level=ended.level, score=ended.score)
    return reply(ended)
