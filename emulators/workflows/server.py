"""The Workflows Executions REST API, version 1.

https://cloud.google.com/workflows/docs/reference/executions/rest
"""

import json
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from emulators.workflows.model import Execution, State
from emulators.workflows.runner import Runner
from emulators.workflows.store import ExecutionStore

PREFIX = "/v1/projects/{project}/locations/{location}/workflows/{workflow}/executions"
MAX_ARGUMENT = 512 * 1024
"""Bytes of an argument, as in the product."""


class Executions:
    """The calls on executions of the workflows in one folder."""

    def __init__(
        self,
        store: ExecutionStore,
        runner: Runner,
        folder: Path,
        new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
    ) -> None:
        self._store = store
        self._runner = runner
        self._folder = folder
        self._new_id = new_id

    async def create(self, request: Request) -> JSONResponse:
        if not (self._folder / f"{request.path_params['workflow']}.yaml").is_file():
            return _refusal(404, "NOT_FOUND", f"Workflow {_parent(request)} does not exist.")
        try:
            argument = _argument(await request.body())
        except ValueError as error:
            return _refusal(400, "INVALID_ARGUMENT", str(error))
        name = f"{_parent(request)}/executions/{self._new_id()}"
        return JSONResponse(self._runner.begin(name, argument).shown())

    async def get(self, request: Request) -> JSONResponse:
        found = self._found(request)
        return _unknown(request) if found is None else JSONResponse(found.shown())

    async def list(self, request: Request) -> JSONResponse:
        size = min(int(request.query_params.get("pageSize") or 10), 100)
        page = self._store.of(_parent(request), size + 1, request.query_params.get("pageToken", ""))
        shown = {"executions": [execution.shown() for execution in page[:size]]}
        more = {"nextPageToken": page[size - 1].name} if len(page) > size else {}
        return JSONResponse(shown | more)

    async def cancel(self, request: Request) -> JSONResponse:
        found = self._found(request)
        if found is None:
            return _unknown(request)
        if found.state is not State.ACTIVE:
            return _refusal(400, "FAILED_PRECONDITION", f"Execution is {found.state}.")
        return JSONResponse((await self._runner.cancel(found)).shown())

    async def stats(self, _: Request) -> JSONResponse:
        return JSONResponse({"executions": self._store.counts(), "steps": self._store.steps()})

    def _found(self, request: Request) -> Execution | None:
        return self._store.get(f"{_parent(request)}/executions/{request.path_params['execution']}")


def application(calls: Executions, runner: Runner) -> Starlette:
    """The API; unfinished executions are resumed as it starts."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        runner.start()
        yield
        await runner.close()

    return Starlette(
        lifespan=lifespan,
        routes=[
            Route(PREFIX, calls.create, methods=["POST"]),
            Route(PREFIX, calls.list),
            Route(f"{PREFIX}/{{execution}}:cancel", calls.cancel, methods=["POST"]),
            Route(f"{PREFIX}/{{execution}}", calls.get),
            Route("/stats", calls.stats),
        ],
    )


def _parent(request: Request) -> str:
    at = request.path_params
    return f"projects/{at['project']}/locations/{at['location']}/workflows/{at['workflow']}"


def _argument(body: bytes) -> str:
    """The argument in a request, a JSON text. Raises ValueError."""
    given = json.loads(body or b"{}")
    argument = given.get("argument", "null") if isinstance(given, dict) else None
    if not isinstance(argument, str):
        raise ValueError("argument must be a string.")  # noqa: TRY004 - the caller sent it
    if len(argument) > MAX_ARGUMENT:
        raise ValueError(f"argument may have {MAX_ARGUMENT} bytes.")
    json.loads(argument)
    return argument


def _unknown(request: Request) -> JSONResponse:
    return _refusal(404, "NOT_FOUND", f"{request.url.path} does not exist.")


def _refusal(code: int, status: str, message: str) -> JSONResponse:
    return JSONResponse(
        {"error": {"code": code, "message": message, "status": status}}, status_code=code
    )
