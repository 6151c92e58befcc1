"""A target that records what it was sent, and the Cloud Tasks emulator with its own client."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic

import grpc.aio
import httpx
import pytest
import uvicorn
from google.cloud.tasks_v2 import CloudTasksAsyncClient
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcAsyncIOTransport
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from emulators.tasks.admin import admin
from emulators.tasks.api import CloudTasks
from emulators.tasks.delivery import HttpDelivery

METHODS = ["GET", "POST", "PUT", "DELETE"]


@dataclass(frozen=True)
class Received:
    """One request that reached the target; `at` is on the monotonic clock."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float


@dataclass
class Target:
    """Answers as `answer` says (200 with an empty object at first) after `delay` seconds."""

    url: str = ""
    answer: Callable[[Received], Response] = lambda _: JSONResponse({})
    delay: float = 0.0
    received: list[Received] = field(default_factory=list)
    busy: int = 0
    most_busy: int = 0
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    """Ends all delays."""

    async def handle(self, request: Request) -> Response:
        seen = Received(
            request.method,
            request.url.path,
            dict(request.headers),
            await request.body(),
            monotonic(),
        )
        self.received.append(seen)
        self.busy += 1
        self.most_busy = max(self.most_busy, self.busy)
        with suppress(TimeoutError):
            await asyncio.wait_for(self.closing.wait(), self.delay)
        self.busy -= 1
        return self.answer(seen)

    async def got(self, count: int, within: float = 5.0) -> list[Received]:
        """Waits until `count` requests have come."""
        async with asyncio.timeout(within):
            while len(self.received) < count:
                await asyncio.sleep(0.005)
        return self.received


@asynccontextmanager
async def serving(app: ASGIApp) -> AsyncIterator[str]:
    """Serves `app` on a free port of this machine; yields its base URL."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started:
            await asyncio.sleep(0.005)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await running
        listener.close()


@pytest.fixture
async def target() -> AsyncIterator[Target]:
    recorder = Target()
    app = Starlette(routes=[Route("/{path:path}", recorder.handle, methods=METHODS)])
    async with serving(app) as url:
        recorder.url = url
        yield recorder
        recorder.closing.set()


@dataclass(frozen=True)
class Tasks:
    """The emulator: its service, the official client of it, and its admin."""

    client: CloudTasksAsyncClient
    admin: httpx.AsyncClient


@pytest.fixture
async def tasks() -> AsyncIterator[Tasks]:
    deliver = HttpDelivery()
    service = CloudTasks(deliver)
    server = grpc.aio.server()
    server.add_generic_rpc_handlers((service.handler(),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    channel = grpc.aio.insecure_channel(f"127.0.0.1:{port}")
    client = CloudTasksAsyncClient(transport=CloudTasksGrpcAsyncIOTransport(channel=channel))
    inside = httpx.ASGITransport(admin(service))
    async with httpx.AsyncClient(transport=inside, base_url="http://admin") as administrator:
        yield Tasks(client, administrator)
    await channel.close()
    await server.stop(grace=0)
    await service.close()
    await deliver.close()
