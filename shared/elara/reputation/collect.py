"""The collecting half of `reputation`: the age and the rank of the domain."""

from datetime import datetime

from elara.evidence.model import (
    Clock,
    Collected,
    Evidence,
    Recipient,
    State,
    Subject,
    utc_now,
)
from elara.providers.ask import DEADLINE, ask
from elara.reputation.model import DomainAge, DomainRank
from elara.reputation.rank import Ranks
from elara.reputation.rdap import NAME as RDAP
from elara.reputation.rdap import Rdap, told_nobody
from elara.urls.hosts import split
from elara.urls.model import Host
from elara.urls.parse import parse

RANKS = "ranks"
"""Source name of the rank list."""


async def collect(
    subject: Subject,
    *,
    rdap: Rdap,
    ranks: Ranks,
    clock: Clock = utc_now,
    seconds: float = DEADLINE,
) -> Collected:
    """Evidence of the domain's age and rank, within `seconds`. Raises InvalidUrl.

    A host that is no registered name (an IP address, a bare suffix) is `not_applicable` to both,
    and nobody is asked about it.
    """
    url, at = parse(subject.url), clock()
    host = split(url.host)
    if not host.registrable:
        reason = "ip_host" if host.ip else "no_registrable_domain"
        kinds = ((RDAP, DomainAge.kind), (RANKS, DomainRank.kind))
        return Collected(
            tuple(
                Evidence.silence(name, kind, reason, at, State.NOT_APPLICABLE)
                for name, kind in kinds
            )
        )
    age = await ask(rdap, url, at, kind=DomainAge.kind, seconds=seconds)
    told = () if told_nobody(age.reason) else (Recipient(name=rdap.name, sent=rdap.disclosure),)
    return Collected((age, _rank(host, ranks, at)), told)


def _rank(host: Host, ranks: Ranks, at: datetime) -> Evidence:
    facts = DomainRank(
        domain=host.registrable,
        rank=ranks.rank(host.registrable),
        list_size=len(ranks),
        platform=host.platform,
    )
    return Evidence.of(RANKS, facts, at)
