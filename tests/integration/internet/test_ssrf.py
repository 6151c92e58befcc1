"""No way of writing, resolving or redirecting leads the fetcher to a non-public address."""

import asyncio
import socket
from dataclasses import replace

import pytest

from elara.content.fetch import Fetcher
from elara.content.model import Failure, Fetched, Reason
from elara.content.transport import Dial
from emulators.internet.listener import listen
from emulators.internet.server import Internet

BASE = "http://web.hostile.test"

WRITTEN = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://%31%32%37.0.0.1/",
    "http://１２７.０.０.１/",
    "http://127.0.0.1./",
    "http://0.0.0.0/",
    "http://0/",
    "http://10.0.0.1/",
    "http://172.16.5.4/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://0xa9fea9fe/",
    "http://100.64.0.1/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "https://127.0.0.1:8443/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:11.1.1.1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
]
NAMED = ["loopback", "private", "metadata", "mapped", "local6", "sneaky"]
REDIRECTED = [
    "to-loopback",
    "to-decimal",
    "to-private-name",
    "to-metadata",
    "to-mapped",
    "to-schemeless",
]


@pytest.fixture
def tripwire(fetcher: Fetcher) -> tuple[Fetcher, list[str]]:
    """A fetcher, and the addresses it ever dials."""
    dialled: list[str] = []

    def noting(dial: Dial) -> Dial:
        def noted(address: str, port: int, scheme: str) -> tuple[str, int]:
            dialled.append(address)
            return dial(address, port, scheme)

        return noted

    return replace(fetcher, dial=noting(fetcher.dial)), dialled


@pytest.mark.parametrize("url", WRITTEN)
async def test_an_address_however_written_is_refused(
    url: str, tripwire: tuple[Fetcher, list[str]]
) -> None:
    fetcher, dialled = tripwire
    outcome = await fetcher.fetch(url)
    assert isinstance(outcome, Failure)
    assert outcome.reason is Reason.BLOCKED_ADDRESS
    assert dialled == []


@pytest.mark.parametrize("name", NAMED)
async def test_a_name_for_such_an_address_is_refused(
    name: str, tripwire: tuple[Fetcher, list[str]]
) -> None:
    fetcher, dialled = tripwire
    outcome = await fetcher.fetch(f"http://{name}.hostile.test/")
    assert isinstance(outcome, Failure)
    assert outcome.reason is Reason.BLOCKED_ADDRESS
    assert dialled == []


@pytest.mark.parametrize("path", REDIRECTED)
async def test_a_redirect_there_is_refused(path: str, tripwire: tuple[Fetcher, list[str]]) -> None:
    fetcher, dialled = tripwire
    outcome = await fetcher.fetch(f"{BASE}/{path}")
    assert isinstance(outcome, Failure)
    assert outcome.reason is Reason.BLOCKED_ADDRESS
    assert dialled == ["11.66.0.1"]
    assert [hop.status for hop in outcome.hops] == [302, None]


async def test_dns_that_changes_after_the_check_changes_nothing(
    tripwire: tuple[Fetcher, list[str]], internet: Internet
) -> None:
    fetcher, dialled = tripwire
    outcome = await fetcher.fetch("http://flip.hostile.test/")
    assert isinstance(outcome, Fetched)
    assert dialled == ["11.66.0.1"]
    assert list(internet.dns.zone.seen).count("flip.hostile.test A") == 1


async def test_dns_that_changes_between_two_hops_is_checked_again(
    tripwire: tuple[Fetcher, list[str]],
) -> None:
    fetcher, dialled = tripwire
    outcome = await fetcher.fetch("http://flip.hostile.test/again")
    assert isinstance(outcome, Failure)
    assert (outcome.reason, outcome.detail) == (Reason.BLOCKED_ADDRESS, "127.0.0.1 (loopback)")
    assert dialled == ["11.66.0.1"]


async def test_of_several_addresses_only_a_public_one_is_dialled(
    tripwire: tuple[Fetcher, list[str]],
) -> None:
    fetcher, dialled = tripwire
    assert isinstance(await fetcher.fetch("http://mixed.hostile.test/"), Fetched)
    assert dialled == ["11.66.0.1"]


async def test_a_real_server_on_loopback_is_never_reached(fetcher: Fetcher) -> None:
    """With the identity dial of the real world, against a listening socket."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        port = listener.getsockname()[1]
        live = Fetcher(fetcher.resolver, fetcher.context, limits=fetcher.limits)
        outcome = await live.fetch(f"http://loopback.hostile.test:{port}/")
        assert isinstance(outcome, Failure)
        assert outcome.reason is Reason.BLOCKED_ADDRESS
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize("path", ["to-file", "to-data"])
async def test_a_redirect_to_another_scheme_is_refused(path: str, fetcher: Fetcher) -> None:
    outcome = await fetcher.fetch(f"{BASE}/{path}")
    assert isinstance(outcome, Failure)
    assert outcome.reason is Reason.BLOCKED_SCHEME
    assert outcome.hops[0].location is not None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://web.hostile.test:25/", Reason.BLOCKED_PORT),
        ("http://web.hostile.test:6667/", Reason.BLOCKED_PORT),
        (f"{BASE}/to-mail-port", Reason.BLOCKED_PORT),
        ("ftp://web.hostile.test/", Reason.BLOCKED_SCHEME),
        (f"{BASE}/to-nonsense", Reason.INVALID_URL),
    ],
)
async def test_ports_schemes_and_nonsense_are_refused(
    url: str, reason: Reason, fetcher: Fetcher
) -> None:
    outcome = await fetcher.fetch(url)
    assert isinstance(outcome, Failure)
    assert outcome.reason is reason


async def test_credentials_and_cookies_stay_at_home(fetcher: Fetcher) -> None:
    """What a server receives, byte for byte."""
    received = bytearray()

    async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.extend(await reader.readuntil(b"\r\n\r\n"))
        place = "/" if b"GET /home" in received[-2000:] else "/home"
        writer.write(f"HTTP/1.1 302 Found\r\nSet-Cookie: a=1\r\nLocation: {place}\r\n\r\n".encode())

    server = await listen(note)
    there = replace(fetcher, dial=lambda *_: ("127.0.0.1", server.port))
    await there.fetch("http://me:secret@web.hostile.test:8080/")
    await server.aclose()
    request = received.decode().lower()
    assert "get / http/1.1\r\nhost: web.hostile.test:8080\r\n" in request
    assert "get /home http/1.1" in request
    assert not any(word in request for word in ("secret", "authorization", "cookie", "referer"))
