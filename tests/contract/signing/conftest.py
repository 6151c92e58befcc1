"""A fake Cloud KMS on a free port, and the real client of it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import uvicorn
from google.cloud.kms_v1 import KeyManagementServiceClient

from elara.runtime import clients
from elara.runtime.settings import Settings
from elara.signing.kms import KmsSigner
from emulators.kms import Kms, app

KEY = "projects/p/locations/europe-west1/keyRings/elara/cryptoKeys/verdicts"


@dataclass(frozen=True)
class Cloud:
    """The fake behind its address, and a client as a room makes it."""

    kms: Kms
    address: str
    client: KeyManagementServiceClient

    def signer(self, version: str = "", deadline: float = 5.0) -> KmsSigner:
        return KmsSigner(self.client, version or self.kms.create(KEY).name, deadline)


@pytest.fixture
async def cloud(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Cloud]:
    kms = Kms()
    config = uvicorn.Config(
        app(kms), log_level="warning", lifespan="off", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{listener.getsockname()[1]}"
        monkeypatch.setattr(clients, "settings", lambda: Settings(kms=address))
        serving = asyncio.create_task(server.serve([listener]))
        while not server.started:
            await asyncio.sleep(0.005)
        client = clients.kms.__wrapped__()
        yield Cloud(kms, address, client)
        client.transport.close()
        server.should_exit = True
        server.force_exit = True
        await serving
