"""A registry may send a question on, but not anywhere."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from elara.evidence.model import Evidence, State, Subject
from elara.reputation.collect import collect
from elara.reputation.rank import Ranks
from elara.reputation.rdap import Rdap

PUBLIC = "https://rdap.registry.example"
HOME = "http://127.0.0.1:9400/rdap"
ANSWER = {
    "objectClassName": "domain",
    "ldhName": "shop.com",
    "events": [{"eventAction": "registration", "eventDate": "2004-05-11T00:00:00Z"}],
}


class World:
    """Every host there is, answering with the same app; notes what it was asked."""

    def __init__(self, *locations: str) -> None:
        self.asked: list[str] = []
        self._locations: Iterator[str] = iter(locations)
        self._app = Starlette(
            routes=[
                Route("/rdap/dns.json", self._registry),
                Route("/{path:path}", self._domain),
            ]
        )

    def _registry(self, request: Request) -> Response:
        return JSONResponse({"services": [[["com"], [f"{PUBLIC}/"]]]})

    def _domain(self, request: Request) -> Response:
        self.asked.append(str(request.url))
        location = next(self._locations, None)
        return RedirectResponse(location, 302) if location else JSONResponse(ANSWER)

    @asynccontextmanager
    async def http(self) -> AsyncIterator[httpx.AsyncClient]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self._app)) as client:
            yield client

    async def age(self) -> Evidence:
        async with self.http() as http:
            rdap = Rdap(http, HOME)
            found = await collect(Subject("https://shop.com/"), rdap=rdap, ranks=Ranks([]))
        return found.evidence[0]


@pytest.mark.parametrize(
    "location",
    [
        "https://other.example/domain/shop.com",
        "//other.example/domain/shop.com",
        "/v2/domain/shop.com",
        "domain/shop.com?again",
        f"{HOME}/elsewhere/domain/shop.com",
    ],
)
async def test_a_question_is_sent_on(location: str) -> None:
    world = World(location)
    evidence = await world.age()
    assert evidence.state is State.OBSERVED
    assert evidence.data["domain"] == "shop.com"
    assert len(world.asked) == 2


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://169.254.169.254/",
        "https://0xa9fea9fe/",
        "https://[::ffff:169.254.169.254]/",
        "https://168.63.129.16/",
        "https://127.0.0.1/",
        "http://127.0.0.1:9401/rdap",
        "https://127.0.0.1:9400/rdap",
        "https://metadata.google.internal/",
        "https://intranet/",
        "http://other.example/domain/shop.com",
        "ftp://other.example/",
        "file:///etc/passwd",
        "https://",
        "https://" + "a." * 200 + "example/",
    ],
)
async def test_it_is_not_sent_anywhere_else(location: str) -> None:
    world = World(location)
    evidence = await world.age()
    assert (evidence.state, evidence.reason) == (State.UNAVAILABLE, "redirect_refused")
    assert world.asked == [f"{PUBLIC}/domain/shop.com"]


async def test_the_second_hop_is_checked_like_the_first() -> None:
    world = World("https://other.example/", "http://169.254.169.254/")
    assert (await world.age()).reason == "redirect_refused"
    assert world.asked == [f"{PUBLIC}/domain/shop.com", "https://other.example/"]


async def test_three_hops_and_no_more() -> None:
    three = World(*(f"/{hop}" for hop in range(3)))
    assert (await three.age()).state is State.OBSERVED
    four = World(*(f"/{hop}" for hop in range(4)))
    evidence = await four.age()
    assert (evidence.state, evidence.reason) == (State.UNAVAILABLE, "too_many_redirects")
    assert len(four.asked) == 4


async def test_a_redirect_to_nowhere_is_no_answer() -> None:
    async def moved(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("dns.json"):
            return httpx.Response(200, json={"services": [[["com"], [f"{PUBLIC}/"]]]})
        return httpx.Response(302)

    async with httpx.AsyncClient(transport=httpx.MockTransport(moved)) as http:
        found = await collect(Subject("https://shop.com/"), rdap=Rdap(http, HOME), ranks=Ranks([]))
    assert found.evidence[0].reason == "unexpected_status"
