"""Who is asked about a URL, and who learns what."""

from datetime import UTC, datetime

import pytest

from elara.evidence.model import Evidence, Recipient, Subject
from elara.intel.collect import collect
from elara.providers.model import Disclosure
from elara.urls.parse import parse
from tests.unit.providers.scripted import Scripted, answers, refuses

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = parse("https://shop.example/basket")


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
