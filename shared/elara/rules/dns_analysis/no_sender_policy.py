"""A domain that does not say who may send mail in its name."""

from elara.dns.model import DnsAnswer, RecordType, Status
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="dns.no_sender_policy",
    title="No sender policy",
    reads=DnsAnswer,
    points=5,
    why="Domains in use publish an SPF record; throw-away ones mostly do not.",
    references=("https://www.rfc-editor.org/rfc/rfc7208",),
)


def check(facts: DnsAnswer) -> Hit | None:
    if facts.type is not RecordType.TXT or facts.status is Status.NXDOMAIN:
        return None
    if any(record.lower().startswith("v=spf1") for record in facts.records):
        return None
    return Hit(f"The domain {defang(facts.name)} publishes no SPF record.")
