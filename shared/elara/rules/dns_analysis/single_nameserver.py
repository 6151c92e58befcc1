"""A domain with one nameserver."""

from elara.dns.model import DnsAnswer, RecordType
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="dns.single_nameserver",
    title="Single nameserver",
    reads=DnsAnswer,
    points=8,
    why="Registries and RFC 2182 ask for two; a set-up for a few days does without.",
    references=("https://www.rfc-editor.org/rfc/rfc2182",),
)


def check(facts: DnsAnswer) -> Hit | None:
    if facts.type is not RecordType.NS or len(facts.records) != 1:
        return None
    return Hit(
        f"The domain {defang(facts.name)} has a single nameserver, {defang(facts.records[0])}."
    )
