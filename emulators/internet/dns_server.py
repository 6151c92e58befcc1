"""An authoritative DNS server over UDP and TCP (RFC 1035) for all sites, which also fails to order.

It answers as a recursive resolver would (aliases followed, RA set), so the resolver under test can
be pointed straight at it. Names outside the sites do not exist.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from dnslib import QTYPE, RCODE, RR, A, DNSError, DNSHeader, DNSRecord

from emulators.internet.listener import HOST, Listener, listen
from emulators.internet.sites import DnsFault, Site

MAX_ALIASES = 16
_CODES = {
    DnsFault.SERVFAIL: RCODE.SERVFAIL,
    DnsFault.REFUSED: RCODE.REFUSED,
    DnsFault.NXDOMAIN: RCODE.NXDOMAIN,
}


@dataclass(slots=True)
class Zone:
    """All records, the faults in force, and the questions asked lately (`name type`)."""

    records: dict[str, list[RR]]
    faults: dict[str, DnsFault]
    seen: deque[str] = field(default_factory=lambda: deque(maxlen=1000))
    flips: Counter[str] = field(default_factory=Counter)

    def reply(self, wire: bytes) -> bytes | None:
        """The answer to a question in wire form; None for silence."""
        try:
            query = DNSRecord.parse(wire)
        except DNSError:
            return None
        name = str(query.q.qname).rstrip(".").lower()
        wanted = QTYPE.get(query.q.qtype)
        self.seen.append(f"{name} {wanted}")
        return self._faulty(query, name) if name in self.faults else self._answer(query, name)

    def _faulty(self, query: DNSRecord, name: str) -> bytes | None:
        fault = self.faults[name]
        if fault is DnsFault.TIMEOUT:
            return None
        if fault is DnsFault.GARBAGE:
            return bytes(query.pack()[:2]) + b"\xff" * 30
        if fault is DnsFault.FLIP:
            return self._flipped(query, name)
        reply = query.reply()
        reply.header.rcode = _CODES[fault]
        return bytes(reply.pack())

    def _flipped(self, query: DNSRecord, name: str) -> bytes:
        if query.q.qtype != QTYPE.A:
            return self._answer(query, name)
        self.flips[name] += 1
        if self.flips[name] == 1:
            return self._answer(query, name)
        reply = query.reply()
        reply.add_answer(RR(query.q.qname, QTYPE.A, rdata=A("127.0.0.1"), ttl=0))
        return bytes(reply.pack())

    def _answer(self, query: DNSRecord, name: str) -> bytes:
        reply = query.reply()
        for _ in range(MAX_ALIASES):
            found = self.records.get(name)
            if found is None:
                reply.header.rcode = RCODE.NXDOMAIN
                break
            reply.add_answer(*(record for record in found if record.rtype == query.q.qtype))
            alias = next((record for record in found if record.rtype == QTYPE.CNAME), None)
            if alias is None:
                break
            reply.add_answer(alias)
            name = str(alias.rdata.label).rstrip(".").lower()
        return bytes(reply.pack())


def zone_of(sites: Iterable[Site]) -> Zone:
    """The records and faults of `sites`. A name above another one exists, without records."""
    records: dict[str, list[RR]] = {}
    faults: dict[str, DnsFault] = {}
    for site in sites:
        faults.update(site.faults)
        for record in RR.fromZone(site.zone):
            labels = str(record.rname).rstrip(".").lower().split(".")
            for depth in range(len(labels)):
                records.setdefault(".".join(labels[depth:]), [])
            records[".".join(labels)].append(record)
    return Zone(records, faults)


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, zone: Zone) -> None:
        self._zone = zone
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(  # type: ignore[override]
        self, transport: asyncio.DatagramTransport
    ) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        reply = self._zone.reply(data)
        if reply is not None and self._transport is not None:
            self._transport.sendto(_fitting(data, reply), addr)


def _fitting(query: bytes, reply: bytes) -> bytes:
    """`reply`, or when it is too long for the asker's datagrams, an invitation to use TCP."""
    asker = DNSRecord.parse(query)
    room = max([512, *(extra.edns_len for extra in asker.ar if extra.rtype == QTYPE.OPT)])
    if len(reply) <= room:
        return reply
    header = DNSHeader(id=asker.header.id, qr=1, aa=1, tc=1, ra=1, rd=1)
    return bytes(DNSRecord(header, q=asker.q).pack())


async def _converse(zone: Zone, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        length = int.from_bytes(await reader.readexactly(2))
        reply = zone.reply(await reader.readexactly(length))
        if reply is not None:
            writer.write(len(reply).to_bytes(2) + reply)
            await writer.drain()


@dataclass(frozen=True, slots=True)
class DnsServer:
    """A running server; UDP and TCP share one port."""

    zone: Zone
    datagrams: asyncio.DatagramTransport
    streams: Listener

    @property
    def port(self) -> int:
        return self.streams.port

    async def aclose(self) -> None:
        self.datagrams.close()
        await self.streams.aclose()


async def start(zone: Zone, port: int = 0) -> DnsServer:
    """Listens on 127.0.0.1. Port 0 means any that is free for both protocols."""
    streams = await listen(lambda reader, writer: _converse(zone, reader, writer), port)
    datagrams, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: _Datagrams(zone), local_addr=(HOST, streams.port)
    )
    return DnsServer(zone, datagrams, streams)
