"""How to tell that a component is ready. A probe is asked again and again until it says yes."""

import asyncio
from collections.abc import Awaitable, Callable

from emulators.ports import HOST

Probe = Callable[[], Awaitable[bool]]

_DEADLINE = 2.0
"""Seconds one question may take."""


def answers_http(port: int, path: str = "/") -> Probe:
    """Ready when a GET gets any status below 500."""

    async def probe() -> bool:
        request = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n"
        status = (await _exchange(port, request.encode())).split(b" ", 2)
        return status[0].startswith(b"HTTP/") and status[1] < b"500"

    return probe


def answers_valkey(port: int) -> Probe:
    """Ready when PING gets PONG."""

    async def probe() -> bool:
        return (await _exchange(port, b"PING\r\n")).startswith(b"+PONG")

    return probe


def stays_up() -> Probe:
    """Ready as soon as it runs: there is nothing to ask it."""

    async def probe() -> bool:
        return True

    return probe


async def _exchange(port: int, request: bytes) -> bytes:
    """The first line of the answer to `request`. Raises OSError, TimeoutError."""
    async with asyncio.timeout(_DEADLINE):
        reader, writer = await asyncio.open_connection(HOST, port)
        try:
            writer.write(request)
            return await reader.readline()
        finally:
            writer.close()
