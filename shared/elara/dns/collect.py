"""Collects what the DNS says about a URL's host and about the domain it belongs to.

One piece of evidence per question, so that coverage counts questions and a rule can only ever see
an answer: a resolver that fails for MX takes nothing from what it said about NS, and its silence
cannot be mistaken for "no mail exchanger".
"""

import asyncio
from dataclasses import dataclass

from elara.dns.model import DnsAnswer, Reason, RecordType
from elara.dns.resolve import Resolver
from elara.evidence.model import Clock, Collected, Evidence, Recipient, State, Subject, utc_now
from elara.urls.hosts import split
from elara.urls.model import Host
from elara.urls.parse import parse

OF_HOST = (RecordType.A, RecordType.AAAA)
OF_DOMAIN = (RecordType.NS, RecordType.MX, RecordType.TXT, RecordType.SOA)
DEADLINE = 5.0


@dataclass(frozen=True, slots=True)
class Question:
    """One question, or why it makes no sense to ask it."""

    name: str
    wanted: RecordType
    pointless: str | None = None


async def collect(
    subject: Subject, *, resolver: Resolver, clock: Clock = utc_now, deadline: float = DEADLINE
) -> Collected:
    """Answers about the host (A, AAAA) and its registrable domain (NS, MX, TXT, SOA).

    All questions are asked at once; those still open after `deadline` seconds are time-outs.
    The resolver learns the host.
    """
    asked = questions(split(parse(subject.url).host))
    evidence = await asyncio.gather(*(_answer(one, resolver, clock, deadline) for one in asked))
    told = any(question.pointless is None for question in asked)
    return Collected(tuple(evidence), (Recipient(name="resolver", sent="host"),) if told else ())


def questions(host: Host) -> tuple[Question, ...]:
    """What to ask about `host`. Pointless: anything about an IP address (`ip_host`), and the
    domain of a host that has none (`no_domain`) or rents its name from a platform
    (`platform_host`), whose nameservers and mail are the platform's.
    """
    lone = "ip_host" if host.ip else None
    shared = lone or ("platform_host" if host.platform else None)
    shared = shared or (None if host.registrable else "no_domain")
    return (
        *(Question(host.name, wanted, lone) for wanted in OF_HOST),
        *(Question(host.registrable, wanted, shared) for wanted in OF_DOMAIN),
    )


async def _answer(
    question: Question, resolver: Resolver, clock: Clock, deadline: float
) -> Evidence:
    source = f"dns_{question.wanted.lower()}"
    if question.pointless is not None:
        return Evidence.silence(
            source, DnsAnswer.kind, question.pointless, clock(), State.NOT_APPLICABLE
        )
    try:
        async with asyncio.timeout(deadline):
            outcome = await resolver.ask(question.name, question.wanted)
    except TimeoutError:
        return Evidence.silence(source, DnsAnswer.kind, Reason.TIMEOUT, clock())
    if isinstance(outcome, DnsAnswer):
        return Evidence.of(source, outcome, clock())
    return Evidence.silence(source, DnsAnswer.kind, outcome.reason, clock())
