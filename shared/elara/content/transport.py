"""One HTTP/1.1 exchange with one checked address, metered.

Built on httpcore rather than httpx: it has no cookies, redirects, proxies from the environment or
decompression that would have to be switched off, and its network backend is a public seam.
"""
# ruff: noqa: ARG002, ASYNC109 (httpcore's interface fixes the parameters)

import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

import httpcore

from elara.content.model import Limits, Reason, Tls
from elara.urls.model import Url

DEFAULT_PORTS = {"http": 80, "https": 443}
_BROWSER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36"
)
_HEADERS = (
    ("User-Agent", _BROWSER),
    ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("Accept-Language", "en-US,en;q=0.9"),
    ("Accept-Encoding", "gzip, deflate"),
    ("Connection", "close"),
)


class Stopped(Exception):
    """The fetch ends here; `detail` is for people."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail[:200]


class Exhausted(Exception):
    """More bytes came than the meter allows."""


class Dial(Protocol):
    """Says where to open the socket for an address the guard has approved."""

    def __call__(self, address: str, port: int, scheme: str, /) -> tuple[str, int]: ...


def direct(address: str, port: int, _scheme: str) -> tuple[str, int]:
    """The real internet: the approved address itself."""
    return address, port


def emulated(internet: str) -> Dial:
    """Every approved address is the machine in `internet` (`host:http_port:https_port`)."""
    host, http_port, https_port = internet.rsplit(":", 2)

    def dial(_address: str, _port: int, scheme: str) -> tuple[str, int]:
        return host, int(https_port if scheme == "https" else http_port)

    return dial


@dataclass(slots=True)
class Meter:
    """Counts what a response costs and refuses to read past `limit` bytes."""

    limit: int
    received: int = 0
    connected: bool = False

    def allowance(self, wanted: int) -> int:
        """How many of `wanted` bytes may still be read. Raises Exhausted when none."""
        left = self.limit - self.received
        if left <= 0:
            raise Exhausted
        return min(left, wanted)


class _Metered(httpcore.AsyncNetworkStream):
    def __init__(self, stream: httpcore.AsyncNetworkStream, meter: Meter) -> None:
        self._stream = stream
        self._meter = meter

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            chunk = await self._stream.read(self._meter.allowance(max_bytes), timeout)
        except ssl.SSLError as error:  # an alert after the handshake; httpcore lets it through
            raise httpcore.ReadError(error.reason or "TLS alert") from error
        self._meter.received += len(chunk)
        return chunk

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            await self._stream.write(buffer, timeout)
        except ssl.SSLError as error:
            raise httpcore.WriteError(error.reason or "TLS alert") from error

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            secured = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except httpcore.ConnectError as error:
            raise Stopped(Reason.TLS_ERROR, _tls_detail(error)) from error
        return _Metered(secured, self._meter)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Pinned(httpcore.AsyncNetworkBackend):
    """Connects to the endpoint it was made for, whatever host name it is given."""

    def __init__(self, endpoint: tuple[str, int], meter: Meter) -> None:
        self._endpoint = endpoint
        self._meter = meter

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        stream = await httpcore.AnyIOBackend().connect_tcp(*self._endpoint, timeout=timeout)
        self._meter.connected = True
        return _Metered(stream, self._meter)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A response whose body is still to be read; `aclose` drops the connection."""

    response: httpcore.Response
    connection: httpcore.AsyncHTTPConnection

    def header(self, name: bytes) -> str:
        """The first value of a header, "" without one."""
        return next(iter(self.values(name)), "")

    def values(self, name: bytes) -> tuple[str, ...]:
        """All values of a header. UTF-8, or else Latin-1, as browsers read."""
        return tuple(_text(value) for key, value in self.response.headers if key.lower() == name)

    async def aclose(self) -> None:
        await self.connection.aclose()


async def send(
    url: Url, endpoint: tuple[str, int], context: ssl.SSLContext, limits: Limits, meter: Meter
) -> Exchange:
    """Sends `GET url` to `endpoint` and waits for the response's headers, within `limits`.

    The certificate is verified for the host of `url`. Raises Stopped when there is no response.
    """
    origin = httpcore.Origin(
        url.scheme.encode(), url.host.rstrip(".").encode(), url.port or DEFAULT_PORTS[url.scheme]
    )
    connection = httpcore.AsyncHTTPConnection(
        origin, ssl_context=context, network_backend=_Pinned(endpoint, meter)
    )
    meter.limit = limits.headers
    try:
        response = await _answered(connection, _request(url, origin, limits))
    except BaseException:
        await connection.aclose()
        raise
    meter.limit = limits.wire
    return Exchange(response, connection)


def tls_of(response: httpcore.Response) -> Tls | None:
    """What was negotiated and verified; None for plain http."""
    stream = response.extensions["network_stream"]
    secured: ssl.SSLObject | None = stream.get_extra_info("ssl_object")
    certificate = secured.getpeercert() if secured else None
    if secured is None or not certificate:
        return None
    issuer = {pair[0]: pair[1] for part in certificate.get("issuer", ()) for pair in part}
    return Tls(
        version=secured.version() or "",
        issuer=str(issuer.get("organizationName") or issuer.get("commonName") or "")[:100],
        not_after=datetime.fromtimestamp(
            ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC
        ),
    )


def _request(url: Url, origin: httpcore.Origin, limits: Limits) -> httpcore.Request:
    name = f"[{url.host}]" if ":" in url.host else url.host
    host = name if url.port is None else f"{name}:{url.port}"
    target = url.path + (f"?{url.query}" if url.query else "")
    return httpcore.Request(
        "GET",
        httpcore.URL(
            scheme=origin.scheme, host=origin.host, port=origin.port, target=target.encode()
        ),
        headers=[("Host", host), *_HEADERS],
        extensions={
            "timeout": {"connect": limits.connect, "read": limits.read, "write": limits.read}
        },
    )


async def _answered(
    connection: httpcore.AsyncHTTPConnection, request: httpcore.Request
) -> httpcore.Response:
    try:
        return await connection.handle_async_request(request)
    except Exhausted as error:
        raise Stopped(Reason.HEADERS_TOO_LARGE) from error
    except httpcore.ConnectTimeout as error:
        raise Stopped(Reason.CONNECT_TIMEOUT) from error
    except httpcore.ConnectError as error:
        refused = any(isinstance(cause, ConnectionRefusedError) for cause in _causes(error))
        reason = Reason.CONNECTION_REFUSED if refused else Reason.UNREACHABLE
        raise Stopped(reason) from error
    except (httpcore.ReadTimeout, httpcore.WriteTimeout) as error:
        raise Stopped(Reason.READ_TIMEOUT) from error
    except httpcore.NetworkError as error:
        raise Stopped(Reason.CONNECTION_LOST, str(error)) from error
    except httpcore.ProtocolError as error:
        raise Stopped(Reason.PROTOCOL_ERROR, str(error)) from error


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _causes(error: BaseException) -> Iterable[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _tls_detail(error: httpcore.ConnectError) -> str:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message
        if isinstance(cause, ssl.SSLError):
            return cause.reason or "handshake failed"
    return "connection closed during the handshake"
