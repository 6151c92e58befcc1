"""Fetches a page from a hostile internet.

Each hop: parse as browsers do, refuse other schemes and ports, look the host up once, check every
address, connect to a checked address and to nothing else, with the certificate verified for the
host name. DNS that changes its mind in between changes nothing.

A certificate that does not verify ends the fetch (`tls_error`): a visitor's browser shows a warning
instead of the page, and what anybody could have put there is no evidence against the site.
"""

import asyncio
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from elara.content.body import body_for
from elara.content.mime import supplied
from elara.content.model import Failure, Fetched, Hop, Limits, Reason, Truncation
from elara.content.ports import port_refused
from elara.content.sites import joined
from elara.content.transport import (
    DEFAULT_PORTS,
    Dial,
    Exchange,
    Meter,
    Stopped,
    direct,
    emulated,
    send,
    tls_of,
)
from elara.dns.model import Status
from elara.dns.resolve import Resolver, addresses
from elara.errors import InvalidUrl
from elara.urls.addresses import refusal
from elara.urls.hosts import split
from elara.urls.model import Url
from elara.urls.parse import parse

MAX_LOCATION = 2_000
_REDIRECTS = (301, 302, 303, 307, 308)
_NO_ADDRESS: dict[str, Reason] = {
    Status.NXDOMAIN: Reason.NXDOMAIN,
    Status.NODATA: Reason.NO_ADDRESS,
}
_STALLED = {Truncation.TIME: Reason.READ_TIMEOUT, Truncation.LOST: Reason.CONNECTION_LOST}
_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches one URL at a time, any number at once; keeps nothing between fetches."""

    resolver: Resolver
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    dial: Dial = direct
    limits: Limits = _LIMITS

    @classmethod
    def at(cls, resolver: Resolver, internet: str = "", ca_file: str = "") -> Self:
        """A fetcher for the settings of the same names; both empty means the real internet."""
        context = ssl.create_default_context()
        if ca_file:
            context.load_verify_locations(ca_file)
        return cls(resolver, context, emulated(internet) if internet else direct)

    async def fetch(self, href: str) -> Fetched | Failure:
        """The page at `href`, or why there is none; never raises for what the outside does.

        Only GET, no cookies, no credentials (those in the URL are dropped).
        """
        hops: list[Hop] = []
        deadline = asyncio.get_running_loop().time() + self.limits.total
        try:
            return await self._follow(href, hops, deadline)
        except Stopped as stop:
            return Failure(stop.reason, tuple(hops), stop.detail)

    async def _follow(self, href: str, hops: list[Hop], deadline: float) -> Fetched:
        while True:
            url = admitted(href)
            _check_way(url, hops, self.limits)
            hops.append(Hop(url=url.href, host=url.host))
            outcome = await self._visit(url, hops, deadline)
            if isinstance(outcome, Fetched):
                return outcome
            href = outcome

    async def _visit(self, url: Url, hops: list[Hop], deadline: float) -> Fetched | str:
        """The page at `url`, or where it redirects to. The last of `hops` is filled in."""
        address = await self._approved(url.host, deadline)
        _note(hops, address=address)
        meter = Meter(self.limits.headers)
        exchange = await self._open(url, address, meter, deadline)
        try:
            _note(hops, status=exchange.response.status, tls=tls_of(exchange.response))
            target = exchange.header(b"location")
            if exchange.response.status not in _REDIRECTS or not target:
                return await self._read(exchange, hops, deadline)
            location = joined(url.href, target)
            _note(hops, location=(location or target)[:MAX_LOCATION])
            if not location:
                raise Stopped(Reason.INVALID_URL, "redirects to something that is no URL")
            return location
        finally:
            await exchange.aclose()

    async def _approved(self, host: str, deadline: float) -> str:
        """The one address of `host` to connect to: the first the guard lets pass."""
        try:
            async with asyncio.timeout_at(deadline):
                candidates = await self._addresses(host.rstrip("."))
        except TimeoutError as error:
            raise Stopped(Reason.DNS_FAILURE, "timeout") from error
        refused: list[str] = []
        for address in candidates:
            why = refusal(address)
            if why is None:
                return address
            refused.append(f"{address} ({why})")
        raise Stopped(Reason.BLOCKED_ADDRESS, ", ".join(refused))

    async def _addresses(self, host: str) -> Sequence[str]:
        if split(host).ip:
            return (host,)
        answer = await addresses(host, self.resolver)
        if answer.reason is not None:
            reason = _NO_ADDRESS.get(answer.reason, Reason.DNS_FAILURE)
            raise Stopped(reason, answer.reason)
        return answer.found

    async def _open(self, url: Url, address: str, meter: Meter, deadline: float) -> Exchange:
        port = url.port or DEFAULT_PORTS[url.scheme]
        endpoint = self.dial(address, port, url.scheme)
        try:
            async with asyncio.timeout_at(deadline):
                return await send(url, endpoint, self.context, self.limits, meter)
        except TimeoutError as error:
            reason = Reason.READ_TIMEOUT if meter.connected else Reason.CONNECT_TIMEOUT
            raise Stopped(reason) from error

    async def _read(self, exchange: Exchange, hops: Sequence[Hop], deadline: float) -> Fetched:
        body = body_for(", ".join(exchange.values(b"content-encoding")), self.limits)
        truncated = await body.fill(exchange.response.aiter_stream(), deadline)
        if truncated in _STALLED and not body.kept:
            raise Stopped(_STALLED[truncated])
        return Fetched(
            hops=tuple(hops),
            status=exchange.response.status,
            content_type=supplied(exchange.values(b"content-type")),
            body=body.bytes(),
            truncated=truncated,
            refresh=exchange.header(b"refresh"),
        )


def admitted(href: str) -> Url:
    """`href` as a URL that may be asked for at all. Raises Stopped."""
    scheme, colon, _ = href.partition(":")
    if colon and scheme.lower() not in DEFAULT_PORTS:
        raise Stopped(Reason.BLOCKED_SCHEME, scheme)
    try:
        url = parse(href)
    except InvalidUrl as error:
        raise Stopped(Reason.INVALID_URL, error.detail) from error
    if url.port is not None and port_refused(url.port):
        raise Stopped(Reason.BLOCKED_PORT, str(url.port))
    return url


def _check_way(url: Url, hops: Sequence[Hop], limits: Limits) -> None:
    if any(hop.url == url.href for hop in hops):
        raise Stopped(Reason.REDIRECT_LOOP, "back to a URL visited before")
    if len(hops) > limits.hops:
        raise Stopped(Reason.TOO_MANY_REDIRECTS, f"more than {limits.hops}")


def _note(hops: list[Hop], **seen: object) -> None:
    hops[-1] = hops[-1].model_copy(update=seen)
