"""The Cloud Tasks emulator, through Google's own client."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from time import monotonic
from typing import Any

import pytest
from google.api_core import exceptions
from google.cloud.tasks_v2 import types
from starlette.responses import Response

from tests.integration.emulators.conftest import Received, Target, Tasks

PARENT = "projects/demo-tasks/locations/here"
QUEUE = f"{PARENT}/queues/scans"


async def queue(tasks: Tasks, **config: Any) -> types.Queue:
    return await tasks.client.create_queue(parent=PARENT, queue=types.Queue(name=QUEUE, **config))


async def send(tasks: Tasks, url: str, name: str = "", **fields: Any) -> types.Task:
    request = types.HttpRequest(url=url, body=b"{}", headers={"Content-Type": "application/json"})
    full = f"{QUEUE}/tasks/{name}" if name else ""
    task = types.Task(name=full, http_request=request, **fields)
    return await tasks.client.create_task(parent=QUEUE, task=task)


async def dead(tasks: Tasks, count: int) -> list[dict[str, Any]]:
    async with asyncio.timeout(5):
        while True:
            letters = (await tasks.admin.get("/dead-letters")).json()["dead_letters"]
            if len(letters) >= count:
                return list(letters)
            await asyncio.sleep(0.01)


def refuse(_: Received) -> Response:
    return Response(status_code=503)


async def test_a_task_arrives_once_with_its_headers(tasks: Tasks, target: Target) -> None:
    await queue(tasks)
    before = monotonic()
    await send(tasks, f"{target.url}/run?a=1", name="scn_1")
    (got,) = await target.got(1)

    assert (got.method, got.path, got.body) == ("POST", "/run", b"{}")
    assert got.at - before < 0.5
    assert got.headers["content-type"] == "application/json"
    assert got.headers["x-cloudtasks-queuename"] == "scans"
    assert got.headers["x-cloudtasks-taskname"] == "scn_1"
    assert got.headers["x-cloudtasks-taskretrycount"] == "0"
    assert got.headers["x-cloudtasks-taskexecutioncount"] == "0"
    assert float(got.headers["x-cloudtasks-tasketa"]) > 0
    await asyncio.sleep(0.1)
    assert len(target.received) == 1


async def test_a_name_is_taken_while_waiting_and_after_the_end(
    tasks: Tasks, target: Target
) -> None:
    await queue(tasks)
    later = datetime.now(UTC) + timedelta(seconds=60)
    await send(tasks, target.url, name="waiting", schedule_time=later)
    with pytest.raises(exceptions.AlreadyExists):
        await send(tasks, target.url, name="waiting")

    await send(tasks, target.url, name="done")
    await target.got(1)
    await asyncio.sleep(0.1)
    with pytest.raises(exceptions.NotFound):
        await tasks.client.get_task(name=f"{QUEUE}/tasks/done")
    with pytest.raises(exceptions.AlreadyExists):
        await send(tasks, target.url, name="done")
    assert len(target.received) == 1


async def test_failures_back_off_and_count_themselves(tasks: Tasks, target: Target) -> None:
    retry = types.RetryConfig(max_attempts=4, min_backoff=timedelta(seconds=0.1), max_doublings=3)
    await queue(tasks, retry_config=retry)
    target.answer = lambda got: Response(
        status_code=200 if got.headers["x-cloudtasks-taskretrycount"] == "3" else 500
    )
    await send(tasks, target.url)
    got = await target.got(4)

    assert [each.headers["x-cloudtasks-taskretrycount"] for each in got] == ["0", "1", "2", "3"]
    assert got[1].headers["x-cloudtasks-taskpreviousresponse"] == "500"
    gaps = [later.at - earlier.at for earlier, later in pairwise(got)]
    for gap, wanted in zip(gaps, (0.1, 0.2, 0.4), strict=True):
        assert wanted <= gap < wanted + 0.15
    assert (await tasks.admin.get("/dead-letters")).json() == {"dead_letters": []}


async def test_the_last_failure_leaves_a_dead_letter_that_can_be_replayed(
    tasks: Tasks, target: Target
) -> None:
    retry = types.RetryConfig(max_attempts=2, min_backoff=timedelta(seconds=0.05))
    await queue(tasks, retry_config=retry)
    target.answer = refuse
    await send(tasks, target.url, name="scn_1")
    (letter,) = await dead(tasks, 1)
    assert letter["name"] == f"{QUEUE}/tasks/scn_1"
    assert (letter["attempts"], letter["status"]) == (2, 503)

    target.answer = lambda _: Response()
    replayed = await tasks.admin.post(f"/dead-letters/{letter['name']}/replay")
    assert replayed.status_code == 202
    assert (await target.got(3))[-1].headers["x-cloudtasks-taskretrycount"] == "0"
    assert (await tasks.admin.get("/dead-letters")).json() == {"dead_letters": []}
    again = await tasks.admin.post(f"/dead-letters/{letter['name']}/replay")
    assert again.status_code == 404


async def test_a_target_that_is_not_there_is_a_failure(tasks: Tasks) -> None:
    await queue(tasks, retry_config=types.RetryConfig(max_attempts=1))
    await send(tasks, "http://127.0.0.1:1/")
    (letter,) = await dead(tasks, 1)
    assert letter["status"] is None
    assert letter["reason"].startswith("ConnectError")


async def test_no_more_than_the_limit_are_sent_at_once(tasks: Tasks, target: Target) -> None:
    await queue(tasks, rate_limits=types.RateLimits(max_concurrent_dispatches=3))
    target.delay = 0.05
    for _ in range(12):
        await send(tasks, target.url)
    await target.got(12)
    assert target.most_busy == 3


async def test_no_faster_than_the_rate(tasks: Tasks, target: Target) -> None:
    await queue(tasks, rate_limits=types.RateLimits(max_dispatches_per_second=20))
    for _ in range(14):
        await send(tasks, target.url)
    got = await target.got(14)
    # A burst of 4, then 10 at 20 a second.
    assert 0.45 <= got[-1].at - got[0].at < 0.9


async def test_a_scheduled_task_waits_unless_it_is_run(tasks: Tasks, target: Target) -> None:
    await queue(tasks)
    soon = datetime.now(UTC) + timedelta(seconds=0.3)
    later = datetime.now(UTC) + timedelta(hours=1)
    await send(tasks, f"{target.url}/soon", schedule_time=soon)
    waiting = await send(tasks, f"{target.url}/later", schedule_time=later)
    await asyncio.sleep(0.1)
    assert target.received == []
    (first,) = await target.got(1)
    assert first.path == "/soon"
    await tasks.client.run_task(name=waiting.name)
    assert (await target.got(2))[1].path == "/later"


async def test_a_paused_queue_keeps_its_tasks(tasks: Tasks, target: Target) -> None:
    await queue(tasks)
    assert (await tasks.client.pause_queue(name=QUEUE)).state == types.Queue.State.PAUSED
    task = await send(tasks, target.url)
    await asyncio.sleep(0.1)
    listed = [each.name async for each in await tasks.client.list_tasks(parent=QUEUE)]
    assert (target.received, listed) == ([], [task.name])
    await tasks.client.resume_queue(name=QUEUE)
    await target.got(1)


async def test_deleted_and_purged_tasks_are_not_sent(tasks: Tasks, target: Target) -> None:
    await queue(tasks)
    await tasks.client.pause_queue(name=QUEUE)
    one = await send(tasks, target.url)
    await send(tasks, target.url)
    await tasks.client.delete_task(name=one.name)
    await tasks.client.purge_queue(name=QUEUE)
    await tasks.client.resume_queue(name=QUEUE)
    await asyncio.sleep(0.1)
    assert target.received == []


async def test_bodies_are_shown_only_in_the_full_view(tasks: Tasks, target: Target) -> None:
    await queue(tasks)
    await tasks.client.pause_queue(name=QUEUE)
    task = await send(tasks, target.url)
    assert task.http_request.body == b""
    full = types.GetTaskRequest(name=task.name, response_view=types.Task.View.FULL)
    assert (await tasks.client.get_task(request=full)).http_request.body == b"{}"


async def test_queues_come_and_go(tasks: Tasks, target: Target) -> None:
    with pytest.raises(exceptions.FailedPrecondition):
        await send(tasks, target.url)
    made = await queue(tasks)
    assert made.retry_config.max_attempts == 100
    with pytest.raises(exceptions.AlreadyExists):
        await queue(tasks)
    assert [each.name async for each in await tasks.client.list_queues(parent=PARENT)] == [QUEUE]
    await tasks.client.delete_queue(name=QUEUE)
    with pytest.raises(exceptions.NotFound):
        await tasks.client.get_queue(name=QUEUE)


@pytest.mark.parametrize(
    "task",
    [
        types.Task(name=f"{PARENT}/queues/other/tasks/x", http_request={"url": "http://x.test"}),
        types.Task(http_request={"url": "ftp://x.test"}),
        types.Task(app_engine_http_request={"relative_uri": "/"}),
        types.Task(http_request={"url": "http://x.test"}, dispatch_deadline=timedelta(seconds=1)),
    ],
    ids=["foreign name", "no http", "App Engine", "short deadline"],
)
async def test_what_the_product_refuses_is_refused(tasks: Tasks, task: types.Task) -> None:
    await queue(tasks)
    with pytest.raises(exceptions.InvalidArgument):
        await tasks.client.create_task(parent=QUEUE, task=task)


async def test_calls_and_dispatches_are_counted(tasks: Tasks, target: Target) -> None:
    await queue(tasks)
    await send(tasks, target.url)
    await target.got(1)
    await asyncio.sleep(0.05)
    stats = (await tasks.admin.get("/stats")).json()
    assert stats["rpcs"] == {"CreateQueue": 1, "CreateTask": 1}
    counts = {"dispatches": 1, "delivered": 1, "failures": 0, "dead": 0, "waiting": 0}
    assert stats["queues"] == {QUEUE: counts}
