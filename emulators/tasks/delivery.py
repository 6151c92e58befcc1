"""Hands tasks to their HTTP targets, with the headers that Cloud Tasks adds.

https://cloud.google.com/tasks/docs/creating-http-target-tasks#handler
"""

import httpx
from google.cloud.tasks_v2.types import HttpMethod

from emulators.tasks.model import Delivery, Outcome

DEFAULT_DEADLINE = 600.0
"""Seconds a target may take when the task sets no deadline."""
_CONNECTIONS = httpx.Limits(max_connections=None, max_keepalive_connections=50)


class HttpDelivery:
    """Delivers over one pool of connections. Redirects are failures, as in the product."""

    def __init__(self) -> None:
        self._client = httpx.AsyncClient(limits=_CONNECTIONS, trust_env=False)

    async def close(self) -> None:
        await self._client.aclose()

    async def __call__(self, delivery: Delivery) -> Outcome:
        request = delivery.task.http_request
        asked = HttpMethod(request.http_method)
        unsaid = asked == HttpMethod.HTTP_METHOD_UNSPECIFIED
        deadline = delivery.task.dispatch_deadline.total_seconds() or DEFAULT_DEADLINE
        try:
            response = await self._client.request(
                "POST" if unsaid else asked.name,
                request.url,
                headers={**_defaults(delivery), **request.headers, **headers_of(delivery)},
                content=request.body or None,
                timeout=deadline,
            )
        except httpx.TimeoutException:
            return Outcome(None, "deadline_exceeded")
        except httpx.TransportError as error:
            return Outcome(None, f"{type(error).__name__}: {error}")
        return Outcome(response.status_code, response.reason_phrase)


def headers_of(delivery: Delivery) -> dict[str, str]:
    """The headers that tell a handler which attempt of which task this is."""
    parts = delivery.task.name.split("/")
    headers = {
        "X-CloudTasks-QueueName": parts[-3],
        "X-CloudTasks-TaskName": parts[-1],
        "X-CloudTasks-TaskRetryCount": str(delivery.retry),
        "X-CloudTasks-TaskExecutionCount": str(delivery.responses),
        "X-CloudTasks-TaskETA": f"{delivery.due:.6f}",
    }
    if delivery.previous is not None:
        headers["X-CloudTasks-TaskPreviousResponse"] = str(delivery.previous)
    return headers


def _defaults(delivery: Delivery) -> dict[str, str]:
    headers = {"User-Agent": "Google-Cloud-Tasks"}
    if delivery.task.http_request.body:
        headers["Content-Type"] = "application/octet-stream"
    return headers
