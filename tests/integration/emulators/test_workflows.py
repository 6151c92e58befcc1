"""The Cloud Workflows emulator: a real server process, real workers, a recorded target."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from emulators.layout import process_env
from emulators.machine import survey, workflows_python
from emulators.ports import HOST, ROOT, free_base
from emulators.processes import Process
from tests.integration.emulators.conftest import Received, Target

FOLDER = Path(__file__).parent / "workflows"
PARENT = "/v1/projects/demo/locations/here/workflows"
ENDED = {"SUCCEEDED", "FAILED", "CANCELLED"}


@dataclass
class Workflows:
    """A server that can be killed and started again on the same database."""

    command: tuple[str, ...]
    env: dict[str, str]
    log: Path
    client: httpx.AsyncClient
    process: Process | None = None

    async def start(self) -> None:
        self.process = Process(self.command, self.env, ROOT, self.log)
        async with asyncio.timeout(20):
            while not await self._answers():
                await asyncio.sleep(0.02)

    async def crash(self) -> None:
        """Ends the server alone, as a crash does: its workers are not asked."""
        assert self.process
        os.kill(self.process.pid, signal.SIGKILL)
        assert await self.process.wait(5)

    async def begin(self, workflow: str, argument: Any = None) -> str:
        body = {"argument": json.dumps(argument)}
        answer = await self.client.post(f"{PARENT}/{workflow}/executions", json=body)
        assert answer.status_code == 200, answer.text
        assert answer.json()["state"] == "ACTIVE"
        return str(answer.json()["name"])

    async def end(self, name: str, within: float = 10.0) -> dict[str, Any]:
        async with asyncio.timeout(within):
            while True:
                shown: dict[str, Any] = (await self.client.get(f"/v1/{name}")).json()
                if shown["state"] in ENDED:
                    return shown
                await asyncio.sleep(0.01)

    async def _answers(self) -> bool:
        try:
            return (await self.client.get("/stats")).status_code == 200
        except httpx.TransportError:
            return False


Start = Callable[..., Awaitable[Workflows]]


@pytest.fixture
async def start(tmp_path: Path, target: Target) -> AsyncIterator[Start]:
    """Starts a server; everything is stopped after the test."""
    port = free_base()
    begun: list[Workflows] = []
    async with httpx.AsyncClient(base_url=f"http://{HOST}:{port}", trust_env=False) as client:

        async def begin(*options: str) -> Workflows:
            python = workflows_python(survey(ROOT, os.environ))
            place = ("--port", str(port), "--database", str(tmp_path / "executions.db"))
            command = (python, "-m", "emulators.workflows", *place, "--workflows", str(FOLDER))
            env = process_env(os.environ, {"TARGET": target.url})
            server = Workflows((*command, *options), env, tmp_path / "log", client)
            begun.append(server)
            await server.start()
            return server

        yield begin
    for server in begun:
        if server.process:
            await server.process.stop()


def hiccup(first: Response) -> Callable[[Received], Response]:
    """Answers each path with `first` once, then well."""
    seen: set[str] = set()

    def answer(got: Received) -> Response:
        if got.path in seen:
            return JSONResponse({"path": got.path})
        seen.add(got.path)
        return first

    return answer


async def test_branches_run_side_by_side_and_results_come_together(
    start: Start, target: Target
) -> None:
    server = await start()
    target.answer = lambda got: JSONResponse({"path": got.path})
    target.delay = 0.2
    ended = await server.end(await server.begin("fan_out", {"id": "a{b}"}))
    assert ended["state"] == "SUCCEEDED", ended
    assert json.loads(ended["result"]) == {"one": "/one", "two": "/two", "three": "/three"}
    assert target.most_busy == 3
    assert {json.loads(got.body)["id"] for got in target.received} == {"a{b}"}
    assert float(ended["duration"].rstrip("s")) < 0.6
    assert not [got for got in target.received if "authorization" in got.headers]


@pytest.mark.parametrize(
    "trouble", [Response(status_code=503), Response(status_code=429)], ids=["503", "429"]
)
async def test_a_call_that_may_be_repeated_is(
    start: Start, target: Target, trouble: Response
) -> None:
    server = await start()
    target.answer = hiccup(trouble)
    ended = await server.end(await server.begin("retrying", {"url": target.url}))
    assert json.loads(ended["result"]) == "ok"
    assert len(target.received) == 2


async def test_a_call_that_may_not_be_repeated_is_caught_with_its_code(
    start: Start, target: Target
) -> None:
    server = await start()
    target.answer = lambda _: PlainTextResponse("no", 422)
    ended = await server.end(await server.begin("retrying", {"url": target.url}))
    assert json.loads(ended["result"]) == "failed with 422"
    assert len(target.received) == 1


async def test_nobody_listening_is_an_error_like_any_other(start: Start) -> None:
    server = await start()
    ended = await server.end(await server.begin("retrying", {"url": "http://127.0.0.1:1"}))
    assert json.loads(ended["result"]) == "failed with ConnectionError"


async def test_an_error_in_an_assignment_can_be_caught_and_locks_nothing(start: Start) -> None:
    server = await start("--workers", "1")
    for _ in range(2):
        ended = await server.end(await server.begin("mistaken", {"caught": True}))
        assert json.loads(ended["result"]) == "went on"
        ended = await server.end(await server.begin("mistaken", {"caught": False}))
        assert ended["state"] == "FAILED"
        assert "nothing_like_it" in ended["error"]["payload"]


async def test_an_execution_ends_at_its_deadline_and_the_next_one_runs(
    start: Start, target: Target
) -> None:
    server = await start("--workers", "1", "--deadline", "0.5")
    target.delay = 30
    ended = await server.end(await server.begin("one_call"), within=3)
    assert ended["state"] == "FAILED"
    assert "longer than 0.5 s" in ended["error"]["payload"]
    target.delay = 0
    assert (await server.end(await server.begin("one_call")))["state"] == "SUCCEEDED"


async def test_what_was_accepted_survives_a_crash(start: Start, target: Target) -> None:
    server = await start("--workers", "2")
    target.delay = 0.3
    names = [await server.begin("one_call", {"n": number}) for number in range(5)]
    await target.got(1)
    await server.crash()
    target.delay = 0
    await server.start()
    ended = [await server.end(name) for name in names]
    assert {shown["state"] for shown in ended} == {"SUCCEEDED"}
    bodies = {json.loads(got.body)["n"] for got in target.received}
    assert bodies == set(range(5))


async def test_no_worker_outlives_the_server(start: Start, target: Target) -> None:
    server = await start("--workers", "2")
    target.delay = 30
    await server.begin("one_call")
    await target.got(1)
    assert server.process
    family = psutil.Process(server.process.pid).children(recursive=True)
    assert len(family) >= 3
    await server.crash()
    _, alive = await asyncio.to_thread(psutil.wait_procs, family, timeout=5)
    assert not alive


async def test_a_worker_that_dies_is_replaced_and_its_execution_run_again(
    start: Start, target: Target
) -> None:
    server = await start("--workers", "1")
    target.delay = 0.3
    name = await server.begin("one_call")
    await target.got(1)
    assert server.process
    family = psutil.Process(server.process.pid).children(recursive=True)
    (worker,) = [each for each in family if each.ppid() != server.process.pid]
    worker.kill()
    assert (await server.end(name))["state"] == "SUCCEEDED"
    assert len(target.received) == 2


async def test_a_cancelled_execution_stops(start: Start, target: Target) -> None:
    server = await start("--workers", "1")
    target.delay = 30
    name = await server.begin("one_call")
    await target.got(1)
    cancelled = await server.client.post(f"/v1/{name}:cancel")
    assert cancelled.json()["state"] == "CANCELLED"
    assert (await server.client.post(f"/v1/{name}:cancel")).status_code == 400
    target.delay = 0
    assert (await server.end(await server.begin("one_call")))["state"] == "SUCCEEDED"


async def test_executions_are_listed_newest_first_in_pages(start: Start) -> None:
    server = await start()
    names = [await server.begin("one_call", {"n": number}) for number in range(3)]
    for name in names:
        await server.end(name)
    url = f"{PARENT}/one_call/executions"
    first = (await server.client.get(url, params={"pageSize": 2})).json()
    token = {"pageSize": 2, "pageToken": first["nextPageToken"]}
    second = (await server.client.get(url, params=token)).json()
    listed = [each["name"] for each in first["executions"] + second["executions"]]
    assert listed == names[::-1]
    assert "nextPageToken" not in second
    stats = (await server.client.get("/stats")).json()
    assert stats == {"executions": {"SUCCEEDED": 3}, "steps": 3 * 2}


async def test_what_cannot_be_run_is_refused(start: Start) -> None:
    server = await start()
    unknown = await server.client.post(f"{PARENT}/nothing/executions", json={})
    assert unknown.json()["error"]["status"] == "NOT_FOUND"
    garbage = await server.client.post(f"{PARENT}/one_call/executions", json={"argument": "{"})
    assert garbage.json()["error"]["status"] == "INVALID_ARGUMENT"
    absent = await server.client.get(f"{PARENT}/one_call/executions/none")
    assert absent.status_code == 404
    broken = await server.end(await server.begin("broken"))
    assert broken["state"] == "FAILED"
