"""Stage 5: the page itself. The only room that touches hostile hosts; it holds no secrets."""

from functools import cache, partial

from starlette.requests import Request
from starlette.responses import Response

from elara.content.collect import collect
from elara.content.fetch import Fetcher
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
def _fetcher() -> Fetcher:
    here = settings()
    return Fetcher.at(StubResolver.at(here.resolvers), here.internet, here.ca_file)


@door
async def content_scan(request: Request) -> Response:
    call = await body(request, StageCall)
    bind(scan_id=call.scan_id)
    stages = Stages(FirestoreScans(firestore()), ValkeyProgress(valkey()))
    fetching = partial(collect, fetcher=_fetcher())
    record = await stages.run(Stage.CONTENT_SCAN, call.scan_id, fetching)
    return reply(StageSummary.of(record))
