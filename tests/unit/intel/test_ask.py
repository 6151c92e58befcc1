"""Sources are asked side by side and under a deadline; failures become evidence."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from elara.evidence.model import Evidence, Recipient, State, Subject
from elara.intel.ask import ask, ask_all
from elara.intel.collect import collect
from elara.intel.model import Disclosure, NoAnswer, SourceAnswer
from elara.urls.model import Url
from elara.urls.parse import parse

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = parse("https://shop.example/basket")


@dataclass
class Scripted:
    """A source that does what the test says and counts how often it was asked."""

    name: str
    act: Callable[[], Awaitable[None]]
    disclosure: Disclosure = Disclosure.FULL_URL
    asked: int = 0

    async def ask(self, url: Url, at: datetime) -> Evidence:
        self.asked += 1
        await self.act()
        return SourceAnswer(source=self.name, listed=False).evidence(at)


async def answers() -> None:
    await asyncio.sleep(0)


async def hangs() -> None:
    await asyncio.Event().wait()


async def refuses() -> None:
    raise NoAnswer("quota")


async def test_an_answer_passes_unchanged() -> None:
    evidence = await ask(Scripted("a", answers), URL, AT)
    assert evidence == SourceAnswer(source="a", listed=False).evidence(AT)


@pytest.mark.parametrize(("act", "reason"), [(hangs, "timeout"), (refuses, "quota")])
async def test_a_failure_is_unavailable_with_its_reason(
    act: Callable[[], Awaitable[None]], reason: str
) -> None:
    evidence = await ask(Scripted("a", act), URL, AT, seconds=0.05)
    assert evidence == Evidence.silence("a", "source_answer", reason, AT)


async def test_a_bug_in_a_source_is_not_hidden() -> None:
    async def breaks() -> None:
        raise KeyError("bug")

    with pytest.raises(KeyError):
        await ask(Scripted("a", breaks), URL, AT)


async def test_sources_wait_side_by_side_and_one_deadline_bounds_all() -> None:
    sources = [Scripted("a", hangs), Scripted("b", answers), *(Scripted("c", hangs),) * 3]
    started = time.monotonic()
    evidence = await ask_all(sources, URL, AT, seconds=0.2)
    assert time.monotonic() - started < 0.7
    assert [piece.source for piece in evidence] == ["a", "b", "c", "c", "c"]
    assert [piece.state for piece in evidence].count(State.UNAVAILABLE) == 4


async def test_everyone_who_was_asked_is_a_recipient_even_without_an_answer() -> None:
    sources = [
        Scripted("local", answers, Disclosure.NOTHING),
        Scripted("vendor", refuses),
        Scripted("hashes", answers, Disclosure.HASH_PREFIX),
    ]
    found = await collect(Subject(url=URL.href), sources=sources, clock=lambda: AT)
    assert found.recipients == (
        Recipient(name="vendor", sent="full_url"),
        Recipient(name="hashes", sent="hash_prefix"),
    )
    assert {piece.observed_at for piece in found.evidence} == {AT}


@pytest.mark.parametrize(
    "url",
    ["https://user:hunter2@shop.example/", "https://shop.example/reset?token=9f86d081884c7d659a2f"],
)
async def test_a_url_with_secrets_goes_to_no_source_that_would_see_it(url: str) -> None:
    vendor = Scripted("vendor", answers)
    sources = [vendor, Scripted("hashes", answers, Disclosure.HASH_PREFIX)]
    found = await collect(Subject(url=url), sources=sources, clock=lambda: AT)
    withheld = Evidence.silence("vendor", "source_answer", "withheld_secret", AT)
    assert withheld in found.evidence
    assert vendor.asked == 0
    assert found.recipients == (Recipient(name="hashes", sent="hash_prefix"),)


async def test_no_sources_no_evidence() -> None:
    found = await collect(Subject(url=URL.href), sources=[], clock=lambda: AT)
    assert found.evidence == ()
