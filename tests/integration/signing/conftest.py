"""A key set behind an address, as the gateway publishes it."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from elara.signing.jwks import MEDIA_TYPE

Serve = Callable[[bytes], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serves one document at `/jwks.json`, and a redirect to it at `/moved`; returns the origin."""
    stops: list[Callable[[], None]] = []

    def serving(document: bytes) -> str:
        async def answer(_: Request) -> Response:
            return Response(document, media_type=MEDIA_TYPE)

        async def moved(_: Request) -> Response:
            return Response(status_code=302, headers={"Location": "/jwks.json"})

        app = Starlette(routes=[Route("/jwks.json", answer), Route("/moved", moved)])
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
        thread.start()

        def stop() -> None:
            server.should_exit = True
            thread.join()
            listener.close()

        stops.append(stop)
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield serving
    for stop in stops:
        stop()
