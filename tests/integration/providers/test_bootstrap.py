"""The copy of IANA's registry: old ones serve while newer ones are fetched."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from elara.providers.model import NoAnswer
from elara.reputation.bootstrap import LIFE, PAUSE, Bootstrap
from tests.integration.providers.conftest import Fakes

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = AT + LIFE


@pytest.fixture
async def bootstrap(fakes: Fakes) -> Bootstrap:
    return Bootstrap(fakes.http, f"{fakes.address}/rdap", patience=0.5)


async def settled(bootstrap: Bootstrap) -> None:
    assert bootstrap._attempt is not None
    await bootstrap._attempt


async def test_a_hanging_server_keeps_nobody_waiting_who_has_an_old_copy(
    fakes: Fakes, bootstrap: Bootstrap
) -> None:
    server = await bootstrap.server("a.com", AT)
    await fakes.fault("rdap", mode="timeout")
    started = time.monotonic()
    assert await bootstrap.server("a.com", LATER) == server
    assert time.monotonic() - started < 0.4
    await settled(bootstrap)
    assert await bootstrap.server("a.com", LATER) == server


async def test_a_failed_attempt_is_not_repeated_at_once(fakes: Fakes, bootstrap: Bootstrap) -> None:
    await bootstrap.server("a.com", AT)
    await fakes.fault("rdap", mode="html")
    for seconds in range(5):
        await bootstrap.server("a.com", LATER + timedelta(seconds=seconds))
        await settled(bootstrap)
    assert (await fakes.asked("rdap"))[0] == 2
    await bootstrap.server("a.com", LATER + PAUSE)
    await settled(bootstrap)
    assert (await fakes.asked("rdap"))[0] == 3


async def test_a_newer_copy_takes_over(fakes: Fakes, bootstrap: Bootstrap) -> None:
    bootstrap._servers = {"com": "https://old.example/"}
    bootstrap._due = AT
    assert await bootstrap.server("a.com", AT) == "https://old.example/"
    await settled(bootstrap)
    newer = await bootstrap.server("a.com", AT)
    assert newer is not None
    assert newer.startswith(fakes.address)
    await bootstrap.server("a.com", AT + LIFE - timedelta(seconds=1))
    assert (await fakes.asked("rdap"))[0] == 1


async def test_those_who_wait_for_the_first_copy_wait_for_the_same_attempt(
    fakes: Fakes, bootstrap: Bootstrap
) -> None:
    await fakes.fault("rdap", mode="timeout")
    started = time.monotonic()
    asking = [bootstrap.server("a.com", AT) for _ in range(10)]
    outcomes = await asyncio.gather(*asking, return_exceptions=True)
    assert time.monotonic() - started < 1.5
    assert [str(outcome) for outcome in outcomes] == ["bootstrap_timeout"] * 10
    assert (await fakes.asked("rdap"))[0] == 1


async def test_who_gives_up_takes_the_attempt_from_nobody(
    fakes: Fakes, bootstrap: Bootstrap
) -> None:
    await fakes.fault("rdap", delay_ms=200)
    patient = asyncio.create_task(bootstrap.server("a.com", AT))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await bootstrap.server("a.com", AT)
    assert await patient is not None


async def test_without_a_copy_the_next_question_tries_again(
    fakes: Fakes, bootstrap: Bootstrap
) -> None:
    await fakes.fault("rdap", mode="html", times=1)
    with pytest.raises(NoAnswer, match="bootstrap_malformed_answer"):
        await bootstrap.server("a.com", AT)
    assert await bootstrap.server("a.com", AT) is not None
