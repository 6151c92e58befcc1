"""Whatever a server does, the fetch ends in time, in memory, and with the right reason."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elara.content.fetch import Fetcher
from elara.content.model import Failure, Fetched, Limits, Reason, Truncation
from elara.dns.model import DnsAnswer, RecordType, Status
from emulators.internet.listener import Connected, listen
from emulators.internet.server import Internet

BASE = "http://web.hostile.test"
CONTEXT = ssl.create_default_context()
HEADS = (
    b"",
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.1 200 OK\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: ",
    b"HTTP/1.1 302 Found\r\nLocation: //web.hostile.test:8080/",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("silent", Reason.READ_TIMEOUT),
        ("headers", Reason.HEADERS_TOO_LARGE),
        ("garbage", Reason.PROTOCOL_ERROR),
        ("brotli", Reason.UNSUPPORTED_ENCODING),
        ("not-gzip", Reason.PROTOCOL_ERROR),
        ("ping", Reason.REDIRECT_LOOP),
        ("to-nowhere", Reason.NXDOMAIN),
    ],
)
async def test_no_page_and_why(path: str, reason: Reason, fetcher: Fetcher) -> None:
    started = time.monotonic()
    outcome = await fetcher.fetch(f"{BASE}/{path}")
    assert isinstance(outcome, Failure)
    assert outcome.reason is reason
    assert time.monotonic() - started < fetcher.limits.total + 1.0


@pytest.mark.parametrize(
    ("path", "truncation"),
    [
        ("drip", Truncation.TIME),
        ("endless", Truncation.WIRE),
        ("bomb", Truncation.RATIO),
        ("cut", Truncation.LOST),
    ],
)
async def test_part_of_a_page_and_why(path: str, truncation: Truncation, fetcher: Fetcher) -> None:
    started = time.monotonic()
    outcome = await fetcher.fetch(f"{BASE}/{path}")
    assert isinstance(outcome, Fetched)
    assert outcome.truncated is truncation
    assert 0 < len(outcome.body) <= fetcher.limits.body
    assert time.monotonic() - started < fetcher.limits.total + 1.0


async def test_a_body_over_the_limit_is_cut(fetcher: Fetcher) -> None:
    small = replace(fetcher, limits=replace(fetcher.limits, body=20))
    outcome = await small.fetch("https://accounts.northwind-mail.com/login")
    assert isinstance(outcome, Fetched)
    assert (outcome.truncated, len(outcome.body)) == (Truncation.SIZE, 20)


async def test_a_connection_torn_down_is_no_page(fetcher: Fetcher) -> None:
    outcome = await fetcher.fetch(f"{BASE}/reset")
    assert isinstance(outcome, Failure)
    assert outcome.reason in (Reason.CONNECTION_LOST, Reason.PROTOCOL_ERROR)


@pytest.mark.parametrize(
    ("name", "reason", "detail"),
    [
        ("gone", Reason.NXDOMAIN, "nxdomain"),
        ("mailonly", Reason.NO_ADDRESS, "nodata"),
        ("servfail", Reason.DNS_FAILURE, "servfail"),
        ("refused", Reason.DNS_FAILURE, "refused"),
        ("timeout", Reason.DNS_FAILURE, "timeout"),
        ("garbage", Reason.DNS_FAILURE, "malformed"),
    ],
)
async def test_a_name_without_address(
    name: str, reason: Reason, detail: str, fetcher: Fetcher
) -> None:
    outcome = await fetcher.fetch(f"http://{name}.hostile.test/")
    assert isinstance(outcome, Failure)
    assert (outcome.reason, outcome.detail) == (reason, detail)


@asynccontextmanager
async def facing(fetcher: Fetcher, connected: Connected) -> AsyncIterator[Fetcher]:
    """`fetcher`, with every dial leading to a server that does `connected`."""
    server = await listen(connected)
    port = server.port
    yield replace(fetcher, dial=lambda *_: ("127.0.0.1", port))
    await server.aclose()


def saying(reply: bytes, pause: float = 0.0) -> Connected:
    """Answers every request with `reply`, `{path}` filled in."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1]
        await asyncio.sleep(pause)
        writer.write(reply.replace(b"{path}", path))
        await writer.drain()

    return answer


async def test_redirects_without_end_stop_at_the_limit(fetcher: Fetcher) -> None:
    reply = b"HTTP/1.1 301 Moved\r\nLocation: {path}x\r\n\r\n"
    async with facing(fetcher, saying(reply)) as there:
        outcome = await there.fetch(f"{BASE}/")
    assert isinstance(outcome, Failure)
    assert outcome.reason is Reason.TOO_MANY_REDIRECTS
    assert [hop.status for hop in outcome.hops] == [301] * (there.limits.hops + 1)


async def test_ten_redirects_are_followed(fetcher: Fetcher) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        done = len(path) > 10
        head = "200 OK" if done else f"302 Found\r\nLocation: {path}x"
        writer.write(f"HTTP/1.1 {head}\r\n\r\n<title>There</title>".encode())

    async with facing(fetcher, answer) as there:
        outcome = await there.fetch(f"{BASE}/")
    assert isinstance(outcome, Fetched)
    assert len(outcome.hops) == there.limits.hops + 1


