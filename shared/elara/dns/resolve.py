"""Asks DNS resolvers and tells every kind of answer and silence apart.

The wire work is in `elara.dns.wire`. dnspython's own `Resolver` is not used because it drops
malformed replies and waits on, so that garbage would be reported as a time-out.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import dns.exception
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdatatype
import dns.resolver
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.NS import NS
from dns.rdtypes.ANY.SOA import SOA
from dns.rdtypes.ANY.TXT import TXT

from elara.dns.model import DnsAnswer, Reason, RecordType, Status, Unanswered
from elara.dns.wire import Server, exchange

MAX_RECORDS = 32
MAX_RECORD_LENGTH = 512
"""Characters of a record or a name that are kept; TXT records may have 64 KB."""
_ROUNDS = 2
_ANSWERS = (dns.rcode.NOERROR, dns.rcode.NXDOMAIN)
_FAILURES = {dns.rcode.SERVFAIL: Reason.SERVFAIL, dns.rcode.REFUSED: Reason.REFUSED}


class Resolver(Protocol):
    """Answers questions about names. Never raises for what a name or a server does."""

    async def ask(self, name: str, wanted: RecordType) -> DnsAnswer | Unanswered: ...


@dataclass(frozen=True, slots=True)
class StubResolver:
    """Asks recursive resolvers in turn, over UDP and then TCP when an answer is truncated.

    `timeout` (seconds) covers a whole question. A server that stays silent is asked once more; one
    that answers with a failure is not. The last failure is the one reported.
    """

    servers: tuple[Server, ...]
    timeout: float = 2.0

    @classmethod
    def at(cls, resolvers: str) -> Self:
        """A resolver for `host:port,host:port` (IP addresses); empty means the machine's own.

        Raises ValueError when an entry has no port number.
        """
        if resolvers:
            pairs = (entry.strip().rpartition(":") for entry in resolvers.split(","))
            return cls(tuple((host.strip("[]"), int(port)) for host, _, port in pairs))
        system = dns.resolver.Resolver(configure=True)
        return cls(tuple((str(host), system.port) for host in system.nameservers))

    async def ask(self, name: str, wanted: RecordType) -> DnsAnswer | Unanswered:
        try:
            query = dns.message.make_query(
                dns.name.from_text(name), dns.rdatatype.from_text(wanted)
            )
        except dns.exception.DNSException:  # a label over 63 octets, say: no such name can exist
            return DnsAnswer(name=name[:MAX_RECORD_LENGTH], type=wanted, status=Status.NXDOMAIN)
        reason = Reason.TIMEOUT
        silent = set(self.servers)
        for server in self.servers * _ROUNDS:
            if server not in silent:
                continue
            outcome = await self._exchange(query, server)
            if not isinstance(outcome, Reason):
                return read(name, wanted, outcome)
            reason = outcome
            if reason is not Reason.TIMEOUT:
                silent.discard(server)
        return Unanswered(reason)

    async def _exchange(
        self, query: dns.message.QueryMessage, server: Server
    ) -> dns.message.QueryMessage | Reason:
        patience = self.timeout / (len(self.servers) * _ROUNDS)
        try:
            async with asyncio.timeout(patience):
                response = await exchange(query, server)
        except TimeoutError:
            return Reason.TIMEOUT
        except (OSError, EOFError):
            return Reason.UNREACHABLE
        except (dns.exception.DNSException, ValueError):
            return Reason.MALFORMED
        code = response.rcode()
        if code in _ANSWERS and isinstance(response, dns.message.QueryMessage):
            return response
        return _FAILURES.get(code, Reason.MALFORMED)


def read(
    name: str, wanted: RecordType, response: dns.message.QueryMessage
) -> DnsAnswer | Unanswered:
    """What `response` says about `name`: pure. A reply that contradicts itself is malformed."""
    try:
        chain = response.resolve_chaining()
    except dns.exception.DNSException:
        return Unanswered(Reason.MALFORMED)
    aliases = tuple(_plain(alias[0].target)[:MAX_RECORD_LENGTH] for alias in chain.cnames)
    if response.rcode() == dns.rcode.NXDOMAIN:
        return DnsAnswer(name=name, type=wanted, status=Status.NXDOMAIN, aliases=aliases)
    if chain.answer is None:
        return DnsAnswer(name=name, type=wanted, status=Status.NODATA, aliases=aliases)
    records = sorted(_presented(rdata)[:MAX_RECORD_LENGTH] for rdata in chain.answer)
    return DnsAnswer(
        name=name,
        type=wanted,
        status=Status.FOUND,
        records=tuple(records[:MAX_RECORDS]),
        aliases=aliases,
        ttl=chain.minimum_ttl,
    )


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a host can be reached: IPv4 first. Empty with a reason when there is no way to know.

    `reason` is None when there are addresses, `nxdomain` or `nodata` when the answer is that
    there are none, and a `Reason` when the resolver did not answer.
    """

    found: tuple[str, ...]
    reason: Status | Reason | None


async def addresses(host: str, resolver: Resolver) -> Addresses:
    """The IPv4 and IPv6 addresses of `host`, asked for at the same time."""
    answers = await asyncio.gather(
        resolver.ask(host, RecordType.A), resolver.ask(host, RecordType.AAAA)
    )
    found = tuple(record for answer in answers for record in _records(answer))
    return Addresses(found, None if found else _why_none(answers))


def _records(answer: DnsAnswer | Unanswered) -> tuple[str, ...]:
    return answer.records if isinstance(answer, DnsAnswer) else ()


def _why_none(answers: Sequence[DnsAnswer | Unanswered]) -> Status | Reason:
    for answer in answers:
        if isinstance(answer, Unanswered):
            return answer.reason
    ends = [answer.status for answer in answers if isinstance(answer, DnsAnswer)]
    return Status.NXDOMAIN if Status.NXDOMAIN in ends else Status.NODATA


def _plain(name: dns.name.Name) -> str:
    return name.to_text(omit_final_dot=True).lower()


def _presented(rdata: dns.rdata.Rdata) -> str:
    match rdata:
        case NS():
            return _plain(rdata.target)
        case MX():
            return f"{rdata.preference} {_plain(rdata.exchange)}"
        case TXT():
            return b"".join(rdata.strings).decode("utf-8", "replace")
        case SOA():
            return f"{_plain(rdata.mname)} {_plain(rdata.rname)} {rdata.serial}"
        case _:
            return rdata.to_text()
