"""Stage 6: how long and how well the domain is known."""

from functools import cache, partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from elara.reputation.collect import collect
from elara.reputation.rank import Ranks, load
from elara.reputation.rdap import LIVE, Rdap
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
def _registry() -> Rdap:
    return Rdap(http(), settings().provider_url("rdap", LIVE))


@cache
def _ranks() -> Ranks:
    given = settings().ranks
    return load(Path(given)) if given else load()


@door
async def reputation(request: Request) -> Response:
    call = await body(request, StageCall)
    bind(scan_id=call.scan_id)
    stages = Stages(FirestoreScans(firestore()), ValkeyProgress(valkey()))
    asking = partial(collect, rdap=_registry(), ranks=_ranks())
    record = await stages.run(Stage.REPUTATION, call.scan_id, asking)
    return reply(StageSummary.of(record))
