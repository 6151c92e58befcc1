"""Stage 2: what threat intelligence says about the URL."""

from functools import cache, partial

from starlette.requests import Request
from starlette.responses import Response

from elara.intel.collect import collect
from elara.intel.firestore import FirestoreFeeds
from elara.intel.registry import build
from elara.providers.model import Source
from elara.runtime.clients import firestore, http, valkey
from elara.runtime.door import body, door
from elara.runtime.logs import bind
from elara.runtime.reply import reply
from elara.runtime.settings import settings
from elara.scans.firestore import FirestoreScans
from elara.scans.model import StageCall, StageSummary
from elara.scans.stage import Stages
from elara.scans.valkey import ValkeyProgress
from elara.scoring.model import Stage


@cache
def _sources() -> tuple[Source, ...]:
    return build(settings(), http(), FirestoreFeeds(firestore()))


@door
async def ti_lookup(request: Request) -> Response:
    call = await body(request, StageCall)
    bind(scan_id=call.scan_id)
    stages = Stages(FirestoreScans(firestore()), ValkeyProgress(valkey()))
    asking = partial(collect, sources=_sources())
    record = await stages.run(Stage.TI_LOOKUP, call.scan_id, asking)
    return reply(StageSummary.of(record))
