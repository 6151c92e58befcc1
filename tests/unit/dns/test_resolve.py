"""Reading a response, and reading the setting; no socket."""

import dns.message
import dns.rcode
import dns.rrset
import pytest

from elara.dns.model import DnsAnswer, Reason, RecordType, Status, Unanswered
from elara.dns.resolve import MAX_RECORDS, StubResolver, read

A = RecordType.A


def message(
    wanted: RecordType, *records: str, code: int = dns.rcode.NOERROR
) -> dns.message.QueryMessage:
    """A response with `records` (owner, TTL, class, type, data), as it comes off the wire."""
    reply = dns.message.make_response(dns.message.make_query("www.example.org", wanted))
    for record in records:
        owner, ttl, _, kind, data = record.split(" ", 4)
        reply.answer.append(dns.rrset.from_text(owner, int(ttl), "IN", kind, data))
    reply.set_rcode(dns.rcode.Rcode.make(code))
    received = dns.message.from_wire(reply.to_wire())
    assert isinstance(received, dns.message.QueryMessage)
    return received


def response(wanted: RecordType, *records: str, code: int = dns.rcode.NOERROR) -> DnsAnswer:
    outcome = read("www.example.org", wanted, message(wanted, *records, code=code))
    assert isinstance(outcome, DnsAnswer)
    return outcome


def test_records_are_sorted_so_that_rotation_changes_no_evidence() -> None:
    outcome = response(A, "www.example.org. 60 IN A 11.0.0.2", "www.example.org. 60 IN A 11.0.0.1")
    assert outcome.records == ("11.0.0.1", "11.0.0.2")


@pytest.mark.parametrize(
    ("wanted", "data", "shown"),
    [
        (RecordType.NS, "NS1.Example.NET.", "ns1.example.net"),
        (RecordType.MX, "10 Mail.Example.ORG.", "10 mail.example.org"),
        (RecordType.MX, "0 .", "0 ."),
        (RecordType.TXT, '"v=spf1 " "-all"', "v=spf1 -all"),
        (RecordType.TXT, '"\\255\\254"', "\ufffd\ufffd"),
        (RecordType.AAAA, "2001:0DB8::0001", "2001:db8::1"),
        (
            RecordType.SOA,
            "ns1.example.net. host.example.net. 7 3600 600 86400 300",
            "ns1.example.net host.example.net 7",
        ),
    ],
)
def test_presentation(wanted: RecordType, data: str, shown: str) -> None:
    assert response(wanted, f"www.example.org. 60 IN {wanted} {data}").records == (shown,)


def test_the_time_to_live_is_the_smallest_on_the_way() -> None:
    outcome = response(
        A, "www.example.org. 20 IN CNAME a.example.net.", "a.example.net. 300 IN A 11.0.0.1"
    )
    assert (outcome.ttl, outcome.aliases) == (20, ("a.example.net",))


def test_nothing_there_has_two_kinds() -> None:
    assert response(A).status is Status.NODATA
    assert response(A, code=dns.rcode.NXDOMAIN).status is Status.NXDOMAIN


def test_a_response_that_contradicts_itself_is_malformed() -> None:
    reply = message(A, "www.example.org. 60 IN A 11.0.0.1", code=dns.rcode.NXDOMAIN)
    assert read("www.example.org", A, reply) == Unanswered(Reason.MALFORMED)


def test_a_flood_of_records_is_bounded() -> None:
    flood = [f"www.example.org. 60 IN A 11.0.{n // 250}.{n % 250}" for n in range(900)]
    assert len(response(A, *flood).records) == MAX_RECORDS


@pytest.mark.parametrize(
    ("setting", "servers"),
    [
        ("127.0.0.1:5300", (("127.0.0.1", 5300),)),
        ("10.0.0.2:53, 10.0.0.3:53", (("10.0.0.2", 53), ("10.0.0.3", 53))),
        ("[::1]:5300", (("::1", 5300),)),
    ],
)
def test_the_setting(setting: str, servers: tuple[tuple[str, int], ...]) -> None:
    assert StubResolver.at(setting).servers == servers


@pytest.mark.parametrize("setting", ["127.0.0.1", "127.0.0.1:", "127.0.0.1:dns"])
def test_a_setting_without_port_is_refused(setting: str) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        StubResolver.at(setting)
