"""Every quarter of an hour: fetches the intelligence feeds and merges them into the store."""

from starlette.requests import Request
from starlette.responses import Response

from elara.intel.firestore import FirestoreFeeds
from elara.intel.ingest import ingest_all
from elara.intel.registry import build, feeds_of
from elara.runtime.clients import firestore, http
from elara.runtime.door import door
from elara.runtime.reply import reply
from elara.runtime.settings import settings


@door
async def ti_ingest(request: Request) -> Response:
    store = FirestoreFeeds(firestore())
    sources = build(settings(), http(), store)
    return reply(await ingest_all(http(), store, feeds_of(sources)))
