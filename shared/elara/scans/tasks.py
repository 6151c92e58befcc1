"""The queue `scans` in Cloud Tasks: each task starts one execution of the workflow `scan`."""

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, Self

from google.cloud.tasks_v2 import CloudTasksAsyncClient, HttpMethod, HttpRequest, OAuthToken, Task

from elara.cloud.calls import calling
from elara.errors import Conflict
from elara.scans.model import Scan
from elara.scans.queue import task_name


class Whereabouts(Protocol):
    """The settings a place is made of; the process's `Settings` is one."""

    @property
    def project(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def workflows(self) -> str: ...
    @property
    def tasks_account(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where the queue and the workflow are. `account` signs the call; empty when emulated."""

    project: str
    region: str
    workflows: str
    account: str = ""

    @classmethod
    def of(cls, settings: Whereabouts) -> Self:
        return cls(settings.project, settings.region, settings.workflows, settings.tasks_account)

    @property
    def queue(self) -> str:
        return f"projects/{self.project}/locations/{self.region}/queues/scans"

    @property
    def executions(self) -> str:
        workflow = f"projects/{self.project}/locations/{self.region}/workflows/scan"
        return f"{self.workflows}/v1/{workflow}/executions"


class TaskQueue:
    """Scan queue over Cloud Tasks."""

    def __init__(self, client: CloudTasksAsyncClient, place: Place) -> None:
        self._client = client
        self._place = place

    async def enqueue(self, scan: Scan) -> None:
        with suppress(Conflict):
            async with calling("Cloud Tasks"):
                await self._client.create_task(parent=self._place.queue, task=self._task(scan))

    def _task(self, scan: Scan) -> Task:
        argument = {"scan_id": scan.id, "traceparent": traceparent(scan)}
        request = HttpRequest(
            http_method=HttpMethod.POST,
            url=self._place.executions,
            headers={"Content-Type": "application/json", "traceparent": traceparent(scan)},
            body=json.dumps({"argument": json.dumps(argument)}).encode(),
        )
        if self._place.account:
            request.oauth_token = OAuthToken(service_account_email=self._place.account)
        return Task(name=f"{self._place.queue}/tasks/{task_name(scan)}", http_request=request)


def traceparent(scan: Scan) -> str:
    """W3C Trace Context header of the scan: every hop of one scan carries the same trace."""
    return f"00-{scan.trace_id}-{scan.url_id[:16]}-01"
