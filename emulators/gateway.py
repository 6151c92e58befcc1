"""The API gateway: what the manifests say is public, and nothing else.

Forwards like Google's API Gateway with `path_translation: APPEND_PATH_TO_ADDRESS`: the full path,
query, headers and body go to the function's address.
"""

import argparse
import re
import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, compile_path

from elara.errors import (
    BadGateway,
    ElaraError,
    GatewayTimeout,
    MethodNotAllowed,
    NotFound,
    Unavailable,
    UriTooLong,
)
from elara.manifests.load import load_all
from elara.manifests.model import Endpoint, Manifest, RouteRoom
from elara.runtime.door import raw_body
from elara.runtime.problems import problem
from elara.runtime.trace import trace_id_of
from emulators.ports import HOST

MAX_BODY = 64 * 1024
DEADLINE = 60.0
"""Seconds a function has to answer."""
IDLE = 60.0
"""Seconds a connection is kept for the next request: less than the functions' host keeps it."""
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

# https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1, and what the client library sets itself.
MAX_TARGET = 16 * 1024
"""Bytes of path and query, as Google's load balancers allow."""
_AMBIGUOUS = re.compile(r"%2f|%5c|(?:^|/)(?:\.|%2e){1,2}(?:/|$)", re.IGNORECASE)
"""Slashes in disguise and dot segments: each hop would read them differently."""
_NOT_FORWARDED = frozenset(
    b"connection keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding "
    b"upgrade host content-length x-forwarded-for x-forwarded-host x-forwarded-proto".split()
)
_NOT_RETURNED = frozenset(
    b"connection keep-alive transfer-encoding content-length content-encoding date server".split()
)


@dataclass(frozen=True, slots=True)
class Public:
    """One public path: which function answers which method."""

    pattern: re.Pattern[str]
    functions: dict[str, str]


class Routes:
    """Finds the function of a request. Literal paths win over templates."""

    def __init__(self, manifests: Iterable[Manifest]) -> None:
        rooms = [room for room in manifests if isinstance(room, RouteRoom)]
        paths: dict[str, dict[str, str]] = {}
        for room in sorted(rooms, key=lambda room: _specificity(room.route)):
            paths.setdefault(room.route.path, {})[room.route.method] = room.name
        self._paths = [Public(compile_path(path)[0], found) for path, found in paths.items()]

    def find(self, method: str, path: str) -> str:
        """The function's name. Raises NotFound or MethodNotAllowed."""
        public = next((each for each in self._paths if each.pattern.match(path)), None)
        if public is None:
            raise NotFound("There is no such path.")
        if method not in public.functions:
            allowed = ", ".join(sorted(public.functions))
            raise MethodNotAllowed(f"Allowed: {allowed}.", headers={"Allow": allowed})
        return public.functions[method]


class Gateway:
    """Forwards requests over one pool of connections."""

    def __init__(self, routes: Routes, function_url: str) -> None:
        self._routes = routes
        self._function_url = function_url
        limits = httpx.Limits(
            max_connections=None, max_keepalive_connections=200, keepalive_expiry=IDLE
        )
        self._client = httpx.AsyncClient(timeout=DEADLINE, limits=limits, trust_env=False)

    async def close(self) -> None:
        await self._client.aclose()

    async def __call__(self, request: Request) -> Response:
        trace = trace_id_of(request.headers.get("traceparent"))
        try:
            return await self._forwarded(request, trace)
        except ElaraError as error:
            return problem(error, trace)

    async def _forwarded(self, request: Request, trace: str) -> Response:
        path = request.scope["raw_path"].decode("latin-1")
        if len(path) + len(request.scope["query_string"]) > MAX_TARGET:
            raise UriTooLong(f"Path and query may have {MAX_TARGET} bytes.")
        if _AMBIGUOUS.search(path):
            raise NotFound("There is no such path.")
        name = self._routes.find(request.method, path)
        body = await raw_body(request)
        query = request.scope["query_string"].decode("latin-1")
        address = self._function_url.replace("{name}", name) + path
        try:
            answer = await self._client.request(
                request.method,
                f"{address}?{query}" if query else address,
                content=body,
                headers=forwarded_headers(request, trace),
            )
        except httpx.TimeoutException as error:
            raise GatewayTimeout(f"No answer within {DEADLINE:g} s.", retry_after=1) from error
        except httpx.ConnectError as error:
            raise Unavailable("The service is starting.", retry_after=1) from error
        except httpx.TransportError as error:
            raise BadGateway("The connection broke.", retry_after=1) from error
        response = Response(answer.content, answer.status_code)
        response.raw_headers = [
            (key.lower(), value)
            for key, value in answer.headers.raw
            if key.lower() not in _NOT_RETURNED
        ] + [(b"content-length", str(len(answer.content)).encode())]
        return response


def forwarded_headers(request: Request, trace: str) -> list[tuple[bytes, bytes]]:
    """The caller's headers, and those a proxy adds: who called, where, and a trace to follow.

    As bytes: what is no ASCII is the function's business, not ours.
    """
    headers = [pair for pair in request.headers.raw if pair[0] not in _NOT_FORWARDED]
    if trace not in request.headers.get("traceparent", ""):
        headers = [pair for pair in headers if pair[0] != b"traceparent"]
        headers.append((b"traceparent", f"00-{trace}-{secrets.token_hex(8)}-01".encode()))
    hops = [value for name, value in request.headers.raw if name == b"x-forwarded-for"]
    caller = request.client.host if request.client else "unknown"
    headers += [
        (b"x-forwarded-for", b", ".join([*hops, caller.encode()])),
        (b"x-forwarded-host", request.headers.get("host", "").encode("latin-1")),
        (b"x-forwarded-proto", request.url.scheme.encode()),
    ]
    return headers


def _specificity(route: Endpoint) -> tuple[int, str]:
    return len(route.parameters), route.path


def application(root: Path, function_url: str) -> Starlette:
    """The gateway for the manifests below `root`; `function_url` has `{name}` in it."""
    gateway = Gateway(Routes(load_all(root)), function_url)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await gateway.close()

    async def ready(_: Request) -> Response:
        return JSONResponse({"ready": True})

    return Starlette(
        lifespan=lifespan,
        routes=[
            Route("/_ready", ready),
            Route("/{path:path}", gateway.__call__, methods=METHODS),
        ],
    )


def main() -> None:
    """Serves until the process is asked to end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--functions", type=Path, required=True, help="folder of function folders")
    parser.add_argument("--function-url", required=True, help="with {name} in it")
    options = parser.parse_args()
    app = application(options.functions, options.function_url)
    # The gateway is the outermost proxy: nobody before it is to be believed about addresses.
    uvicorn.run(app, host=HOST, port=options.port, log_level="warning", proxy_headers=False)


if __name__ == "__main__":
    main()
