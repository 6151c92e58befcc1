"""The fakes themselves: true to the documented cells, breakable, and discreet."""

import asyncio
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.integration.providers.conftest import Fakes

ROOT = Path(__file__).parents[3]
LISTED = "http://cdn-update.files-mirror.click/invoice.pdf.exe"
KEY = {"Auth-Key": "emulated-urlhaus-key"}


async def urlhaus(
    fakes: Fakes, url: str = LISTED, headers: dict[str, str] | None = None
) -> httpx.Response:
    address = f"{fakes.address}/urlhaus/v1/url/"
    return await fakes.http.post(address, data={"url": url}, headers=headers or {})


async def test_urlhaus_answers_every_documented_way(fakes: Fakes) -> None:
    assert (await urlhaus(fakes)).status_code == 401
    wrong = await urlhaus(fakes, headers={"Auth-Key": "wrong"})
    assert (wrong.status_code, wrong.json()) == (403, {"query_status": "unknown_auth_key"})
    assert (await urlhaus(fakes, headers=KEY)).json()["query_status"] == "ok"
    miss = await urlhaus(fakes, "http://a.example/", KEY)
    assert (miss.status_code, miss.json()) == (200, {"query_status": "no_results"})
    bad = await urlhaus(fakes, "not a url", KEY)
    assert (bad.status_code, bad.json()) == (200, {"query_status": "invalid_url"})


async def test_urlhaus_takes_forms_only(fakes: Fakes) -> None:
    address = f"{fakes.address}/urlhaus/v1/url/"
    json = await fakes.http.post(address, json={"url": LISTED}, headers=KEY)
    assert json.json() == {"query_status": "invalid_url"}
    got = await fakes.http.get(address, params={"url": LISTED}, headers=KEY)
    assert got.json() == {"query_status": "http_post_expected"}


async def test_openphish_serves_a_full_feed_with_an_entity_tag(fakes: Fakes) -> None:
    address = f"{fakes.address}/openphish/feed.txt"
    feed = await fakes.http.get(address)
    lines = feed.text.splitlines()
    assert (len(lines), len(set(lines)), feed.text[-1]) == (300, 300, "\n")
    again = await fakes.http.get(address, headers={"If-None-Match": feed.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_rdap_points_back_at_itself(fakes: Fakes) -> None:
    registry = (await fakes.http.get(f"{fakes.address}/rdap/dns.json")).json()
    servers = {suffix: urls[0] for suffixes, urls in registry["services"] for suffix in suffixes}
    assert servers["top"].startswith(f"{fakes.address}/rdap/")
    found = await fakes.http.get(f"{servers['top']}domain/account-verify.top")
    assert found.headers["content-type"].startswith("application/rdap+json")
    wrong_server = await fakes.http.get(f"{servers['com']}domain/account-verify.top")
    assert wrong_server.status_code == 404


@pytest.mark.parametrize("name", ["urlhaus", "openphish", "rdap"])
async def test_a_fault_lasts_as_often_as_told(fakes: Fakes, name: str) -> None:
    await fakes.fault(name, mode="error500", times=2)
    address = f"{fakes.address}/{name}/anything"
    statuses = [(await fakes.http.get(address)).status_code for _ in range(3)]
    assert statuses == [500, 500, 404]


async def test_the_whole_world_can_be_slow(fakes: Fakes) -> None:
    fakes.world.delay_ms = 100
    started = time.monotonic()
    await urlhaus(fakes, headers=KEY)
    assert time.monotonic() - started >= 0.1


async def test_a_fault_that_does_not_exist_is_refused(fakes: Fakes) -> None:
    control = f"{fakes.address}/_faults"
    assert (await fakes.http.put(f"{control}/urlhaus", json={"mode": "odd"})).status_code == 422
    assert (await fakes.http.put(f"{control}/nobody", json={})).status_code == 404


async def test_secrets_are_masked_in_what_was_asked(fakes: Fakes) -> None:
    address = f"{fakes.address}/urlhaus/v1/url/"
    secrets = {"Auth-Key": "sesame", "Authorization": "Bearer sesame"}
    await fakes.http.post(f"{address}?apikey=sesame&q=1", headers=secrets)
    shown = await fakes.http.get(f"{fakes.address}/_requests/urlhaus")
    assert "sesame" not in shown.text
    assert shown.json()["count"] == 1


async def test_the_module_serves_the_fakes_by_itself(http: httpx.AsyncClient) -> None:
    port = await _free_port()
    command = ["-m", "emulators.providers.server", "--port", str(port), "--delay-ms", "5"]
    process = await asyncio.create_subprocess_exec(sys.executable, *command, cwd=ROOT)
    try:
        async with asyncio.timeout(20):
            reply = await _first_answer(http, f"http://127.0.0.1:{port}/openphish/feed.txt")
        assert reply.text.count("\n") == 300
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _free_port() -> int:
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        port: int = server.sockets[0].getsockname()[1]
    return port


async def _first_answer(http: httpx.AsyncClient, address: str) -> httpx.Response:
    while True:
        try:
            return await http.get(address)
        except httpx.ConnectError:
            await asyncio.sleep(0.1)
