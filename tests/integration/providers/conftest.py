"""The fake providers on a free port of this machine, and a client to ask them with."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import uvicorn

from elara.runtime.settings import Settings
from emulators.providers.server import app
from emulators.providers.world import ProviderWorld


@dataclass(frozen=True)
class Fakes:
    """The running fakes: their world, their address, and their control endpoints."""

    world: ProviderWorld
    address: str
    http: httpx.AsyncClient

    @property
    def settings(self) -> Settings:
        template = f"{self.address}/{{name}}"
        keys = {"urlhaus": "emulated-urlhaus-key"}
        return Settings(world="emulated", providers=template, keys=keys)

    async def fault(self, name: str, **fault: Any) -> None:
        reply = await self.http.put(f"{self.address}/_faults/{name}", json=fault)
        reply.raise_for_status()

    async def asked(self, name: str) -> tuple[int, dict[str, Any]]:
        """How many requests the provider has had, and the last of them."""
        seen = (await self.http.get(f"{self.address}/_requests/{name}")).json()
        return seen["count"], seen["last"] or {}


class _Keeping(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.kept: list[Any] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(record)


@pytest.fixture
def warned() -> Iterator[list[Any]]:
    """Our own warnings, also after a door has taken the logs for itself."""
    logger, keeping = logging.getLogger("elara"), _Keeping()
    logger.addHandler(keeping)
    yield keeping.kept
    logger.removeHandler(keeping)


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


@pytest.fixture
async def fakes(http: httpx.AsyncClient) -> AsyncIterator[Fakes]:
    world = ProviderWorld()
    server = uvicorn.Server(
        uvicorn.Config(app(world), log_level="warning", lifespan="off", timeout_graceful_shutdown=1)
    )
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        serving = asyncio.create_task(server.serve([listener]))
        while not server.started:
            await asyncio.sleep(0.005)
        yield Fakes(world, f"http://127.0.0.1:{listener.getsockname()[1]}", http)
        server.should_exit = True
        await serving
