"""Answers of a name server made to be dear to parse: refused by their size, or parsed aside."""

import asyncio
import struct
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from elara.dns.collect import collect
from elara.dns.model import DnsAnswer, Reason, RecordType, Unanswered
from elara.dns.resolve import MAX_RECORDS, StubResolver
from elara.evidence.model import Subject
from emulators.internet.listener import listen

HEADER = struct.Struct("!6H")
LABELS = b"\x01a" * 120 + b"\x00"


def answered(query: bytes, count: int) -> bytes:
    """`count` NS records whose names share a tail of 120 labels, as compression allows."""
    kept = bytearray(HEADER.pack(int.from_bytes(query[:2]), 0x8180, 1, count, 0, 0) + query[12:])
    owner = b"\xc0\x0c" + struct.pack("!HHI", 2, 1, 60)
    tail = struct.pack("!H", 0xC000 | len(kept) + len(owner) + 2 + 5)
    for number in range(count):
        name = b"\x04" + b"%04d" % number + (tail if number else LABELS)
        kept += owner + len(name).to_bytes(2) + name
    return bytes(kept)


@asynccontextmanager
async def serving(count: int) -> AsyncIterator[StubResolver]:
    """A resolver whose server says "too long, use TCP", and sends `count` records there."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        query = await reader.readexactly(int.from_bytes(await reader.readexactly(2)))
        reply = answered(query, count)
        writer.write(len(reply).to_bytes(2) + reply)
        await writer.drain()

    class Truncating(asyncio.DatagramProtocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = transport

        def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
            self.transport.sendto(data[:2] + b"\x83\x80" + data[4:], addr)  # type: ignore[attr-defined]

    server = await listen(answer)
    place = ("127.0.0.1", server.port)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Truncating, local_addr=place)
    yield StubResolver((place,), 8.0)
    transport.close()
    await server.aclose()


@asynccontextmanager
async def unblocked(most: float) -> AsyncIterator[None]:
    """Fails when the event loop is ever held for longer than `most` seconds."""
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.005)
            longest = max(longest, time.monotonic() - before)

    watching = asyncio.create_task(watch())
    yield
    watching.cancel()
    assert longest < most


@pytest.mark.parametrize("count", [3_400, 201])
async def test_an_answer_that_holds_too_much_is_malformed_at_once(count: int) -> None:
    async with serving(count) as resolver, unblocked(0.1):
        started = time.monotonic()
        outcome = await resolver.ask("x.test", RecordType.NS)
        assert time.monotonic() - started < 0.2
    assert outcome == Unanswered(Reason.MALFORMED)


async def test_the_dearest_answer_that_is_read_leaves_the_loop_free() -> None:
    async with serving(200) as resolver, unblocked(0.1):
        outcome = await resolver.ask("x.test", RecordType.NS)
    assert isinstance(outcome, DnsAnswer)
    assert len(outcome.records) == MAX_RECORDS


async def test_a_scan_of_nothing_but_such_answers_goes_on() -> None:
    async with serving(3_400) as resolver, unblocked(0.1):
        collected = await collect(Subject("https://www.hostile.test/"), resolver=resolver)
    assert {piece.reason for piece in collected.evidence} == {"malformed"}
