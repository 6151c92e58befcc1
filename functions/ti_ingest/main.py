"""Every quarter of an hour: fetches the intelligence feeds and merges them into the store."""

from starlette.requests import Request
from starlette.responses import Response

from elara.intel.firestore import FirestoreFeeds
from elara.intel.ingest import ingest_openphish
from elara.intel.sources.openphish import LIVE
from elara.runtime.clients import firestore, http
from elara.runtime.door import door
from elara.runtime.logs import bind
from elara.runtime.settings import settings


@door
async def ti_ingest(request: Request) -> Response:
    base = settings().provider_url("openphish", LIVE)
    ingested = await ingest_openphish(http(), FirestoreFeeds(firestore()), base=base)
    bind(outcome=ingested.outcome, count=ingested.count, reason=ingested.reason)
    return Response(status_code=204)
