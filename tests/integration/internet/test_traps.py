"""Pages made to keep a parser busy: the sandbox ends them, and goes on with the next page."""

import time
from collections.abc import Iterator

import psutil
import pytest

from elara.content.sandbox import Sandbox, TooComplex

FORMATTING = "".join(f"<b a={number}>" for number in range(3000))
TRAPS = {
    "deep": "<div>" * 400_000,
    "attributes": f"<p {' '.join(f'a{number}=1' for number in range(200_000))}>",
    "formatting": f"<p>{FORMATTING}</p>{'<p>x' * 30_000}",
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(patience=1.0)
    yield sandbox
    sandbox.close()


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_ends_in_time_and_the_next_page_is_read(trap: str, sandbox: Sandbox) -> None:
    sandbox.read("")
    started = time.monotonic()
    with pytest.raises(TooComplex):
        sandbox.read(TRAPS[trap])
    assert time.monotonic() - started < 4.0
    assert sandbox.read("<title>Next</title>").title == "Next"


def test_big_ordinary_pages_are_read(sandbox: Sandbox) -> None:
    page = "<h1>Report</h1>" + "<p>Several <b>words</b> <a href=/x>here</a></p>" * 40_000
    assert sandbox.read(page).headings == ("Report",)


def test_the_worker_sees_nothing_of_our_environment(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ELARA_URLHAUS_KEY", "secret")
    sandbox.close()
    sandbox.read("")
    assert {worker.environ().get("ELARA_URLHAUS_KEY") for worker in _workers()} == {None}


def test_a_worker_that_was_killed_is_replaced(sandbox: Sandbox) -> None:
    sandbox.read("")
    for worker in _workers():
        worker.kill()
        worker.wait()
    assert sandbox.read("<title>Again</title>").title == "Again"


def test_no_worker_outlives_its_sandbox() -> None:
    before = set(_workers())
    sandbox = Sandbox()
    sandbox.read("<title>One</title>")
    (worker,) = set(_workers()) - before
    sandbox.close()
    assert not worker.is_running()


def _workers() -> list[psutil.Process]:
    """The parsers among our child processes."""
    children = psutil.Process().children()
    return [child for child in children if child.cmdline()[-1:] == ["elara.content.worker"]]
