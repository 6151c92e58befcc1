"""One bounded request to a provider; whatever goes wrong on the way is a `NoAnswer`."""

from collections.abc import Mapping
from dataclasses import dataclass

import httpx
import stamina

from elara.providers.model import NoAnswer

MAX_BYTES = 2_000_000
"""Largest body read, in bytes after decompression."""

_TOO_MANY_REQUESTS = 429


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer below 500 that is not a refusal for volume. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _Passing(NoAnswer):
    """A failure that a second attempt may not meet."""


_twice = stamina.AsyncRetryingCaller(
    attempts=2, timeout=None, wait_initial=0.1, wait_max=0.2, wait_jitter=0.1
).on(_Passing)


async def fetch(http: httpx.AsyncClient, request: httpx.Request) -> Reply:
    """Sends `request`, once more after a broken connection or a 5xx, and reads the reply.

    Raises NoAnswer with `timeout`, `connection_failed`, `server_error`, `quota`, `too_large`,
    `unreadable_body` or `unsendable` (an address or a header that HTTP does not know). The caller
    sets the overall deadline. Redirects are never followed, as a key in a header of ours would
    travel along; `elara.providers.redirects` does it for who needs it.
    """

    async def attempt() -> Reply:
        # A closure, because stamina logs the arguments of what it retries: keys among them.
        return await _once(http, request)

    return await _twice(attempt)


async def _once(http: httpx.AsyncClient, request: httpx.Request) -> Reply:
    try:
        response = await http.send(request, stream=True, follow_redirects=False)
        try:
            _check_status(response.status_code)
            body = await _read(response)
        finally:
            await response.aclose()
    except httpx.TimeoutException as error:
        raise NoAnswer("timeout") from error
    except (httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
        raise NoAnswer("unsendable") from error
    except httpx.TransportError as error:
        raise _Passing("connection_failed") from error
    except httpx.DecodingError as error:
        raise NoAnswer("unreadable_body") from error
    return Reply(response.status_code, response.headers, body)


def _check_status(status: int) -> None:
    if status == _TOO_MANY_REQUESTS:
        raise NoAnswer("quota")
    if status >= 500:
        raise _Passing("server_error")


async def _read(response: httpx.Response) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > MAX_BYTES:
            raise NoAnswer("too_large")
    return bytes(body)
