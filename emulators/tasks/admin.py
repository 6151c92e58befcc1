"""What the product has no call for: the dead letters, and how much has been going on."""

import base64
from dataclasses import asdict
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from emulators.tasks.api import CloudTasks
from emulators.tasks.model import DeadLetter


def admin(service: CloudTasks) -> Starlette:
    """`GET /stats`, `GET /dead-letters`, `POST /dead-letters/{task name}/replay`."""

    async def stats(_: Request) -> JSONResponse:
        queues = {
            name: asdict(queue.counts) | {"waiting": len(queue.tasks())}
            for name, queue in service.queues.items()
        }
        return JSONResponse({"rpcs": dict(service.calls), "queues": queues})

    async def dead_letters(_: Request) -> JSONResponse:
        letters = [letter for queue in service.queues.values() for letter in queue.dead.values()]
        return JSONResponse({"dead_letters": [_shown(letter) for letter in letters]})

    async def replay(request: Request) -> JSONResponse:
        name = request.path_params["name"]
        queue = service.queues.get(name.partition("/tasks/")[0])
        task = queue.replay(name) if queue else None
        if task is None:
            return JSONResponse({"error": f"no dead letter is called {name}"}, status_code=404)
        return JSONResponse({"name": task.name}, status_code=202)

    return Starlette(
        routes=[
            Route("/stats", stats),
            Route("/dead-letters", dead_letters),
            Route("/dead-letters/{name:path}/replay", replay, methods=["POST"]),
        ]
    )


def _shown(letter: DeadLetter) -> dict[str, Any]:
    task = letter.task
    return {
        "name": task.name,
        "url": task.http_request.url,
        "headers": dict(task.http_request.headers),
        "body": base64.b64encode(task.http_request.body).decode(),
        "attempts": task.dispatch_count,
        "status": letter.outcome.status,
        "reason": letter.outcome.reason,
        "created_at": task.create_time.timestamp(),
        "failed_at": letter.failed_at,
    }
