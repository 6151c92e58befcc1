"""The functions' host and the gateway before it, over sockets, with small functions."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from emulators import gateway
from emulators.functions_host import host
from tests.integration.emulators.conftest import serving

ROOMS = 16

DOOR = """
import asyncio
import functions_framework.aio
from starlette.responses import JSONResponse, Response

MINE = "{name}"

@functions_framework.aio.http
async def {name}(request):
    if request.query_params.get("sleep"):
        await asyncio.sleep(30)
    seen = dict(
        name=MINE, path=request.url.path, query=str(request.query_params), method=request.method,
        headers=dict(request.headers), body=(await request.body()).decode(),
    )
    return JSONResponse(seen, 201, headers={{"X-Mine": MINE, "ETag": "e"}})
"""
MANIFEST = """
summary: A room of the test
kind: {kind}
{rest}
egress: none
timeout: 1
import_ms: 100
"""
ROUTE = """
route: {{method: {method}, path: "{path}"}}
permission: public
responses: {{201: {{description: Seen}}}}
"""


def furnish(root: Path, name: str, kind: str, rest: str) -> None:
    room = root / name
    room.mkdir()
    (room / "main.py").write_text(DOOR.format(name=name))
    (room / "function.yaml").write_text(MANIFEST.format(kind=kind, rest=rest))


@pytest.fixture
def functions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of rooms. The framework leaves this variable behind; it is put back."""
    monkeypatch.setenv("FUNCTION_SIGNATURE_TYPE", "http")
    for number in range(ROOMS):
        path = f"/api/v2/rooms/{number}/{{item}}"
        furnish(tmp_path, f"room_{number}", "route", ROUTE.format(method="POST", path=path))
    furnish(tmp_path, "get_it", "route", ROUTE.format(method="GET", path="/api/v2/it"))
    furnish(tmp_path, "on_message", "push", "topic: some-topic")
    return tmp_path


@pytest.fixture
async def hosted(functions: Path) -> AsyncIterator[str]:
    async with serving(host(functions)) as url:
        yield url


@pytest.fixture
async def public(functions: Path, hosted: str) -> AsyncIterator[httpx.AsyncClient]:
    app = gateway.application(functions, hosted + "/{name}")
    async with serving(app) as url, httpx.AsyncClient(base_url=url) as client:
        yield client


async def test_every_function_runs_beside_the_others(hosted: str) -> None:
    async with httpx.AsyncClient(base_url=hosted) as client:
        names = (await client.get("/_ready")).json()["functions"]
        assert len(names) == ROOMS + 2
        answers = await asyncio.gather(*(client.post(f"/{name}") for name in names))
        assert [answer.json()["name"] for answer in answers] == names
        assert {answer.json()["path"] for answer in answers} == {"/"}
        assert (await client.post("/nobody")).status_code == 404


async def test_what_takes_longer_than_its_timeout_is_ended(hosted: str) -> None:
    async with httpx.AsyncClient(base_url=hosted) as client:
        assert (await client.post("/get_it?sleep=1")).status_code == 504
        assert (await client.post("/get_it")).status_code == 201


async def test_the_gateway_passes_on_all_of_a_request_and_its_answer(
    public: httpx.AsyncClient,
) -> None:
    path = "/api/v2/rooms/7/a%20b"
    answer = await public.post(path + "?x=1&y=%20", content=b"{}", headers={"X-Api-Key": "k"})
    assert answer.status_code == 201
    assert (answer.headers["x-mine"], answer.headers["etag"]) == ("room_7", "e")
    seen = answer.json()
    assert (seen["name"], seen["method"], seen["body"]) == ("room_7", "POST", "{}")
    assert seen["path"] == "/api/v2/rooms/7/a b"
    assert seen["query"] == "x=1&y=+"
    assert seen["headers"]["x-api-key"] == "k"
    assert seen["headers"]["x-forwarded-for"] == "127.0.0.1"
    assert seen["headers"]["traceparent"].startswith("00-")


@pytest.mark.parametrize("path", ["/", "/on_message", "/room_1", "/api/v2/rooms/99/x"])
async def test_only_routes_are_public(public: httpx.AsyncClient, path: str) -> None:
    answer = await public.post(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_another_method_is_refused_with_the_right_ones(public: httpx.AsyncClient) -> None:
    answer = await public.post("/api/v2/it")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert answer.json()["code"] == "method_not_allowed"


async def test_a_body_may_have_64_kilobytes(public: httpx.AsyncClient) -> None:
    url = "/api/v2/rooms/1/x"
    assert (await public.post(url, content=b"x" * gateway.MAX_BODY)).status_code == 201
    assert (await public.post(url, content=b"x" * (gateway.MAX_BODY + 1))).status_code == 413

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * (gateway.MAX_BODY // 2)

    assert (await public.post(url, content=chunks())).status_code == 413


async def test_when_the_host_is_down_the_caller_may_come_back(functions: Path) -> None:
    app = gateway.application(functions, "http://127.0.0.1:1/{name}")
    async with serving(app) as url, httpx.AsyncClient(base_url=url) as client:
        answer = await client.get("/api/v2/it")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) >= 1
    assert answer.json()["code"] == "unavailable"
