"""The gRPC service google.cloud.tasks.v2.CloudTasks, as far as HTTP queues go.

Errors are those of the product; calls that are not here answer UNIMPLEMENTED.
"""

import re
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import grpc
import grpc.aio
from google.cloud.tasks_v2 import types
from google.protobuf.empty_pb2 import Empty

from emulators.tasks.model import Deliver, completed
from emulators.tasks.queue import NameTaken, TaskQueue

SERVICE = "google.cloud.tasks.v2.CloudTasks"
MAX_TASK_BYTES = 1024 * 1024

_QUEUE = re.compile(r"projects/[^/]+/locations/[^/]+/queues/[A-Za-z0-9-]{1,100}")
_TASK_ID = re.compile(r"[A-Za-z0-9_-]{1,500}")
_DEADLINES = (15.0, 1800.0)
"""Seconds: shortest and longest dispatch deadline of an HTTP task."""

Item = TypeVar("Item")


class Refused(Exception):
    """The call fails with this status."""

    def __init__(self, code: grpc.StatusCode, message: str) -> None:
        super().__init__(message)
        self.code = code


class CloudTasks:
    """All queues, and the calls on them."""

    def __init__(self, deliver: Deliver) -> None:
        self.queues: dict[str, TaskQueue] = {}
        self.calls: Counter[str] = Counter()
        self._deliver = deliver

    async def close(self) -> None:
        for queue in self.queues.values():
            await queue.close()

    def handler(self) -> grpc.GenericRpcHandler:
        """What a gRPC server needs to serve this."""
        methods = {name: self._method(name, *spec) for name, spec in self._served().items()}
        return grpc.method_handlers_generic_handler(SERVICE, methods)

    def _served(self) -> dict[str, tuple[Callable[[Any], Any], Any, Any]]:
        queue, task = types.Queue, types.Task
        return {
            "CreateQueue": (self.create_queue, types.CreateQueueRequest, queue),
            "GetQueue": (lambda ask: self._queue(ask.name).spec, types.GetQueueRequest, queue),
            "ListQueues": (self.list_queues, types.ListQueuesRequest, types.ListQueuesResponse),
            "DeleteQueue": (self.delete_queue, types.DeleteQueueRequest, Empty),
            "PurgeQueue": (self.purge_queue, types.PurgeQueueRequest, queue),
            "PauseQueue": (self.pause_queue, types.PauseQueueRequest, queue),
            "ResumeQueue": (self.resume_queue, types.ResumeQueueRequest, queue),
            "CreateTask": (self.create_task, types.CreateTaskRequest, task),
            "GetTask": (self.get_task, types.GetTaskRequest, task),
            "ListTasks": (self.list_tasks, types.ListTasksRequest, types.ListTasksResponse),
            "DeleteTask": (self.delete_task, types.DeleteTaskRequest, Empty),
            "RunTask": (self.run_task, types.RunTaskRequest, task),
        }

    def _method(
        self, name: str, call: Callable[[Any], Any], request: Any, response: Any
    ) -> grpc.RpcMethodHandler:
        async def serve(ask: Any, context: Any) -> Any:
            self.calls[name] += 1
            try:
                answer = call(ask)
                return await answer if isinstance(answer, Awaitable) else answer
            except Refused as refused:
                await context.abort(refused.code, str(refused))

        write = Empty.SerializeToString if response is Empty else response.serialize
        return grpc.unary_unary_rpc_method_handler(serve, request.deserialize, write)

    def create_queue(self, ask: types.CreateQueueRequest) -> types.Queue:
        name = ask.queue.name
        if not _QUEUE.fullmatch(name) or not name.startswith(f"{ask.parent}/queues/"):
            raise Refused(grpc.StatusCode.INVALID_ARGUMENT, f"Invalid queue name: {name!r}.")
        if name in self.queues:
            raise Refused(grpc.StatusCode.ALREADY_EXISTS, "Queue already exists.")
        queue = self.queues[name] = TaskQueue(completed(ask.queue), self._deliver)
        queue.start()
        return queue.spec

    def list_queues(self, ask: types.ListQueuesRequest) -> types.ListQueuesResponse:
        found = [queue.spec for name, queue in sorted(self.queues.items()) if _in(ask, name)]
        page, token = _page(found, ask.page_size or 9800, ask.page_token)
        return types.ListQueuesResponse(queues=page, next_page_token=token)

    async def delete_queue(self, ask: types.DeleteQueueRequest) -> Empty:
        await self._queue(ask.name).close()
        del self.queues[ask.name]
        return Empty()

    def purge_queue(self, ask: types.PurgeQueueRequest) -> types.Queue:
        queue = self._queue(ask.name)
        queue.purge()
        return queue.spec

    def pause_queue(self, ask: types.PauseQueueRequest) -> types.Queue:
        queue = self._queue(ask.name)
        queue.pause()
        return queue.spec

    def resume_queue(self, ask: types.ResumeQueueRequest) -> types.Queue:
        queue = self._queue(ask.name)
        queue.resume()
        return queue.spec

    def create_task(self, ask: types.CreateTaskRequest) -> types.Task:
        queue = self.queues.get(ask.parent)
        if queue is None:
            raise Refused(grpc.StatusCode.FAILED_PRECONDITION, "Queue does not exist.")
        task = ask.task
        task.name = task.name or f"{ask.parent}/tasks/{secrets.randbits(63)}"
        _check(task, ask.parent)
        try:
            return _view(queue.add(task), ask.response_view)
        except NameTaken:
            raise Refused(
                grpc.StatusCode.ALREADY_EXISTS, "Requested entity already exists"
            ) from None

    def get_task(self, ask: types.GetTaskRequest) -> types.Task:
        return _view(_there(self._queue_of(ask.name).get(ask.name)), ask.response_view)

    def list_tasks(self, ask: types.ListTasksRequest) -> types.ListTasksResponse:
        found = self._queue(ask.parent).tasks()
        page, token = _page(found, ask.page_size or 1000, ask.page_token)
        shown = [_view(task, ask.response_view) for task in page]
        return types.ListTasksResponse(tasks=shown, next_page_token=token)

    def delete_task(self, ask: types.DeleteTaskRequest) -> Empty:
        if not self._queue_of(ask.name).delete(ask.name):
            raise _absent()
        return Empty()

    def run_task(self, ask: types.RunTaskRequest) -> types.Task:
        return _view(_there(self._queue_of(ask.name).run_now(ask.name)), ask.response_view)

    def _queue(self, name: str) -> TaskQueue:
        queue = self.queues.get(name)
        if queue is None:
            raise _absent()
        return queue

    def _queue_of(self, task_name: str) -> TaskQueue:
        return self._queue(task_name.partition("/tasks/")[0])


