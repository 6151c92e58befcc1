"""A fake internet with the demo sites and the hostile ones, and our clients pointed at it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from elara.content.fetch import Fetcher
from elara.content.model import Limits
from elara.dns.resolve import StubResolver
from emulators.internet.server import Internet, running
from emulators.internet.sites import HERE, load

SHORT = Limits(total=1.0, connect=0.5, read=0.4, wire=200_000, body=300_000, headers=16_384)


@pytest.fixture
async def internet(tmp_path: Path) -> AsyncIterator[Internet]:
    sites = load(HERE, Path(__file__).parent / "sites")
    async with running(sites, tmp_path / "ca.pem") as internet:
        yield internet


@pytest.fixture
def resolver(internet: Internet) -> StubResolver:
    return replace(StubResolver.at(internet.resolvers), timeout=0.4)


@pytest.fixture
def fetcher(internet: Internet, resolver: StubResolver, tmp_path: Path) -> Fetcher:
    fetcher = Fetcher.at(resolver, internet.address, str(tmp_path / "ca.pem"))
    return replace(fetcher, limits=SHORT)
