"""Which questions are asked, and how silence is recorded."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from elara.dns.collect import collect, questions
from elara.dns.model import DnsAnswer, Reason, RecordType, Status, Unanswered
from elara.evidence.model import Collected, State, Subject
from elara.rules.pack import assess
from elara.rules.ruleset import current
from elara.scoring.model import Stage
from elara.urls.hosts import split

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass
class Book:
    """A resolver that knows its answers by heart; others are NODATA. `hangs` never end."""

    answers: dict[RecordType, DnsAnswer | Unanswered] = field(default_factory=dict)
    hangs: set[RecordType] = field(default_factory=set)
    asked: list[tuple[str, RecordType]] = field(default_factory=list)

    async def ask(self, name: str, wanted: RecordType) -> DnsAnswer | Unanswered:
        self.asked.append((name, wanted))
        if wanted in self.hangs:
            await asyncio.Event().wait()
        nothing = DnsAnswer(name=name, type=wanted, status=Status.NODATA)
        return self.answers.get(wanted, nothing)


async def gathered(url: str, book: Book) -> Collected:
    return await collect(Subject(url), resolver=book, clock=lambda: NOON, deadline=0.05)


async def test_each_silence_has_its_own_reason_and_hides_nothing_else() -> None:
    book = Book(
        answers={
            RecordType.MX: Unanswered(Reason.SERVFAIL),
            RecordType.TXT: Unanswered(Reason.REFUSED),
        },
        hangs={RecordType.SOA},
    )
    collected = await gathered("https://www.example.org/", book)
    assert {piece.source: (piece.state, piece.reason) for piece in collected.evidence} == {
        "dns_a": (State.OBSERVED, None),
        "dns_aaaa": (State.OBSERVED, None),
        "dns_ns": (State.OBSERVED, None),
        "dns_mx": (State.UNAVAILABLE, "servfail"),
        "dns_txt": (State.UNAVAILABLE, "refused"),
        "dns_soa": (State.UNAVAILABLE, "timeout"),
    }


async def test_a_resolver_that_fails_gives_no_points() -> None:
    book = Book({wanted: Unanswered(Reason.SERVFAIL) for wanted in RecordType})
    collected = await gathered("https://www.example.org/", book)
    assert assess(Stage.DNS_ANALYSIS, collected.evidence, current()) == ()


async def test_an_address_is_not_asked_for() -> None:
    book = Book()
    collected = await gathered("http://11.2.3.4/", book)
    assert book.asked == []
    assert collected.recipients == ()
    assert {(piece.state, piece.reason) for piece in collected.evidence} == {
        (State.NOT_APPLICABLE, "ip_host")
    }


@pytest.mark.parametrize(
    ("host", "pointless"),
    [
        ("www.example.org", {}),
        ("example.co.uk", {}),
        ("shop.pages.dev", {"NS": "platform_host", "MX": "platform_host"}),
        ("localhost", {"NS": "no_domain", "MX": "no_domain"}),
        ("::1", {"A": "ip_host", "NS": "ip_host", "MX": "ip_host"}),
    ],
)
def test_what_is_pointless_to_ask(host: str, pointless: dict[str, str]) -> None:
    asked = {str(one.wanted): one.pointless for one in questions(split(host))}
    assert len(asked) == 6
    assert {kind: why for kind, why in asked.items() if why and kind in ("A", "NS", "MX")} == (
        pointless
    )


async def test_the_same_answers_give_the_same_evidence() -> None:
    first = await gathered("https://www.example.org/a", Book())
    second = await gathered("https://www.example.org/b", Book())
    assert [piece.id for piece in first.evidence] == [piece.id for piece in second.evidence]
