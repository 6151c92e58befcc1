"""The HTTP API, as the command uses it."""

import uuid
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any, Self

import httpx

from elara.cli.connection import Connection

ENDED = frozenset({"partial", "done", "failed", "cancelled"})
WAIT = 20
"""Seconds one long poll may take."""
TRIES = 4
"""How often a submission is sent before giving up; the idempotency key makes that safe."""

Scan = dict[str, Any]


class ApiError(Exception):
    """The API answered with a problem, or not at all."""


class Refused(ApiError):
    """The API will not have this URL."""


class Api:
    """Client of one Elara. Use as an async context manager."""

    def __init__(self, connection: Connection) -> None:
        self._http = httpx.AsyncClient(
            base_url=connection.url,
            headers={"X-Api-Key": connection.key},
            timeout=httpx.Timeout(10.0, read=WAIT + 10.0),
            transport=httpx.AsyncHTTPTransport(retries=2),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.aclose()

    async def submit(self, url: str, *, force: bool = False) -> Scan:
        """Submits one URL. Raises ApiError."""
        body = {"url": url, "force": force}
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        for remaining in reversed(range(TRIES)):
            try:
                return await self._call("POST", "/api/v2/scans", json=body, headers=headers)
            except _Temporary as error:
                if not remaining:
                    raise ApiError(str(error)) from error
        raise AssertionError("unreachable")

    async def get(self, scan_id: str) -> Scan:
        return await self._call("GET", f"/api/v2/scans/{scan_id}")

    async def bundle(self, scan_id: str, revision: int | None = None) -> bytes:
        """The signed bundle of a revision, the latest without a number, byte for byte."""
        params = {"revision": str(revision)} if revision else {}
        return (await self._send("GET", f"/api/v2/scans/{scan_id}/bundle", params=params)).content

    async def moves(self, scan: Scan) -> AsyncIterator[Scan]:
        """The scan each time it has changed, until it has ended. Raises ApiError."""
        yield scan
        etag = ""
        while scan["status"] not in ENDED:
            response = await self._send(
                "GET",
                f"/api/v2/scans/{scan['id']}",
                params={"wait": WAIT},
                headers={"If-None-Match": etag} if etag else {"If-None-Match": '"none"'},
            )
            if response.status_code == httpx.codes.NOT_MODIFIED:
                continue
            etag, scan = response.headers["ETag"], response.json()
            yield scan

    async def page(self, limit: int, cursor: str | None) -> dict[str, Any]:
        params = {"limit": str(limit)} | ({"cursor": cursor} if cursor else {})
        return await self._call("GET", "/api/v2/scans", params=params)

    async def _call(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        result: dict[str, Any] = (await self._send(method, path, **options)).json()
        return result

    async def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            response = await self._http.request(method, path, **options)
        except httpx.HTTPError as error:
            raise _Temporary(f"{self._http.base_url} does not answer.") from error
        if response.status_code in (502, 503, 504):
            raise _Temporary(_problem(response))
        if response.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
            raise Refused(_problem(response))
        if response.status_code >= 400:
            raise ApiError(_problem(response))
        return response


class _Temporary(ApiError):
    """Worth another try."""


def _problem(response: httpx.Response) -> str:
    try:
        document = response.json()
        return f"{document['title']} {document.get('detail', '')}".strip()
    except (ValueError, KeyError, TypeError):
        return f"HTTP {response.status_code}"