def _check(task: types.Task, parent: str) -> None:
    """Raises Refused for a task the product would not take."""
    prefix, _, task_id = task.name.rpartition("/tasks/")
    if prefix != parent or not _TASK_ID.fullmatch(task_id):
        raise _invalid(f"Invalid task name: {task.name!r}.")
    if "http_request" not in task:
        raise _invalid("Only HTTP targets are emulated.")
    if not task.http_request.url.startswith(("http://", "https://")):
        raise _invalid("HttpRequest.url must start with 'http://' or 'https://'.")
    deadline = task.dispatch_deadline.total_seconds()
    if deadline and not _DEADLINES[0] <= deadline <= _DEADLINES[1]:
        raise _invalid("Task.dispatchDeadline must be between [15s, 30m].")
    if len(types.Task.serialize(task)) > MAX_TASK_BYTES:
        raise _invalid("Task size too large.")


def _view(task: types.Task, view: types.Task.View) -> types.Task:
    """The task as the caller may see it: its body only in the full view."""
    shown = types.Task(task)
    full = view == types.Task.View.FULL
    shown.view = types.Task.View(types.Task.View.FULL if full else types.Task.View.BASIC)
    if not full:
        shown.http_request.body = b""
    return shown


def _page(items: Sequence[Item], size: int, token: str) -> tuple[Sequence[Item], str]:
    start = int(token or "0")
    end = start + size
    return items[start:end], str(end) if end < len(items) else ""


def _in(ask: types.ListQueuesRequest, name: str) -> bool:
    return name.startswith(f"{ask.parent}/queues/")


def _there(task: types.Task | None) -> types.Task:
    if task is None:
        raise _absent()
    return task


def _absent() -> Refused:
    return Refused(grpc.StatusCode.NOT_FOUND, "Requested entity was not found.")


def _invalid(message: str) -> Refused:
    return Refused(grpc.StatusCode.INVALID_ARGUMENT, message)
