"""The emulated world the suite shares, and ways into it."""

import asyncio
import socket
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud.firestore import AsyncClient

from emulators.world import World

OpenClient = Callable[[], AbstractAsyncContextManager[AsyncClient]]


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    """One world for all tests that do not break it."""
    started = World()
    asyncio.run(started.start())
    yield started
    asyncio.run(started.stop())


@pytest.fixture
def firestore_client(world: World, monkeypatch: pytest.MonkeyPatch) -> OpenClient:
    """Opens a client of an empty Firestore: every project is a database of its own."""
    address = world.layout.address(world.layout.ports.firestore)
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", address)

    @asynccontextmanager
    async def opened() -> AsyncIterator[AsyncClient]:
        client = AsyncClient(f"test-{uuid.uuid4().hex[:12]}", credentials=AnonymousCredentials())
        yield client
        await client._firestore_api.transport.close()

    return opened


@pytest.fixture
def valkey_url(world: World) -> str:
    return world.layout.function_env()["ELARA_VALKEY"]


@pytest.fixture
def free_port() -> Callable[[], int]:
    """A port nobody listens on."""

    def found() -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
            return port

    return found
