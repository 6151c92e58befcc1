"""The resolver over real sockets: every kind of answer and of silence is told apart."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elara.dns.collect import collect
from elara.dns.model import DnsAnswer, Reason, RecordType, Status, Unanswered
from elara.dns.resolve import StubResolver, addresses
from elara.evidence.model import State, Subject
from emulators.internet.server import Internet
from emulators.internet.sites import DnsFault


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("servfail", Reason.SERVFAIL),
        ("refused", Reason.REFUSED),
        ("timeout", Reason.TIMEOUT),
        ("garbage", Reason.MALFORMED),
        ("loop", Reason.MALFORMED),
    ],
)
async def test_silence_is_told_apart(name: str, reason: Reason, resolver: StubResolver) -> None:
    outcome = await resolver.ask(f"{name}.hostile.test", RecordType.A)
    assert outcome == Unanswered(reason)


@pytest.mark.parametrize(
    ("name", "wanted", "status", "records"),
    [
        ("web.hostile.test", RecordType.A, Status.FOUND, ("11.66.0.1",)),
        ("web.hostile.test", RecordType.AAAA, Status.NODATA, ()),
        ("gone.hostile.test", RecordType.A, Status.NXDOMAIN, ()),
        ("hostile.test", RecordType.MX, Status.FOUND, ("0 .",)),
        ("hostile.test", RecordType.TXT, Status.FOUND, ("v=spf1 -all",)),
        ("hostile.test", RecordType.NS, Status.FOUND, ("ns1.hostile.test",)),
    ],
)
async def test_answers(
    name: str, wanted: RecordType, status: Status, records: tuple[str, ...], resolver: StubResolver
) -> None:
    outcome = await resolver.ask(name, wanted)
    assert isinstance(outcome, DnsAnswer)
    assert (outcome.status, outcome.records) == (status, records)
    assert outcome.ttl == (300 if records else None)


async def test_aliases_are_followed_and_kept(resolver: StubResolver) -> None:
    found = await resolver.ask("www.hostile.test", RecordType.A)
    missing = await resolver.ask("dangling.hostile.test", RecordType.A)
    assert isinstance(found, DnsAnswer)
    assert isinstance(missing, DnsAnswer)
    assert (found.records, found.aliases) == (("11.66.0.1",), ("web.hostile.test",))
    assert (missing.status, missing.aliases) == (Status.NXDOMAIN, ("gone.hostile.test",))


async def test_an_answer_too_long_for_a_datagram_comes_over_tcp(resolver: StubResolver) -> None:
    outcome = await resolver.ask("big.hostile.test", RecordType.TXT)
    assert isinstance(outcome, DnsAnswer)
    assert [record[:2] for record in outcome.records] == ["a1", "a2", "a3", "a4", "a5", "a6"]


async def test_a_name_no_message_can_carry_does_not_exist(resolver: StubResolver) -> None:
    outcome = await resolver.ask(f"{'a' * 64}.test", RecordType.A)
    assert isinstance(outcome, DnsAnswer)
    assert outcome.status is Status.NXDOMAIN


async def test_a_dead_resolver_is_covered_by_the_next(resolver: StubResolver) -> None:
    dead = replace(resolver, servers=(("127.0.0.1", 1), *resolver.servers))
    assert await dead.ask("web.hostile.test", RecordType.A) == await resolver.ask(
        "web.hostile.test", RecordType.A
    )
    alone = replace(resolver, servers=(("127.0.0.1", 1),))
    assert await alone.ask("web.hostile.test", RecordType.A) == Unanswered(Reason.TIMEOUT)


async def test_a_resolver_that_turns_tcp_away_is_unreachable() -> None:
    """It says "too long, use TCP" and does not listen there."""

    def truncated(query: bytes) -> bytes:
        return query[:2] + b"\x83\x80" + query[4:]

    async with answering(truncated) as there:
        outcome = await there.ask("web.hostile.test", RecordType.A)
    assert outcome == Unanswered(Reason.UNREACHABLE)


async def test_a_failure_is_not_asked_for_twice(resolver: StubResolver, internet: Internet) -> None:
    await resolver.ask("servfail.hostile.test", RecordType.A)
    await resolver.ask("timeout.hostile.test", RecordType.A)
    assert list(internet.dns.zone.seen) == [
        "servfail.hostile.test A",
        "timeout.hostile.test A",
        "timeout.hostile.test A",
    ]


@settings(max_examples=60, deadline=None)
@given(noise=st.binary(max_size=80))
def test_noise_is_malformed_and_never_an_answer(noise: bytes) -> None:
    """Even with the right id and a response bit, random bytes are never taken for records."""

    async def ask() -> DnsAnswer | Unanswered:
        async with answering(lambda query: query[:2] + b"\x81\x80" + noise) as there:
            return await there.ask("x.test", RecordType.A)

    assert asyncio.run(ask()) == Unanswered(Reason.MALFORMED)


@asynccontextmanager
async def answering(reply: Callable[[bytes], bytes]) -> AsyncIterator[StubResolver]:
    """A resolver whose server sends `reply(query)` over UDP and does not listen on TCP."""

    class Server(asyncio.DatagramProtocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = transport

        def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
            self.transport.sendto(reply(data), addr)  # type: ignore[attr-defined]

    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Server, local_addr=("127.0.0.1", 0))
    yield StubResolver((transport.get_extra_info("sockname"),), 0.5)
    transport.close()
    await asyncio.sleep(0)


async def test_addresses_of_a_host(resolver: StubResolver) -> None:
    assert (await addresses("mixed.hostile.test", resolver)).found == ("11.66.0.1", "127.0.0.1")
    assert (await addresses("local6.hostile.test", resolver)).found == ("fd00:ec2::254",)
    assert (await addresses("mailonly.hostile.test", resolver)).reason is Status.NODATA
    assert (await addresses("gone.hostile.test", resolver)).reason is Status.NXDOMAIN
    assert (await addresses("refused.hostile.test", resolver)).reason is Reason.REFUSED


async def test_all_six_questions_are_asked_at_once(
    resolver: StubResolver, internet: Internet
) -> None:
    collected = await collect(
        Subject("https://www.riverside-library.org/catalogue/2024/spring/index.html"),
        resolver=resolver,
    )
    assert all(piece.state is State.OBSERVED for piece in collected.evidence)
    assert sorted(internet.dns.zone.seen) == [
        "riverside-library.org MX",
        "riverside-library.org NS",
        "riverside-library.org SOA",
        "riverside-library.org TXT",
        "www.riverside-library.org A",
        "www.riverside-library.org AAAA",
    ]


async def test_a_silent_resolver_costs_one_timeout_not_six(internet: Internet) -> None:
    silent = StubResolver.at(internet.resolvers)
    for name in ("web.hostile.test", "hostile.test"):
        internet.dns.zone.faults[name] = DnsFault.TIMEOUT
    started = time.monotonic()
    collected = await collect(
        Subject("https://web.hostile.test/"), resolver=replace(silent, timeout=0.3)
    )
    assert time.monotonic() - started < 1.2
    assert {(piece.state, piece.reason) for piece in collected.evidence} == {
        (State.UNAVAILABLE, "timeout")
    }
    assert collected.recipients[0].sent == "host"
