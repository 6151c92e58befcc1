"""Whatever a source or a stage does wrong, it is said, and never read as "clean"."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from emulators.world import World
from tests.e2e.conftest import Api, Json

PAGE = "https://www.riverside-library.org/catalogue/2024/spring/index.html"
STAGES = ("url_analysis", "ti_lookup", "dns_analysis", "content_scan", "reputation", "ai_consensus")


def not_clean(scan: Json) -> None:
    assert scan["status"] == "partial"
    assert scan["verdict"]["level"] != "clean"
    assert scan["verdict"]["coverage"]["share"] < 1
    assert scan["verdict"]["confidence"] < 1


@asynccontextmanager
async def fault(world: World, provider: str, mode: str) -> AsyncIterator[None]:
    base = world.layout.url(world.layout.ports.providers)
    async with httpx.AsyncClient(base_url=base) as http:
        await http.put(f"/_faults/{provider}", json={"mode": mode, "delay_ms": 0, "times": None})
        yield
        await http.put(f"/_faults/{provider}", json={"mode": "none"})


@pytest.mark.parametrize("provider", ["urlhaus", "rdap"])
@pytest.mark.parametrize("mode", ["error500", "garbage", "html", "empty", "quota", "timeout"])
async def test_a_source_that_fails_is_unavailable(
    world: World, api: Api, provider: str, mode: str
) -> None:
    async with fault(world, provider, mode):
        scan = await api.scanned(PAGE)
    source = next(each for each in scan["sources"] if each["source"] == provider)
    assert source["state"] == "unavailable"
    assert source["reason"]
    not_clean(scan)


@pytest.mark.parametrize("mode", ["servfail", "refused", "timeout"])
async def test_a_name_server_that_fails_is_unavailable(world: World, api: Api, mode: str) -> None:
    base = world.layout.url(world.layout.ports.control)
    async with httpx.AsyncClient(base_url=base) as http:
        for name in ("www.riverside-library.org", "riverside-library.org"):
            await http.put(f"/faults/{name}", content=mode)
        try:
            scan = await api.scanned(PAGE)
        finally:
            await http.delete("/faults")
    assert scan["stages"]["dns_analysis"]["state"] == "unknown"
    assert scan["stages"]["content_scan"]["state"] == "unknown"
    not_clean(scan)


async def test_a_name_that_does_not_exist_is_an_answer_but_its_page_is_missing(api: Api) -> None:
    scan = await api.scanned("https://nobody-has-registered-this.com/")
    assert scan["stages"]["dns_analysis"]["state"] == "answered"
    page = next(each for each in scan["sources"] if each["stage"] == "content_scan")
    assert (page["state"], page["reason"]) == ("unavailable", "nxdomain")
    not_clean(scan)


class Saboteur:
    """Stands between the workflow and the rooms; breaks one stage of one scan as told."""

    def __init__(self, function_url: str) -> None:
        self._rooms = httpx.AsyncClient(timeout=40)
        self._function_url = function_url
        self.plans: dict[str, tuple[str, str]] = {}
        """By scan id: the stage that fails, and how."""

    async def close(self) -> None:
        await self._rooms.aclose()

    async def __call__(self, request: Request) -> Response:
        name, body = request.path_params["name"], await request.json()
        stage, manner = self.plans.get(body["scan_id"], ("", ""))
        if name == stage:
            if manner == "garbage":
                return HTMLResponse("<html>It works!</html>")
            return Response("no", status_code=int(manner))
        answer = await self._rooms.post(self._function_url.replace("{name}", name), json=body)
        media = answer.headers.get("content-type")
        return Response(answer.content, answer.status_code, media_type=media)


@pytest.fixture
async def saboteur(world: World) -> AsyncIterator[Saboteur]:
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    breaker = Saboteur(world.layout.function_url)
    app = Starlette(routes=[Route("/{name}", breaker.__call__, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    plain = world.components["workflows"]
    through = {**plain.env, "FUNCTION_URL": f"http://127.0.0.1:{port}/{{name}}"}
    world.components["workflows"] = replace(plain, env=through)
    await world.restart("workflows")
    yield breaker
    world.components["workflows"] = plain
    await world.restart("workflows")
    server.should_exit = True
    await serving
    await breaker.close()


@pytest.mark.parametrize("manner", ["500", "503", "garbage"])
async def test_a_stage_that_fails_is_missing(
    world: World, api: Api, saboteur: Saboteur, manner: str
) -> None:
    ids = {}
    for stage in STAGES:
        await world.kill("workflows")
        scan_id = await api.submit(PAGE)
        saboteur.plans[scan_id] = (stage, manner)
        ids[stage] = scan_id
    await world.restart("workflows")
    scans = await asyncio.gather(*(api.ended(scan_id) for scan_id in ids.values()))
    for stage, scan in zip(ids, scans, strict=True):
        assert stage not in scan["stages"]
        assert any(line.startswith(f"{stage}: ") for line in scan["verdict"]["coverage"]["missing"])
        not_clean(scan)


async def test_a_last_stage_that_fails_for_good_ends_the_scan_as_failed(
    world: World, api: Api, saboteur: Saboteur
) -> None:
    await world.kill("workflows")
    scan_id = await api.submit(PAGE)
    saboteur.plans[scan_id] = ("final_score", "503")
    await world.restart("workflows")
    scan = await api.ended(scan_id)
    assert scan["status"] == "failed"
    assert scan["error"] == "final_score failed 503"
    saboteur.plans.clear()
    assert (await api.http.post(f"/api/v2/scans/{scan_id}/rerun")).status_code == 202
    again = await api.ended(scan_id)
    assert again["status"] == "done"
