"""Pages made to keep a parser busy: the sandbox ends them, and goes on with the next page."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import psutil
import pytest

from elara.content.collect import collect
from elara.content.fetch import Fetcher
from elara.content.markup import Markup
from elara.content.sandbox import Sandbox, Unread
from elara.evidence.model import State, Subject

FORMATTING = "".join(f"<b a={number}>" for number in range(3000))
TRAPS = {
    "deep": "<div>" * 400_000,
    "attributes": f"<p {' '.join(f'a{number}=1' for number in range(200_000))}>",
    "formatting": f"<p>{FORMATTING}</p>{'<p>x' * 30_000}",
}
TRAP = TRAPS["deep"]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One for all tests, each of which has an event loop of its own."""
    sandbox = Sandbox(patience=1.0)
    yield sandbox
    sandbox.close()


@pytest.fixture
def narrow() -> Iterator[Sandbox]:
    """With a single worker, for which nobody waits long while it is kept busy."""
    sandbox = Sandbox(size=1, patience=10.0, queue=0.1)
    yield sandbox
    sandbox.close()


@pytest.mark.parametrize("trap", TRAPS)
async def test_a_trap_ends_in_time_and_the_next_page_is_read(trap: str, sandbox: Sandbox) -> None:
    await sandbox.read("")
    started = time.monotonic()
    with pytest.raises(Unread, match="too_complex"):
        await sandbox.read(TRAPS[trap])
    assert time.monotonic() - started < 4.0
    assert (await sandbox.read("<title>Next</title>")).title == "Next"


async def test_traps_beside_it_hold_no_page_up() -> None:
    sandbox = Sandbox(patience=10.0)
    await asyncio.gather(*(sandbox.read("") for _ in range(4)))
    async with trapped(sandbox, 3) as traps:
        page = await sandbox.read("<title>Ordinary</title>")
        assert not any(trap.done() for trap in traps)
    assert page.title == "Ordinary"
    sandbox.close()


async def test_as_many_traps_as_an_instance_takes_delay_a_page_by_one_of_them(
    sandbox: Sandbox,
) -> None:
    started = time.monotonic()
    async with trapped(sandbox, 7):
        assert (await sandbox.read("<title>Ordinary</title>")).title == "Ordinary"
    assert time.monotonic() - started < 5.0


async def test_a_page_that_gets_no_worker_is_not_kept_waiting(narrow: Sandbox) -> None:
    async with trapped(narrow, 1):
        with pytest.raises(Unread, match="parser_busy"):
            await narrow.read("<title>Ordinary</title>")
    assert (await narrow.read("<title>Ordinary</title>")).title == "Ordinary"


async def test_no_worker_is_a_silent_source(narrow: Sandbox, fetcher: Fetcher) -> None:
    url = "https://accounts.northwind-mail.com/login"
    async with trapped(narrow, 1):
        found = await collect(Subject(url), fetcher=fetcher, sandbox=narrow)
    page = {piece.source: piece for piece in found.evidence}["page"]
    assert (page.state, page.reason) == (State.UNAVAILABLE, "parser_busy")


async def test_who_gives_up_leaves_no_worker_behind_that_is_still_busy(narrow: Sandbox) -> None:
    await narrow.read("")
    before = set(_workers())
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await narrow.read(TRAP)
    assert (await narrow.read("<title>Next</title>")).title == "Next"
    assert len(before - set(_workers())) == 1


async def test_big_ordinary_pages_are_read(sandbox: Sandbox) -> None:
    page = "<h1>Report</h1>" + "<p>Several <b>words</b> <a href=/x>here</a></p>" * 40_000
    assert (await sandbox.read(page)).headings == ("Report",)


async def test_the_worker_sees_nothing_of_our_environment(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ELARA_URLHAUS_KEY", "secret")
    sandbox.close()
    await sandbox.read("")
    assert {worker.environ().get("ELARA_URLHAUS_KEY") for worker in _workers()} == {None}


async def test_a_worker_that_was_killed_is_replaced(sandbox: Sandbox) -> None:
    await sandbox.read("")
    for worker in _workers():
        worker.kill()
        worker.wait()
    assert (await sandbox.read("<title>Again</title>")).title == "Again"


async def test_no_worker_outlives_its_sandbox() -> None:
    before = set(_workers())
    sandbox = Sandbox()
    await asyncio.gather(*(sandbox.read("<title>One</title>") for _ in range(8)))
    workers = set(_workers()) - before
    assert len(workers) == 4
    sandbox.close()
    assert not [worker for worker in workers if worker.is_running()]


def _workers() -> list[psutil.Process]:
    """The parsers among our child processes."""
    children = psutil.Process().children()
    return [child for child in children if child.cmdline()[-1:] == ["elara.content.worker"]]


@asynccontextmanager
async def trapped(sandbox: Sandbox, number: int) -> AsyncIterator[list[asyncio.Task[Markup]]]:
    """Meanwhile, `number` traps are being read, or wait for their turn."""
    traps = [asyncio.create_task(sandbox.read(TRAP)) for _ in range(number)]
    await asyncio.sleep(0)
    yield traps
    for trap in traps:
        trap.cancel()
    await asyncio.gather(*traps, return_exceptions=True)
