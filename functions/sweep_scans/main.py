"""Every minute: looks after scans that stopped moving."""

from functools import cache

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from elara.admission.valkey import ValkeyTurnstile
from elara.archive.storage import StorageArchive
from elara.events.pubsub import PubsubPublisher
from elara.runtime.clients import firestore, publisher, storage, tasks, valkey
from elara.runtime.door import door
from elara.runtime.logs import bind
from elara.runtime.settings import settings
from elara.scans.announce import Announcer
from elara.scans.bury import Undertaker
from elara.scans.firestore import FirestoreScans
from elara.scans.rerun import Sweeper
from elara.scans.tasks import Place, TaskQueue
from elara.scans.valkey import ValkeyProgress


@cache
def _sweeper() -> Sweeper:
    here = settings()
    announcer = Announcer(
        store=FirestoreScans(firestore()),
        progress=ValkeyProgress(valkey()),
        turnstile=ValkeyTurnstile(valkey()),
        publisher=PubsubPublisher(publisher(), here.project),
    )
    return Sweeper(
        queue=TaskQueue(tasks(), Place.of(here)),
        undertaker=Undertaker(StorageArchive(storage(), here.project), announcer),
        announcer=announcer,
    )


@door
async def sweep_scans(request: Request) -> Response:
    mended = await _sweeper().sweep()
    bind(mended=mended)
    return JSONResponse(mended)
