"""Counts the RPCs the rooms make, by method. Installed by the local host before rooms load."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import grpc.aio

counts: Counter[str] = Counter()
"""Calls by `Service/Method` since the process started."""


class _UnaryUnary(grpc.aio.UnaryUnaryClientInterceptor):  # type: ignore[misc]
    async def intercept_unary_unary(
        self, continuation: Callable[..., Any], details: Any, request: Any
    ) -> Any:
        counts[_name(details.method)] += 1
        return await continuation(details, request)


class _UnaryStream(grpc.aio.UnaryStreamClientInterceptor):  # type: ignore[misc]
    async def intercept_unary_stream(
        self, continuation: Callable[..., Any], details: Any, request: Any
    ) -> Any:
        counts[_name(details.method)] += 1
        return await continuation(details, request)


def install() -> None:
    """Makes every insecure asyncio channel opened from now on count its calls."""
    plain = grpc.aio.insecure_channel

    def counting(
        target: str,
        options: Sequence[Any] | None = None,
        compression: Any = None,
        interceptors: Sequence[Any] | None = None,
    ) -> Any:
        meters = [_UnaryUnary(), _UnaryStream(), *(interceptors or ())]
        return plain(target, options, compression, meters)

    grpc.aio.insecure_channel = counting


def _name(method: str | bytes) -> str:
    text = method.decode() if isinstance(method, bytes) else method
    service, call = text.strip("/").split("/")
    return f"{service.rsplit('.', 1)[-1]}/{call}"
