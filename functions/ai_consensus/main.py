"""Stage 4: a panel of judges votes over the evidence of the other stages."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from elara.judges.panel import collect
from elara.judges.weigher import Weigher
from elara.runtime.clients import firestore, valkey
from elara.runtime.door import body, door
from elara.runtime.logs import bind
from elara.runtime.reply import reply
from elara.scans.firestore import FirestoreScans
from elara.scans.model import StageCall, StageSummary
from elara.scans.stage import Stages
from elara.scans.valkey import ValkeyProgress
from elara.scoring.model import Stage

READS = (
    Stage.URL_ANALYSIS,
    Stage.TI_LOOKUP,
    Stage.DNS_ANALYSIS,
    Stage.CONTENT_SCAN,
    Stage.REPUTATION,
)


@door
async def ai_consensus(request: Request) -> Response:
    call = await body(request, StageCall)
    bind(scan_id=call.scan_id)
    stages = Stages(FirestoreScans(firestore()), ValkeyProgress(valkey()))
    panel = partial(collect, judges=(Weigher(),))
    record = await stages.run(Stage.AI_CONSENSUS, call.scan_id, panel, reads=READS)
    return reply(StageSummary.of(record))
