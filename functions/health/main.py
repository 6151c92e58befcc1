"""GET /health: whether the parts a scan needs answer."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from elara.health import firestore as documents
from elara.health import valkey as cache
from elara.health.check import check
from elara.runtime.clients import firestore, valkey
from elara.runtime.door import door
from elara.runtime.reply import reply


@door
async def health(request: Request) -> Response:
    report = await check(
        needed={"firestore": partial(documents.answers, firestore())},
        helpful={"valkey": partial(cache.answers, valkey())},
    )
    return reply(report, 200 if report.ok else 503)
