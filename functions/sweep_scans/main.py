"""Every minute: looks after scans that stopped moving."""

from functools import cache

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from elara.archive.storage import StorageArchive
from elara.events.pubsub import PubsubPublisher
from elara.runtime.clients import firestore, publisher, storage, tasks, valkey
from elara.runtime.door import door
from elara.runtime.settings import settings
from elara.scans.bury import Undertaker
from elara.scans.firestore import FirestoreScans
from elara.scans.rerun import sweep
from elara.scans.tasks import Place, TaskQueue
from elara.scans.valkey import ValkeyProgress


@cache
def _undertaker() -> Undertaker:
    project = settings().project
    return Undertaker(
        store=FirestoreScans(firestore()),
        archive=StorageArchive(storage(), project),
        publisher=PubsubPublisher(publisher(), project),
        progress=ValkeyProgress(valkey()),
    )


@door
async def sweep_scans(request: Request) -> Response:
    here = settings()
    place = Place(here.project, here.region, here.workflows, here.tasks_account)
    queue = TaskQueue(tasks(), place)
    return JSONResponse(await sweep(_undertaker().store, queue, _undertaker()))
