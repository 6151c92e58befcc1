"""Stage 3: what the domain name system says about the host."""

from functools import cache, partial

from starlette.requests import Request
from starlette.responses import Response

from elara.dns.collect import collect
from elara.dns.resolve import StubResolver
from elara.runtime.clients import firestore, valkey
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
def _resolver() -> StubResolver:
    return StubResolver.at(settings().resolvers)


@door
async def dns_analysis(request: Request) -> Response:
    call = await body(request, StageCall)
    bind(scan_id=call.scan_id)
    stages = Stages(FirestoreScans(firestore()), ValkeyProgress(valkey()))
    asking = partial(collect, resolver=_resolver())
    record = await stages.run(Stage.DNS_ANALYSIS, call.scan_id, asking)
    return reply(StageSummary.of(record))
