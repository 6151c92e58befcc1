"""What the Domain Name System said about a host and its domain."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from elara.evidence.model import Facts


class RecordType(StrEnum):
    """The record types Elara asks for (RFC 1035, RFC 3596)."""

    A = "A"
    AAAA = "AAAA"
    NS = "NS"
    MX = "MX"
    TXT = "TXT"
    SOA = "SOA"


class Status(StrEnum):
    """The three ways a resolver can answer; all of them are knowledge (RFC 2308 §2)."""

    FOUND = "found"
    NODATA = "nodata"
    """The name exists and has no record of this type."""
    NXDOMAIN = "nxdomain"
    """The name, or the end of its chain of aliases, does not exist."""


class Reason(StrEnum):
    """Why a question has no answer; none of these says anything about the name."""

    SERVFAIL = "servfail"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    MALFORMED = "malformed"
    """The bytes that came back are not an answer to the question."""
    UNREACHABLE = "unreachable"
    """The resolver's host turned the packet away."""


class DnsAnswer(Facts):
    """The answer to one question.

    `records` are in presentation form (RFC 1035 §5.1) without final dots, sorted; TXT strings are
    joined. `aliases` is the chain of CNAME targets. `ttl` is the smallest along the chain, in
    seconds; a caching resolver counts it down, so it is an upper bound on nothing but itself.
    """

    kind: ClassVar[str] = "dns_answer"

    name: str
    type: RecordType
    status: Status
    records: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    ttl: int | None = None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that got no answer."""

    reason: Reason
