"""Whole worlds: what is in them, what a crash does to them, and that nothing stays behind."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import grpc.aio
import httpx
import psutil
import pytest
import valkey.asyncio
from google.api_core import exceptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import storage
from google.cloud.tasks_v2 import CloudTasksAsyncClient
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcAsyncIOTransport
from google.pubsub_v1 import PubsubMessage
from google.pubsub_v1.services.publisher import PublisherAsyncClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcAsyncIOTransport
from google.pubsub_v1.services.subscriber import SubscriberAsyncClient
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcAsyncIOTransport

from emulators.ports import ROOT, free_base
from emulators.world import Failed, World

DOOR = """
import functions_framework.aio
from pathlib import Path
from starlette.responses import Response

@functions_framework.aio.http
async def on_news(request):
    body = await request.body()
    with Path({seen!r}).open("ab") as seen:
        seen.write(body.replace(b"\\n", b"") + b"\\n")
    return Response(status_code=500 if b"cG9pc29u" in body else 204)
"""
MANIFEST = "summary: A room\nkind: push\ntopic: the-news\negress: none\nimport_ms: 500\n"
POISON = b"poison"


@pytest.fixture
def functions(tmp_path: Path) -> Path:
    """One function that gets what is pushed to the topic `the-news`, and fails on poison."""
    room = tmp_path / "functions/on_news"
    room.mkdir(parents=True)
    (room / "main.py").write_text(DOOR.format(seen=str(tmp_path / "seen")))
    (room / "function.yaml").write_text(MANIFEST)
    return room.parent


@pytest.fixture
async def world(functions: Path) -> AsyncIterator[World]:
    without = ("auth", "providers", "internet", "scheduler")
    async with World(functions=functions, without=without) as world:
        yield world


async def test_a_seeded_world_has_what_the_functions_expect(world: World, tmp_path: Path) -> None:
    layout = world.layout
    assert world.api_key.startswith("elk_")
    await _queue_is_there(layout.address(layout.ports.tasks), layout.queue)
    await asyncio.to_thread(_buckets_are_there, layout.url(layout.ports.storage), layout.project)
    await _rules_refuse_strangers(layout.url(layout.ports.firestore), layout.project)
    await _messages_arrive(layout.address(layout.ports.pubsub), layout.project, tmp_path / "seen")
    async with httpx.AsyncClient(base_url=layout.gateway) as client:
        assert (await client.post("/on_news")).status_code == 404


async def _queue_is_there(address: str, name: str) -> None:
    async with grpc.aio.insecure_channel(address) as channel:
        transport = CloudTasksGrpcAsyncIOTransport(channel=channel)
        queue = await CloudTasksAsyncClient(transport=transport).get_queue(name=name)
    assert queue.retry_config.max_attempts == 3
    assert queue.retry_config.min_backoff.total_seconds() == 1
    assert queue.rate_limits.max_concurrent_dispatches == 50


def _buckets_are_there(url: str, project: str) -> None:
    options = {"api_endpoint": url}
    client = storage.Client(project, credentials=AnonymousCredentials(), client_options=options)
    found = {bucket.name for bucket in client.list_buckets()}
    assert found == {f"{project}-dead-letters", f"{project}-artefacts"}
    client.close()


async def _rules_refuse_strangers(url: str, project: str) -> None:
    document = f"/v1/projects/{project}/databases/(default)/documents/api_keys/x"
    async with httpx.AsyncClient(base_url=url) as client:
        stranger = await client.get(document)
        owner = await client.get(document, headers={"Authorization": "Bearer owner"})
    assert (stranger.status_code, owner.status_code) == (403, 404)


async def _messages_arrive(address: str, project: str, seen: Path) -> None:
    """A pushed message reaches its function; one that it cannot take ends up undelivered."""
    async with grpc.aio.insecure_channel(address) as channel:
        publisher = PublisherAsyncClient(transport=PublisherGrpcAsyncIOTransport(channel=channel))
        messages = [PubsubMessage(data=data) for data in (b"good", POISON)]
        await publisher.publish(topic=f"projects/{project}/topics/the-news", messages=messages)
        transport = SubscriberGrpcAsyncIOTransport(channel=channel)
        subscriber = SubscriberAsyncClient(transport=transport)
        subscription = f"projects/{project}/subscriptions/the-news-undelivered"
        undelivered = await _pull(subscriber, subscription)
    assert undelivered == POISON
    lines = (await asyncio.to_thread(seen.read_text)).splitlines()
    pushed = [json.loads(line)["message"]["data"] for line in lines]
    assert pushed.count("Z29vZA==") == 1
    assert pushed.count("cG9pc29u") == 5


async def _pull(subscriber: SubscriberAsyncClient, subscription: str) -> bytes:
    async with asyncio.timeout(60):
        while True:
            try:
                answer = await subscriber.pull(
                    subscription=subscription, max_messages=1, timeout=2, retry=None
                )
            except exceptions.DeadlineExceeded:
                continue
            if answer.received_messages:
                return bytes(answer.received_messages[0].message.data)


async def test_a_component_can_crash_and_come_back() -> None:
    async with World(only=("valkey", "tasks")) as world:
        client = valkey.asyncio.Valkey(port=world.layout.ports.valkey)
        await client.set("a", "1")
        await world.kill("valkey")
        assert world.casualties() == ["valkey"]
        with pytest.raises(valkey.ConnectionError):
            await client.get("a")
        await world.restart("valkey")
        assert await client.get("a") is None
        assert world.casualties() == []
        await client.aclose()


async def test_the_auth_emulator_keeps_accounts_and_checks_what_it_is_sent() -> None:
    async with World(only=("auth",)) as world:
        api = f"{world.layout.url(world.layout.ports.auth)}/identitytoolkit.googleapis.com/v1"
        account = {"email": "ada@elara.example", "password": "correct horse"}
        async with httpx.AsyncClient(params={"key": "any"}, timeout=20) as client:
            made = (await client.post(f"{api}/accounts:signUp", json=account)).json()
            token = {"idToken": made["idToken"]}
            found = (await client.post(f"{api}/accounts:lookup", json=token)).json()
            wrong = await client.post(f"{api}/accounts:signUp", json={"email": ["not", "text"]})
    assert [user["email"] for user in found["users"]] == [account["email"]]
    assert (wrong.status_code, wrong.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


async def test_nothing_is_left_when_a_world_has_stopped() -> None:
    others = _family(os.getpid())
    async with World(only=("valkey", "tasks", "workflows", "storage")):
        family = [process for process in _family(os.getpid()) if process not in others]
        assert len(family) >= 7
    assert not await _alive(family)


async def test_two_worlds_run_side_by_side() -> None:
    async with World(only=("valkey",)) as one, World(only=("valkey",)) as other:
        assert one.layout.project != other.layout.project
        clients = [
            valkey.asyncio.Valkey(port=each.layout.ports.valkey, decode_responses=True)
            for each in (one, other)
        ]
        for number, client in enumerate(clients):
            await client.set("who", number)
        assert [await client.get("who") for client in clients] == ["0", "1"]
        for client in clients:
            await client.aclose()


async def test_a_component_that_fails_says_why_and_takes_the_others_along(functions: Path) -> None:
    (functions / "on_news/main.py").write_text("raise RuntimeError('no such luck')\n")
    world = World(functions=functions, only=("valkey", "functions"))
    before = _family(os.getpid())
    with pytest.raises(Failed, match="no such luck"):
        await world.start()
    assert _family(os.getpid()) == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
async def test_no_process_outlives_the_launcher(number: signal.Signals) -> None:
    base = free_base()
    leave_out = ("auth", "firestore", "pubsub", "seed", "functions", "gateway", "scheduler")
    command = (sys.executable, "-m", "emulators.world", "up", "--base", str(base))
    launcher = subprocess.Popen(  # noqa: ASYNC220 - it must outlast no event loop
        (*command, "--without", *leave_out), cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert launcher.stdout
    printed = [await asyncio.to_thread(launcher.stdout.readline)]
    while "Ctrl-C" not in printed[-1]:
        assert printed[-1], "the launcher ended early"
        printed.append(await asyncio.to_thread(launcher.stdout.readline))
    family = _family(launcher.pid)
    assert len(family) >= 6
    launcher.send_signal(number)
    code = await asyncio.to_thread(launcher.wait, 20)
    launcher.stdout.close()
    assert code == (-signal.SIGKILL if number == signal.SIGKILL else 0)
    assert not await _alive(family)


async def _alive(family: list[psutil.Process]) -> list[psutil.Process]:
    """Those that are still there after a while."""
    _, alive = await asyncio.to_thread(psutil.wait_procs, family, 10)
    return list(alive)


def _family(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)
