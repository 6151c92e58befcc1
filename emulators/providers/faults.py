"""Stands before a fake: notes each request and breaks the answer when told to."""

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request as Incoming
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from emulators.providers.world import Provider, ProviderWorld, Request

_SHOWN = {"accept", "content-type", "content-length", "host", "if-none-match", "user-agent"}
_MASK = "***"
_BODY_SHOWN = 2_000
_PAGE = "<!doctype html><html><head><title>Sorry</title></head><body>Try later.</body></html>"


@dataclass(frozen=True, slots=True)
class Faulty:
    """An ASGI app that passes requests on to `app` unless its provider has a fault."""

    app: ASGIApp
    world: ProviderWorld
    provider: Provider

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Incoming(scope, receive)
        body = await request.body()
        self.provider.count += 1
        self.provider.last = _noted(request, body)
        fault = self.provider.next_fault()
        await asyncio.sleep((self.world.delay_ms + fault.delay_ms) / 1000)
        if fault.mode == "timeout":
            await _until_disconnect(receive)
        elif fault.mode == "truncated":
            await self.app(scope, _replay(body), _halving(send))
        elif fault.mode == "none":
            await self.app(scope, _replay(body), send)
        else:
            await _BROKEN[fault.mode](scope, receive, send)


_BROKEN: dict[str, Response] = {
    "error500": Response(_PAGE, 500, media_type="text/html"),
    "garbage": Response(bytes(range(256)) * 8, 200, media_type="application/octet-stream"),
    "html": Response(_PAGE, 200, media_type="text/html"),
    "empty": Response(b"", 200),
    "quota": Response("Too Many Requests", 429, {"Retry-After": "60"}),
}


def _noted(request: Incoming, body: bytes) -> Request:
    query = [(name, _MASK if "key" in name else value) for name, value in _pairs(request)]
    return Request(
        method=request.method,
        path=request.url.path,
        query=urlencode(query),
        headers={n: v if n in _SHOWN else _MASK for n, v in request.headers.items()},
        body=body[:_BODY_SHOWN].decode(errors="replace"),
    )


def _pairs(request: Incoming) -> list[tuple[str, str]]:
    return parse_qsl(request.url.query, keep_blank_values=True)


async def _until_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _replay(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _halving(send: Send) -> Send:
    """Passes on the first half of the body only, with a length that agrees with it."""
    started: list[Message] = []
    whole = bytearray()

    async def forward(message: Message) -> None:
        if message["type"] == "http.response.start":
            started.append(message)
            return
        whole.extend(message.get("body", b""))
        if message.get("more_body"):
            return
        half = bytes(whole[: len(whole) // 2])
        kept = [(n, v) for n, v in started[0]["headers"] if n.lower() != b"content-length"]
        length = (b"content-length", str(len(half)).encode())
        await send({**started[0], "headers": [*kept, length]})
        await send({"type": "http.response.body", "body": half})

    return forward
