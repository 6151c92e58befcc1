"""A bare function that makes the RPCs of `submit_scan` and nothing else: the yardstick.

One Valkey command, one Firestore commit of one document, one named Cloud Tasks task; no parsing, no
validation, no identity, no gateway in front.
"""

import json
import uuid
from datetime import UTC, datetime
from functools import cache

import functions_framework.aio
from google.cloud.tasks_v2 import HttpMethod, HttpRequest, Task
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from elara.runtime.clients import firestore, tasks, valkey
from elara.runtime.settings import settings


@cache
def _queue() -> str:
    return f"projects/{settings().project}/locations/{settings().region}/queues/bare"


@functions_framework.aio.http
async def bare(request: Request) -> Response:
    url = json.loads(await request.body())["url"]
    name = uuid.uuid4().hex
    await valkey().incr("bare")
    document = {"url": url, "org_id": "o", "status": "queued", "created_at": datetime.now(UTC)}
    batch = firestore().batch()
    batch.create(firestore().collection("bare").document(name), document)
    await batch.commit(timeout=5.0)
    target = HttpRequest(http_method=HttpMethod.POST, url="http://127.0.0.1:1/", body=b"{}")
    task = Task(name=f"{_queue()}/tasks/{name}", http_request=target)
    await tasks().create_task(parent=_queue(), task=task, timeout=5.0)
    return JSONResponse({"id": name}, status_code=202)
