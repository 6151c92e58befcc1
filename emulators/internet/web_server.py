"""A web server for all sites: plain HTTP on one port, HTTPS on another, certificates by SNI.

It speaks HTTP/1.1 by hand (RFC 9112), because most of what it must do is speak it badly. One
request per connection.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import trustme

from emulators.internet.listener import Listener, listen
from emulators.internet.manners import MANNERS
from emulators.internet.sites import Certificate, Web

_NOT_FOUND = b"<!doctype html><title>Not found</title><h1>Not found</h1>"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as far as the servers here look at it. `host` has no port."""

    method: str
    target: str
    host: str
    body: bytes = b""


Handle = Callable[[Request, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def read_request(reader: asyncio.StreamReader) -> Request:
    """One request. Raises IncompleteReadError when the peer hangs up before its end, and
    LimitOverrunError when its head is too long.
    """
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ", 2)
    headers = {
        key.strip().lower(): value.strip()
        for key, _, value in (line.partition(":") for line in head[1:])
    }
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    host = headers.get("host", "").lower()
    return Request(method, target, host.rpartition("]")[0] or host.partition(":")[0], body)


async def write_response(
    writer: asyncio.StreamWriter, status: int, headers: dict[str, str], body: bytes
) -> None:
    """A whole response, after which the connection is closed."""
    lines = {
        "Content-Type": "text/html; charset=utf-8",
        **headers,
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    head = "".join(f"{key}: {value}\r\n" for key, value in lines.items())
    writer.write(f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n{head}\r\n".encode() + body)
    await writer.drain()


@dataclass(frozen=True, slots=True)
class Certificates:
    """The fake internet's certificate authority; makes a site's certificate when first asked."""

    web: Web
    authority: trustme.CA = field(default_factory=trustme.CA)
    stranger: trustme.CA = field(default_factory=trustme.CA)
    """An authority nobody trusts."""
    made: dict[str, ssl.SSLContext] = field(default_factory=dict)

    def pem(self) -> bytes:
        return self.authority.cert_pem.bytes()

    def context(self) -> ssl.SSLContext:
        """The server side of a connection whose certificate depends on the name asked for."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)

        def choose(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
            connection.context = self._for(name or "unnamed.invalid")

        context.sni_callback = choose
        return context

    def _for(self, name: str) -> ssl.SSLContext:
        if name not in self.made:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._issue(name).configure_cert(context)
            self.made[name] = context
        return self.made[name]

    def _issue(self, name: str) -> trustme.LeafCert:
        site = self.web.sites.get(name)
        match site.certificate if site else Certificate.OTHER_NAME:
            case Certificate.VALID:
                return self.authority.issue_cert(name)
            case Certificate.EXPIRED:
                ended = datetime.now(UTC) - timedelta(days=1)
                started = ended - timedelta(days=90)
                return self.authority.issue_cert(name, not_before=started, not_after=ended)
            case Certificate.SELF_SIGNED:
                return self.stranger.issue_cert(name)
            case _:
                return self.authority.issue_cert("another-name.invalid")


@dataclass(frozen=True, slots=True)
class WebServer:
    """A running server. `seen` are the requests that came lately, as `scheme://host/target`."""

    http: Listener
    https: Listener
    certificates: Certificates
    seen: deque[str]

    async def aclose(self) -> None:
        await self.http.aclose()
        await self.https.aclose()


async def start(web: Web, http_port: int = 0, https_port: int = 0) -> WebServer:
    """Listens on 127.0.0.1; port 0 means any free one."""
    seen: deque[str] = deque(maxlen=1000)
    certificates = Certificates(web)

    def handler(scheme: str) -> Handle:
        async def handle(
            request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
        ) -> None:
            seen.append(f"{scheme}://{request.host}{request.target}")
            await _serve(web, request, reader, writer)

        return handle

    return WebServer(
        await answering(handler("http"), http_port),
        await answering(handler("https"), https_port, certificates.context()),
        certificates,
        seen,
    )


async def answering(handle: Handle, port: int, context: ssl.SSLContext | None = None) -> Listener:
    """A server that reads one request per connection and gives it to `handle`."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await handle(await read_request(reader), reader, writer)

    return await listen(connected, port, context)


async def _serve(
    web: Web, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    found = web.page(request.host, request.target)
    if found is None:
        await write_response(writer, 404, {}, _NOT_FOUND)
        return
    site, page = found
    await asyncio.sleep(page.delay)
    if page.manner is not None:
        await MANNERS[page.manner](reader, writer)
        return
    headers = {**page.headers, **({"Location": page.redirect} if page.redirect else {})}
    status = page.status or (302 if page.redirect else 200)
    await write_response(writer, status, headers, site.body(page))