async def test_slow_redirects_share_one_deadline(fetcher: Fetcher) -> None:
    reply = b"HTTP/1.1 301 Moved\r\nLocation: {path}x\r\n\r\n"
    started = time.monotonic()
    async with facing(fetcher, saying(reply, pause=0.35)) as there:
        outcome = await there.fetch(f"{BASE}/")
    assert isinstance(outcome, Failure)
    assert outcome.reason in (Reason.READ_TIMEOUT, Reason.CONNECT_TIMEOUT)
    assert time.monotonic() - started < there.limits.total + 1.0


async def test_interim_responses_without_end_are_too_many_headers(fetcher: Fetcher) -> None:
    async with facing(fetcher, saying(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 5000)) as there:
        outcome = await there.fetch(f"{BASE}/")
    assert isinstance(outcome, Failure)
    assert outcome.reason is Reason.HEADERS_TOO_LARGE


async def test_headers_up_to_the_limit_are_read(fetcher: Fetcher) -> None:
    filler = b"X-Fill: " + b"x" * (fetcher.limits.headers - 100) + b"\r\n"
    reply = b"HTTP/1.1 200 OK\r\n" + filler + b"\r\n<title>Full</title>"
    async with facing(fetcher, saying(reply)) as there:
        outcome = await there.fetch(f"{BASE}/")
    assert isinstance(outcome, Fetched)
    assert outcome.body == b"<title>Full</title>"


async def test_nobody_listening(fetcher: Fetcher) -> None:
    async with facing(fetcher, saying(b"")) as there:
        pass
    outcome = await there.fetch(f"{BASE}/")
    assert isinstance(outcome, Failure)
    assert outcome.reason is Reason.CONNECTION_REFUSED


async def test_a_handshake_that_hangs_is_a_connect_timeout(fetcher: Fetcher) -> None:
    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with facing(fetcher, hang) as there:
        outcome = await there.fetch("https://web.hostile.test/")
    assert isinstance(outcome, Failure)
    assert outcome.reason is Reason.CONNECT_TIMEOUT


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        ("expired", "certificate has expired"),
        ("other-name", "Hostname mismatch"),
        ("self-signed", "unable to get local issuer certificate"),
    ],
)
async def test_a_certificate_that_does_not_verify_ends_the_fetch(
    name: str, detail: str, fetcher: Fetcher
) -> None:
    outcome = await fetcher.fetch(f"https://{name}.badtls.test/")
    assert isinstance(outcome, Failure)
    assert outcome.reason is Reason.TLS_ERROR
    assert detail in outcome.detail


async def test_a_server_that_wants_a_certificate_of_ours_gives_no_page(
    fetcher: Fetcher, internet: Internet
) -> None:
    """With TLS 1.3 its alert comes after the handshake, in the place of the response."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    internet.web.certificates.authority.issue_cert("web.hostile.test").configure_cert(context)
    context.verify_mode = ssl.CERT_REQUIRED

    async def demand(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A handshake by hand: asyncio's own would drop the connection with the alert."""
        received, to_send = ssl.MemoryBIO(), ssl.MemoryBIO()
        handshake = context.wrap_bio(received, to_send, server_side=True)
        while True:
            try:
                handshake.do_handshake()
            except ssl.SSLWantReadError:
                writer.write(to_send.read())
                received.write(await reader.read(65_536))
            except ssl.SSLError:
                writer.write(to_send.read())
                await reader.read()
                return

    async with facing(fetcher, demand) as there:
        outcome = await there.fetch("https://web.hostile.test/")
    assert isinstance(outcome, Failure)
    assert (outcome.reason, outcome.detail) == (
        Reason.CONNECTION_LOST,
        "TLSV13_ALERT_CERTIFICATE_REQUIRED",
    )


@settings(max_examples=60, deadline=None)
@given(noise=st.binary(max_size=300), head=st.sampled_from(HEADS))
def test_no_reply_makes_the_fetch_raise(noise: bytes, head: bytes) -> None:
    @dataclass
    class Anywhere:
        async def ask(self, name: str, wanted: RecordType) -> DnsAnswer:
            found = ("11.1.1.1",) if wanted is RecordType.A else ()
            return DnsAnswer(name=name, type=wanted, status=Status.FOUND, records=found)

    async def fetched() -> Fetched | Failure:
        fetcher = Fetcher(Anywhere(), CONTEXT, limits=Limits(total=0.3))
        async with facing(fetcher, saying(head + noise)) as there:
            return await there.fetch(f"{BASE}/")

    assert asyncio.run(fetched()).hops[0].address == "11.1.1.1"


async def test_plain_http_on_a_secure_port_is_a_tls_error(fetcher: Fetcher) -> None:
    async def scold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with facing(fetcher, scold) as there:
        outcome = await there.fetch("https://web.hostile.test/")
    assert isinstance(outcome, Failure)
    assert outcome.reason is Reason.TLS_ERROR
