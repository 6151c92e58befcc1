"""The queue `scans` in Cloud Tasks: each task starts one execution of the workflow `scan`."""

import json
from dataclasses import dataclass

from google.api_core import exceptions
from google.cloud.tasks_v2 import CloudTasksAsyncClient, HttpMethod, HttpRequest, OAuthToken, Task

from elara.errors import Unavailable
from elara.scans.model import Scan
from elara.scans.queue import task_name

DEADLINE = 5.0
"""Seconds handing over one task may take."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the queue and the workflow are. `account` signs the call; empty when emulated."""

    project: str
    region: str
    workflows: str
    account: str = ""

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
        try:
            await self._client.create_task(
                parent=self._place.queue, task=self._task(scan), timeout=DEADLINE
            )
        except exceptions.AlreadyExists:
            return
        except exceptions.GoogleAPICallError as error:
            raise Unavailable(f"Cloud Tasks: {type(error).__name__}", retry_after=1) from error

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
