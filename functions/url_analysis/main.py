"""Stage 1: what the URL itself says."""

from starlette.requests import Request
from starlette.responses import Response

from elara.lexical.collect import collect
from elara.runtime.clients import firestore, valkey
from elara.runtime.door import body, door
from elara.runtime.logs import bind
from elara.runtime.reply import reply
from elara.scans.firestore import FirestoreScans
from elara.scans.model import StageCall, StageSummary
from elara.scans.stage import Stages
from elara.scans.valkey import ValkeyProgress
from elara.scoring.model import Stage


@door
async def url_analysis(request: Request) -> Response:
    call = await body(request, StageCall)
    bind(scan_id=call.scan_id)
    stages = Stages(FirestoreScans(firestore()), ValkeyProgress(valkey()))
    record = await stages.run(Stage.URL_ANALYSIS, call.scan_id, collect)
    return reply(StageSummary.of(record))
