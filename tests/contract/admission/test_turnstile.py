"""One suite for the in-memory double and for Valkey; and what happens when Valkey is away."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest
from valkey.asyncio import Valkey

from elara.admission.memory import MemoryTurnstile
from elara.admission.model import Turnstile, fresh_key
from elara.admission.valkey import ValkeyTurnstile

IP = "192.0.2.7"


class Clock:
    now = datetime(2026, 11, 23, 12, 0, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def caller() -> str:
    return f"key_{uuid.uuid4()}"


@pytest.fixture(params=["memory", "valkey"])
def server(request: pytest.FixtureRequest) -> str | None:
    """Address of the real thing; None asks for the double."""
    if request.param == "memory":
        return None
    address: str = request.getfixturevalue("valkey_url")
    return address


@pytest.fixture
async def turnstile(server: str | None, clock: Clock) -> AsyncIterator[Turnstile]:
    if server is None:
        yield MemoryTurnstile(limit=5, clock=clock)
        return
    client = Valkey.from_url(server)
    yield ValkeyTurnstile(client, limit=5, clock=clock)
    await client.aclose()


async def test_exactly_the_limit_passes_in_a_window(
    turnstile: Turnstile, caller: str, clock: Clock
) -> None:
    answers = await asyncio.gather(*(turnstile.admit(caller, IP) for _ in range(12)))
    assert sum(answer.allowed for answer in answers) == 5
    assert sorted(answer.remaining for answer in answers) == [0] * 8 + [1, 2, 3, 4]
    assert {answer.reset for answer in answers} == {50}
    clock.now += timedelta(seconds=50)
    assert (await turnstile.admit(caller, IP)).allowed


async def test_a_window_belongs_to_its_caller(turnstile: Turnstile, caller: str) -> None:
    for _ in range(6):
        await turnstile.admit(caller, IP)
    assert (await turnstile.admit(caller + "x", IP)).allowed


async def test_what_is_remembered_is_found_until_forgotten(
    turnstile: Turnstile, caller: str
) -> None:
    key = fresh_key(caller, "u")
    assert (await turnstile.admit(caller, IP, key)).fresh is None
    await turnstile.remember(key, '{"ü": 1}')
    assert (await turnstile.admit(caller, IP, key)).fresh == '{"ü": 1}'
    assert (await turnstile.admit(caller, IP)).fresh is None
    await turnstile.forget(key)
    assert (await turnstile.admit(caller, IP, key)).fresh is None


async def test_a_blocked_address_passes_nowhere_and_uses_up_nothing(
    valkey_url: str, caller: str, clock: Clock
) -> None:
    client = Valkey.from_url(valkey_url)
    turnstile = ValkeyTurnstile(client, limit=5, clock=clock)
    ip = f"192.0.2.{uuid.uuid4()}"
    await client.set(f"block:{ip}", "1")
    blocked = await turnstile.admit(caller, ip)
    assert (blocked.allowed, blocked.blocked) == (False, True)
    assert (await turnstile.admit(caller, IP)).remaining == 4
    await client.aclose()


async def test_without_valkey_the_limiter_is_open_and_says_so(
    free_port: Callable[[], int], caplog: pytest.LogCaptureFixture
) -> None:
    client = Valkey.from_url(f"valkey://127.0.0.1:{free_port()}", socket_connect_timeout=0.2)
    turnstile = ValkeyTurnstile(client)
    answer = await turnstile.admit("key", IP, "fresh:o:u")
    await turnstile.remember("fresh:o:u", "x")
    await turnstile.forget("fresh:o:u")
    assert answer.allowed
    assert answer.fresh is None
    metrics = [getattr(line, "metric", None) for line in caplog.records]
    assert metrics == ["admission_open", "cache_lost", "cache_lost"]


def test_the_headers_are_structured_fields() -> None:
    turnstile = MemoryTurnstile(limit=5, clock=Clock())
    answer = asyncio.run(turnstile.admit("k", IP))
    assert answer.headers() == {
        "RateLimit-Policy": '"caller";q=5;w=60',
        "RateLimit": '"caller";r=4;t=50',
    }
