"""The URLhaus source over the wire, against its fake."""

import asyncio
import logging
import time
from datetime import UTC, datetime

import httpx
import pytest

from elara.evidence.model import Evidence, State, Subject
from elara.intel.collect import collect
from elara.intel.model import SourceAnswer
from elara.intel.registry import build
from elara.intel.sources.urlhaus import UrlHaus
from elara.intel.store import MemoryFeeds
from elara.providers.ask import ask
from elara.urls.parse import parse
from tests.integration.providers.conftest import Fakes

LISTED = "http://cdn-update.files-mirror.click/invoice.pdf.exe"
KEY = "emulated-urlhaus-key"


def source(fakes: Fakes, key: str = KEY) -> UrlHaus:
    return UrlHaus(fakes.http, f"{fakes.address}/urlhaus", key)


async def answer(fakes: Fakes, url: str = LISTED, key: str = KEY, seconds: float = 5) -> Evidence:
    return await asked(source(fakes, key), url, seconds)


async def asked(source: UrlHaus, url: str = LISTED, seconds: float = 5) -> Evidence:
    at = datetime.now(UTC)
    return await ask(source, parse(url), at, kind=SourceAnswer.kind, seconds=seconds)


async def test_listed_and_online(fakes: Fakes) -> None:
    evidence = await answer(fakes)
    said = SourceAnswer.model_validate(evidence.data)
    assert evidence.state is State.LISTED
    assert (said.online, said.authoritative, said.days) == (True, True, 0)
    assert said.tags == ("exe", "loader")


@pytest.mark.parametrize(
    ("url", "days", "authoritative"),
    [
        ("http://cdn-update.files-mirror.click/setup.exe", 9, True),
        ("http://archive.files-mirror.click/2021/tool.exe", 1390, False),
    ],
)
async def test_listed_and_offline(fakes: Fakes, url: str, days: int, authoritative: bool) -> None:
    said = SourceAnswer.model_validate((await answer(fakes, url)).data)
    assert (said.online, said.days, said.authoritative) == (False, days, authoritative)


@pytest.mark.parametrize(
    "url",
    ["http://cdn-update.files-mirror.click/", "https://www.riverside-library.org/catalogue"],
)
async def test_not_listed(fakes: Fakes, url: str) -> None:
    assert (await answer(fakes, url)).state is State.NOT_LISTED


async def test_the_question_is_a_form_and_the_key_is_masked(fakes: Fakes) -> None:
    await answer(fakes, LISTED + "?a=b&c=d e#fragment")
    count, last = await fakes.asked("urlhaus")
    assert (count, last["method"], last["path"]) == (1, "POST", "/urlhaus/v1/url/")
    assert last["headers"]["content-type"] == "application/x-www-form-urlencoded"
    assert last["headers"]["auth-key"] == "***"
    assert last["body"].endswith("invoice.pdf.exe%3Fa%3Db%26c%3Dd%2520e")


async def test_a_wrong_key(fakes: Fakes) -> None:
    evidence = await answer(fakes, key="wrong")
    assert (evidence.state, evidence.reason) == (State.UNAVAILABLE, "bad_key")


@pytest.mark.parametrize(
    ("mode", "reason", "requests"),
    [
        ("error500", "server_error", 2),
        ("quota", "quota", 1),
        ("garbage", "malformed_answer", 1),
        ("html", "malformed_answer", 1),
        ("truncated", "malformed_answer", 1),
        ("empty", "malformed_answer", 1),
    ],
)
async def test_each_failure_is_unavailable(
    fakes: Fakes, mode: str, reason: str, requests: int
) -> None:
    await fakes.fault("urlhaus", mode=mode)
    evidence = await answer(fakes)
    assert (evidence.state, evidence.reason) == (State.UNAVAILABLE, reason)
    assert (await fakes.asked("urlhaus"))[0] == requests


async def test_a_hanging_source_ends_at_the_deadline(fakes: Fakes) -> None:
    await fakes.fault("urlhaus", mode="timeout")
    started = time.monotonic()
    evidence = await answer(fakes, seconds=0.3)
    assert (evidence.state, evidence.reason) == (State.UNAVAILABLE, "timeout")
    assert time.monotonic() - started < 3


