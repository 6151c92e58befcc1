"""Sources are asked side by side and under a deadline; failures become evidence."""

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from elara.evidence.model import Evidence, State
from elara.intel.model import SourceAnswer
from elara.providers.ask import ask, ask_all
from elara.urls.parse import parse
from tests.unit.providers.scripted import Scripted, answers, hangs, refuses

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = parse("https://shop.example/basket")
KIND = SourceAnswer.kind


async def test_an_answer_passes_unchanged() -> None:
    evidence = await ask(Scripted("a", answers), URL, AT, kind=KIND)
    assert evidence == SourceAnswer(source="a", listed=False).evidence(AT)


@pytest.mark.parametrize(("act", "reason"), [(hangs, "timeout"), (refuses, "quota")])
async def test_a_failure_is_unavailable_with_its_reason(
    act: Callable[[], Awaitable[None]], reason: str
) -> None:
    evidence = await ask(Scripted("a", act), URL, AT, kind=KIND, seconds=0.05)
    assert evidence == Evidence.silence("a", KIND, reason, AT)


async def test_a_bug_in_a_source_is_not_hidden() -> None:
    async def breaks() -> None:
        raise KeyError("bug")

    with pytest.raises(KeyError):
        await ask(Scripted("a", breaks), URL, AT, kind=KIND)


async def test_sources_wait_side_by_side_and_one_deadline_bounds_all() -> None:
    sources = [Scripted("a", hangs), Scripted("b", answers), *(Scripted("c", hangs),) * 3]
    started = time.monotonic()
    evidence = await ask_all(sources, URL, AT, kind=KIND, seconds=0.2)
    assert time.monotonic() - started < 0.7
    assert [piece.source for piece in evidence] == ["a", "b", "c", "c", "c"]
    assert [piece.state for piece in evidence].count(State.UNAVAILABLE) == 4
