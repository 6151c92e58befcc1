"""All functions in one process, each at `/<name>` as if it were alone on a host of its own.

`GET /_ready` names them, `GET /_stats` counts the calls they made. A request that takes longer
than the manifest's timeout is ended with 504, as the platform would.
"""

import argparse
import asyncio
import importlib.util
import sys
from pathlib import Path
from typing import Any

import uvicorn
from functions_framework.aio import create_asgi_app_from_module
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from elara.manifests.load import load_all
from emulators import meter
from emulators.ports import HOST

KEEP_ALIVE = 75
"""Seconds; longer than any of our clients keeps an idle connection, so none is cut in use."""


class Room:
    """One function: rebases the path, and ends what takes too long."""

    def __init__(self, name: str, app: ASGIApp, timeout: float) -> None:
        self._prefix = f"/{name}"
        self._app = app
        self._timeout = timeout

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            async with asyncio.timeout(self._timeout):
                await self._app(self._rebased(scope), receive, watched)
        except TimeoutError:
            if started:
                raise
            await PlainTextResponse("upstream request timeout", 504)(scope, receive, send)

    def _rebased(self, scope: Scope) -> Scope:
        """What a function behind the gateway sees: the path alone, not where it is mounted."""
        path = scope["path"].removeprefix(self._prefix) or "/"
        raw = scope["raw_path"].removeprefix(self._prefix.encode()) or b"/"
        return {**scope, "path": path, "raw_path": raw, "root_path": ""}


class Host:
    """Dispatches by the first part of the path."""

    def __init__(self, rooms: dict[str, Room]) -> None:
        self._rooms = rooms

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        name = scope["path"].split("/", 2)[1]
        room = self._rooms.get(name)
        await (room or self._own(name))(scope, receive, send)

    def _own(self, name: str) -> ASGIApp:
        match name:
            case "_ready":
                return JSONResponse({"functions": sorted(self._rooms)})
            case "_stats":
                return JSONResponse({"rpcs": meter.counts})
        return PlainTextResponse(f"No function is called {name!r}.", 404)


def host(root: Path) -> Host:
    """Loads every function below `root`. Raises whatever a door raises when it is imported."""
    return Host(
        {
            room.name: Room(room.name, _load(root, room.name), room.timeout)
            for room in load_all(root)
        }
    )


def _load(root: Path, name: str) -> ASGIApp:
    """The function as functions_framework serves it.

    Its own loader calls every module `main`; here each keeps a name of its own.
    """
    source = (root / name / "main.py").resolve()
    spec = importlib.util.spec_from_file_location(f"functions.{name}.main", source)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(source)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    app: Any = create_asgi_app_from_module(name, str(source), "http", module, spec)
    return app  # type: ignore[no-any-return]


def main() -> None:
    """Serves until the process is asked to end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--functions", type=Path, required=True, help="folder of function folders")
    options = parser.parse_args()
    meter.install()
    uvicorn.run(
        host(options.functions),
        host=HOST,
        port=options.port,
        log_level="warning",
        lifespan="off",
        timeout_keep_alive=KEEP_ALIVE,
        proxy_headers=False,
    )


if __name__ == "__main__":
    main()