async def test_a_slow_source_is_waited_for(fakes: Fakes) -> None:
    await fakes.fault("urlhaus", delay_ms=300)
    assert (await answer(fakes)).state is State.LISTED


async def test_one_passing_error_is_survived(fakes: Fakes) -> None:
    await fakes.fault("urlhaus", mode="error500", times=1)
    assert (await answer(fakes)).state is State.LISTED
    assert (await fakes.asked("urlhaus"))[0] == 2


async def test_nobody_listens(fakes: Fakes) -> None:
    closed = UrlHaus(fakes.http, "http://127.0.0.1:1", KEY)
    evidence = await asked(closed)
    assert (evidence.state, evidence.reason) == (State.UNAVAILABLE, "connection_failed")


async def test_an_address_that_is_not_http_is_not_tried_twice(
    http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        evidence = await asked(UrlHaus(http, "gopher://127.0.0.1:1", KEY))
    assert (evidence.state, evidence.reason) == (State.UNAVAILABLE, "unsendable")
    assert not [record for record in caplog.records if record.name.startswith("stamina")]


async def test_a_connection_cut_in_the_middle_of_an_answer(http: httpx.AsyncClient) -> None:
    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"query_status":"no_results"}')
        writer.close()

    async with await asyncio.start_server(cut, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        source = UrlHaus(http, f"http://127.0.0.1:{port}", KEY)
        evidence = await asked(source)
    assert (evidence.state, evidence.reason) == (State.UNAVAILABLE, "connection_failed")


async def test_an_endless_answer_is_not_read_to_the_end(http: httpx.AsyncClient) -> None:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            while True:
                writer.write(b" " * 65_536)
                await writer.drain()
        except ConnectionError:
            writer.close()

    async with await asyncio.start_server(endless, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        source = UrlHaus(http, f"http://127.0.0.1:{port}", KEY)
        evidence = await asked(source)
    assert (evidence.state, evidence.reason) == (State.UNAVAILABLE, "too_large")


async def test_a_redirect_is_not_followed_with_the_key(fakes: Fakes) -> None:
    async def elsewhere(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        target = f"{fakes.address}/urlhaus/v1/url/".encode()
        writer.write(
            b"HTTP/1.1 307 Moved\r\nContent-Length: 0\r\nLocation: " + target + b"\r\n\r\n"
        )
        writer.close()

    following = httpx.AsyncClient(trust_env=False, follow_redirects=True)
    async with following, await asyncio.start_server(elsewhere, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        source = UrlHaus(following, f"http://127.0.0.1:{port}", KEY)
        evidence = await asked(source)
    assert (evidence.state, evidence.reason) == (State.UNAVAILABLE, "unexpected_status")
    assert (await fakes.asked("urlhaus"))[0] == 0


@pytest.mark.parametrize("mode", ["none", "error500", "quota"])
@pytest.mark.parametrize("key", ["sesame-open-up", "sesame\nopen-up", "sesame-é"])
async def test_the_key_is_in_no_log_and_no_evidence(
    fakes: Fakes, caplog: pytest.LogCaptureFixture, key: str, mode: str
) -> None:
    await fakes.fault("urlhaus", mode=mode)
    with caplog.at_level(logging.DEBUG):
        evidence = await answer(fakes, key=key)
    assert evidence.state is State.UNAVAILABLE
    assert "sesame" not in evidence.model_dump_json()
    assert "sesame" not in "".join(str(vars(record)) for record in caplog.records)


async def test_without_a_key_nothing_is_sent(fakes: Fakes) -> None:
    keyless = type(fakes.settings)(providers=fakes.settings.providers)
    sources = build(keyless, fakes.http, MemoryFeeds())
    found = await collect(Subject(url=LISTED), sources=sources)
    assert [piece.source for piece in found.evidence] == ["openphish"]
    assert (await fakes.asked("urlhaus"))[0] == 0


async def test_a_url_with_a_secret_is_not_sent(fakes: Fakes) -> None:
    sources = build(fakes.settings, fakes.http, MemoryFeeds())
    subject = Subject(url="https://user:hunter2@shop.example/")
    found = await collect(subject, sources=sources)
    reasons = {piece.source: piece.reason for piece in found.evidence}
    assert reasons == {"urlhaus": "withheld_secret", "openphish": "stale_feed"}
    assert found.recipients == ()
    assert (await fakes.asked("urlhaus"))[0] == 0
